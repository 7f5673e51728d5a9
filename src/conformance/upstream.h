// The service behind the rules that the Core Rule Set's tests count on.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/server.h"

namespace bulkhead::conformance {

struct Answer {
  std::uint16_t status = 200;
  std::vector<Field> fields;
  std::string body;
};

/// Which service a suite counts on.
enum class Service : std::uint8_t {
  kAlbedo,   ///< Core Rule Set 4: everything is there.
  kHttpbin,  ///< Core Rule Set 3: what httpbin has not is answered with 404.
};

/// Answers as albedo 0.3 does: anything with an empty 200, and `POST /reflect` with what its JSON body asks for (status, headers,
/// body or encodedBody). A Content-Type that is not asked for is guessed from the body, as Go's server does
/// (https://mimesniff.spec.whatwg.org).
///
/// Differs: paths are not redirected to plain ones, and endpoints are not configured. Of httpbin there is only which paths it has, as
/// far as the suite asks for them.
Answer upstream_answer(const Request& request, Service service = Service::kAlbedo);

/// Go's guess; `body` is not empty.
std::string_view guess_content_type(std::string_view body);

}  // namespace bulkhead::conformance
