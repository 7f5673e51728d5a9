// The bytes of an HTTP answer, for `inspect --response`.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "conformance/test_case.h"

namespace bulkhead::cli {

struct RawResponse {
  std::uint16_t status = 0;
  std::vector<conformance::Field> fields;
  std::string body;  ///< All that follows the head, as it is.
};

/// Errors  kInvalid where there is no status line, or a head without end.
Result<RawResponse> read_response(std::string_view bytes);

}  // namespace bulkhead::cli
