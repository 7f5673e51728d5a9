// An answer, whole or in pieces.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bulkhead::demo {

/// Appends the next piece of a long answer to its argument; false when that was the last one. Called
/// once the piece before has been sent, never twice at once. What it throws cuts the connection.
using Pieces = std::function<bool(std::string&)>;

struct Response {
  unsigned status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> fields =
      {};  ///< Values pass escape_header() on the way out.
  std::string body = {};
  std::shared_ptr<const std::string> shared_body = {};  ///< Instead of `body`, for what never changes.
  Pieces pieces = {};                                   ///< Instead of `body`: sent chunked.
  bool close = false;                                   ///< Ends the connection after this answer.

  std::string_view bytes() const {
    return shared_body ? std::string_view(*shared_body) : std::string_view(body);
  }
  Response& with(std::string name, std::string value) {
    fields.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

/// "303 See Other" to a path of this service.
Response see_other(std::string path);

/// A short text/plain answer, for what fails before any service is asked.
Response plain_answer(unsigned status, std::string text);

}  // namespace bulkhead::demo
