#include "control/rest/exchange.h"

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::control::rest {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0)
        return fail(ErrorCode::kInvalid,
                    fmt::format("bad percent escape in the target: \"{}\"", escape_log(text)));
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return fail(ErrorCode::kInvalid, "NUL in the target");
    out.push_back(c);
  }
  return out;
}

Status read_query(std::string_view text, Request& request) {
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    if (request.query.size() == kQueryParametersMax)
      return fail(ErrorCode::kLimit,
                  fmt::format("too many query parameters: at most {}", kQueryParametersMax));
    const std::size_t equals = pair.find('=');
    auto key = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
    if (!key) return fail_as(key);
    if (!value) return fail_as(value);
    request.query.emplace_back(std::move(*key), std::move(*value));
  }
  return {};
}

}  // namespace

Status read_target(std::string_view target, Request& request) {
  if (target.empty() || target.front() != '/')
    return fail(ErrorCode::kInvalid, "the target of a request must begin with \"/\"");
  const std::size_t mark = target.find('?');
  auto path = percent_decode(target.substr(0, mark), false);
  if (!path) return fail_as(path);
  request.path = std::move(*path);
  return mark == std::string_view::npos ? Status() : read_query(target.substr(mark + 1), request);
}

}  // namespace bulkhead::control::rest
