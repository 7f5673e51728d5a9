// One exchange over the daemon's REST interface as plain values: what was asked, by whom, and the answer.
// Nothing here knows of sockets; server.h turns bytes into these and back.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace bulkhead::control::rest {

/// Who is asking, as far as the transport could tell. What the person may do is not decided here: orders and
/// apply ask posture's authority.
struct Caller {
  enum class Kind : std::uint8_t {
    kNobody,    ///< TCP without a token.
    kLocal,     ///< On the unix socket, but no operator of the policy: may look.
    kOperator,  ///< An operator of the policy.
    kRoot,      ///< uid 0 on the unix socket: acts only with --alone.
  };
  Kind kind = Kind::kNobody;
  /// Operator id of the policy; "root"; "uid:1234" for a local caller who is no operator.
  std::string person;
};

/// A request whose target was taken apart and decoded.
struct Request {
  std::string method;
  std::string path;                                        ///< Decoded, begins with "/".
  std::vector<std::pair<std::string, std::string>> query;  ///< Decoded, in order.
  std::string content_type;
  std::string body;
  Caller caller;
  /// What stood in the place of the route's {…}; filled in by the router.
  std::string parameter;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// An answer that is not there yet. The server calls `poll` every `every` until it returns one; `poll` bounds its own
/// waiting, so that an exchange always ends.
struct Pending {
  std::function<std::optional<Response>()> poll;
  std::chrono::microseconds every{500};
};

using Reply = std::variant<Response, Pending>;

/// Takes apart the target of a request line ("/api/v1/orders?all=1"): percent-decodes the path and the query.
/// Fails with kInvalid on a target that does not begin with "/", on bad escapes, on NUL, and on more than
/// kQueryParametersMax parameters.
Status read_target(std::string_view target, Request& request);

inline constexpr std::size_t kQueryParametersMax = 16;

}  // namespace bulkhead::control::rest
