#include "demo/http/cookie.h"

#include <fmt/format.h>

#include "demo/http/limits.h"

namespace bulkhead::demo {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

Pairs parse_cookies(std::string_view field) {
  Pairs cookies;
  while (!field.empty() && cookies.size() < kCookiesMax) {
    const std::size_t end = field.find(';');
    const std::string_view piece = trimmed(field.substr(0, end));
    field.remove_prefix(end == std::string_view::npos ? field.size() : end + 1);
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    cookies.push_back({std::string(piece.substr(0, equals)), std::string(piece.substr(equals + 1))});
  }
  return cookies;
}

std::string cookie_text(std::string_view name, std::string_view value, bool secure) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}", name, value, secure ? "; Secure" : "");
}

std::string cookie_removal_text(std::string_view name) {
  return fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax", name);
}

}  // namespace bulkhead::demo
