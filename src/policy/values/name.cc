#include "policy/values/name.h"

#include <algorithm>

#include "policy/policy.h"

namespace bulkhead::policy {

namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_byte(char c) { return is_lower(c) || is_digit(c) || c == '-'; }

bool is_token_byte(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

constexpr std::size_t kLanguageBytesMax = 35;  // the longest that BCP 47 §4.4.1 asks to make room for
constexpr std::size_t kCookieNameBytesMax = 64;

bool is_language_part(std::string_view part, bool first) {
  if (part.size() < 2 || part.size() > (first ? 3u : 8u)) return false;
  return std::ranges::all_of(part, [&](char c) { return is_lower(c) || (!first && is_digit(c)); });
}

}  // namespace

Parsed<std::string> parse_name(std::string_view text) {
  constexpr std::string_view kRight =
      "small letters, digits and hyphens, a letter first, at most 63: tax-filing";
  if (text.size() > Limits::kNameBytesMax) {
    return refuse("the name has " + std::to_string(text.size()) + " bytes, more than " +
                      std::to_string(Limits::kNameBytesMax),
                  std::string(kRight));
  }
  const bool good = !text.empty() && is_lower(text.front()) && text.back() != '-' &&
                    std::ranges::all_of(text, is_name_byte);
  if (!good) return refuse("this is not a name", std::string(kRight));
  return std::string(text);
}

Parsed<std::string> parse_language(std::string_view text) {
  const auto refused = [] {
    return refuse("this is not a language tag", "a BCP 47 tag in small letters: en, sq, zh-hant");
  };
  if (text.size() > kLanguageBytesMax) return refused();
  std::string_view rest = text;
  for (bool first = true;; first = false) {
    const std::size_t hyphen = rest.find('-');
    if (!is_language_part(rest.substr(0, hyphen), first)) return refused();
    if (hyphen == std::string_view::npos) return std::string(text);
    rest.remove_prefix(hyphen + 1);
  }
}

Parsed<std::string> parse_cookie_name(std::string_view text) {
  if (text.empty() || text.size() > kCookieNameBytesMax || !std::ranges::all_of(text, is_token_byte)) {
    return refuse("this is not the name of a cookie", "the name alone, without value or blanks: SESSIONID");
  }
  return std::string(text);
}

}  // namespace bulkhead::policy
