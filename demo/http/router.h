// From method and path to the function that answers.

#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "demo/http/response.h"

namespace bulkhead::demo {

struct Call;  // http/call.h

using Answerer = std::function<Response(Call&)>;

/// What a path leads to: an answerer, or the methods that would have been answered ("GET, HEAD, POST"),
/// or neither, when no route has this path.
struct RouteMatch {
  const Answerer* answerer = nullptr;
  std::vector<std::string> parameters;
  std::string allowed;
};

/// A short list of routes, matched segment by segment.
///
/// Cost       Linear in the number of routes (about 25), which is far below the cost of a page.
class Router {
 public:
  /// `pattern` is a path whose segments ":name" stand for any one segment. HEAD follows GET.
  void add(std::string method, std::string_view pattern, Answerer answerer);

  RouteMatch match(std::string_view method, std::string_view path) const;

 private:
  struct Route {
    std::string method;
    std::vector<std::string> segments;
    Answerer answerer;
  };
  std::vector<Route> routes_;
};

}  // namespace bulkhead::demo
