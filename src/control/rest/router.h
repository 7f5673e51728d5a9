// Which handler answers which method and path. A plain table: what stands in it is what the daemon serves, and
// tests/api holds docs/openapi.yaml against it.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "control/rest/exchange.h"

namespace bulkhead::control::rest {

/// Who gets past the door on TCP and on the socket. What a known person may then do is decided further in.
enum class Access : std::uint8_t {
  kAnybody,  ///< No token asked for.
  kLook,     ///< A token, or the unix socket.
  kAct,      ///< An operator, or uid 0.
};

using Handler = std::function<Reply(const Request&)>;

struct Route {
  std::string_view method;
  /// Segments as they are, or one "{…}" that takes any single segment.
  std::string_view pattern;
  Access access = Access::kLook;
  std::size_t body_bytes_max = 0;
  Handler handler;
};

/// Threads    Thread-compatible; handlers run on the thread that holds the state.
class Router {
 public:
  explicit Router(std::vector<Route> routes) : routes_(std::move(routes)) {}

  /// Finds the route, checks who asks and what they send, and calls the handler.
  Reply answer(Request request) const;

  /// How many bytes of body this request may bring; 0 when no route takes one.
  std::size_t body_bytes_max(std::string_view method, std::string_view path) const;

  std::span<const Route> routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace bulkhead::control::rest
