// Exact bytes to an address, and what comes back. Only gateway.cc uses it.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bulkhead::conformance {

struct Endpoint {
  std::string host;
  std::string port;

  /// Reads "http://HOST[:PORT]".
  static Result<Endpoint> parse_url(const std::string& url);
};

/// Sends `bytes` over a connection of their own and reads until the answer is complete, the server closes, or it is silent for
/// kSilenceMs. When it returns early, the server has been told that nothing more comes and has closed.
///
/// Errors   kUnavailable when nobody takes the connection. A server that says nothing or closes at once is no error: then the
///          answer is empty.
Result<std::string> send_and_read(const Endpoint& endpoint, std::string_view bytes);

inline constexpr int kSilenceMs = 3'000;

/// Whether the bytes hold a whole HTTP/1.x answer. `no_body`: the request was HEAD.
bool is_complete(std::string_view answer, bool no_body);

}  // namespace bulkhead::conformance
