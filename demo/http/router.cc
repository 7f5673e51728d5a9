#include "demo/http/router.h"

#include <utility>

namespace bulkhead::demo {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  while (true) {
    const std::size_t slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) { return segment.starts_with(':'); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_parameter(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return true;
}

void add_method(std::string& allowed, std::string_view method) {
  if (!allowed.empty()) allowed += ", ";
  allowed += method;
  if (method == "GET") allowed += ", HEAD";
}

}  // namespace

void Router::add(std::string method, std::string_view pattern, Answerer answerer) {
  routes_.push_back({std::move(method), split(pattern), std::move(answerer)});
}

RouteMatch Router::match(std::string_view method, std::string_view path) const {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  const std::vector<std::string> segments = split(path);
  RouteMatch found;
  for (const Route& route : routes_) {
    if (!fits(route.segments, segments)) continue;
    if (route.method != wanted) {
      add_method(found.allowed, route.method);
      continue;
    }
    found.answerer = &route.answerer;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (is_parameter(route.segments[i])) found.parameters.push_back(segments[i]);
    }
    return found;
  }
  return found;
}

}  // namespace bulkhead::demo
