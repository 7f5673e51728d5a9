// What nginx takes bytes to be: a request that it hands on, or one that it answers itself.
//
// Read only by tests of rules: it says for a byte sequence of one request what nginx 1.22 does with it, under the settings that
// the gateway is rendered with (underscores_in_headers off, ignore_invalid_headers on, large_client_header_buffers 16k).

#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/test_case.h"

namespace bulkhead::conformance {

/// A request as the module is told of it.
struct Request {
  std::string method;
  std::string target;   ///< As on the wire, without scheme and host.
  std::string path;     ///< Decoded and made plain; what nginx chooses a location by.
  std::string version;  ///< "1.1"
  std::vector<Field> fields;
  std::string body;

  /// The value of the first field of that name; nullptr when there is none.
  const std::string* field(std::string_view name) const;
};

/// Answered by the server, before any rule.
struct Refusal {
  std::uint16_t status = 400;  ///< 0: no answer at all, the server waits for more.
  std::string reason;
};

/// Takes the first request of `bytes`; what follows it does not matter.
///
/// Cost   Linear in the bytes.
std::expected<Request, Refusal> split_request(std::string_view bytes);

/// Decodes the path of a target and takes dots and double slashes out of it, as nginx does before it chooses a location. A refusal
/// (400) where the path leads above the root, holds a null byte or a broken percent escape.
std::expected<std::string, Refusal> plain_path(std::string_view target);

}  // namespace bulkhead::conformance
