#include "demo/desk/problem.h"

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::demo {

Response problem(unsigned status, std::string_view title, std::string_view detail) {
  Response response{.status = status, .content_type = "application/problem+json"};
  response.body =
      fmt::format("{{\"type\":\"about:blank\",\"title\":\"{}\",\"status\":{},\"detail\":\"{}\"}}\n",
                  escape_json(title), status, escape_json(detail));
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace bulkhead::demo
