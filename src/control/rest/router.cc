#include "control/rest/router.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/escape.h"
#include "control/rest/problem.h"

namespace bulkhead::control::rest {
namespace {

/// What stands in the place of "{…}"; empty text when the pattern has none; nothing when the path does not fit.
std::optional<std::string_view> match(std::string_view pattern, std::string_view path) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos)
    return pattern == path ? std::optional<std::string_view>("") : std::nullopt;
  const std::string_view after = pattern.substr(pattern.find('}') + 1);
  if (path.size() <= open + after.size() || !path.starts_with(pattern.substr(0, open)) ||
      !path.ends_with(after))
    return std::nullopt;
  const std::string_view value = path.substr(open, path.size() - open - after.size());
  return value.find('/') == std::string_view::npos ? std::optional(value) : std::nullopt;
}

std::optional<Response> refuse_caller(const Route& route, const Caller& caller) {
  if (route.access != Access::kAnybody && caller.kind == Caller::Kind::kNobody)
    return http_problem(401, "unauthorized", "a token is needed: send Authorization: Bearer TOKEN");
  if (route.access == Access::kAct && caller.kind == Caller::Kind::kLocal)
    return problem(
        {ErrorCode::kDenied,
         fmt::format("{} is no operator of the policy: looking is allowed, acting is not", caller.person)});
  return std::nullopt;
}

std::optional<Response> refuse_body(const Route& route, const Request& request) {
  if (request.body.size() > route.body_bytes_max) {
    if (route.body_bytes_max == 0)
      return problem({ErrorCode::kInvalid, fmt::format("{} {} takes no body", route.method, route.pattern)});
    return http_problem(413, "too_large",
                        fmt::format("the body has {} bytes, at most {} are taken here", request.body.size(),
                                    route.body_bytes_max));
  }
  const std::string_view type =
      std::string_view(request.content_type).substr(0, request.content_type.find(';'));
  if (route.method == "POST" && type != "application/json")
    return http_problem(
        415, "unsupported_type",
        fmt::format("the body must be application/json, not \"{}\"", escape_log(cut(type, 80))));
  return std::nullopt;
}

}  // namespace

Reply Router::answer(Request request) const {
  std::string allowed;
  for (const Route& route : routes_) {
    const auto parameter = match(route.pattern, request.path);
    if (!parameter) continue;
    if (route.method != request.method) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
      continue;
    }
    if (auto refused = refuse_caller(route, request.caller)) return *refused;
    if (auto refused = refuse_body(route, request)) return *refused;
    request.parameter = std::string(*parameter);
    return route.handler(request);
  }
  if (allowed.empty())
    return problem(
        {ErrorCode::kNotFound, fmt::format("there is nothing at {}", escape_log(cut(request.path, 200)))});
  Response response = http_problem(405, "method_not_allowed",
                                   fmt::format("{} takes {}", escape_log(cut(request.path, 200)), allowed));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

std::size_t Router::body_bytes_max(std::string_view method, std::string_view path) const {
  for (const Route& route : routes_)
    if (route.method == method && match(route.pattern, path)) return route.body_bytes_max;
  return 0;
}

}  // namespace bulkhead::control::rest
