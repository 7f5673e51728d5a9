#include "demo/http/response.h"

namespace bulkhead::demo {

Response see_other(std::string path) {
  Response response{.status = 303, .content_type = "text/plain; charset=utf-8"};
  response.body = "See " + path + "\n";
  response.with("Location", std::move(path));
  return response;
}

Response plain_answer(unsigned status, std::string text) {
  return {.status = status, .content_type = "text/plain; charset=utf-8", .body = std::move(text)};
}

}  // namespace bulkhead::demo
