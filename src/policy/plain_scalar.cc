#include "policy/plain_scalar.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace bulkhead::policy {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool all(std::string_view text, bool (*of)(char)) { return !text.empty() && std::ranges::all_of(text, of); }

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, text) != words.end();
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

std::string_view without_digits(std::string_view text) {
  const auto end = std::ranges::find_if_not(text, is_digit);
  return text.substr(static_cast<std::size_t>(end - text.begin()));
}

bool is_integer(std::string_view text) {
  if (text.starts_with("0o")) return all(text.substr(2), is_octal);
  if (text.starts_with("0x")) return all(text.substr(2), is_hex);
  return all(without_sign(text), is_digit);
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_decimal(std::string_view text) {
  text = without_sign(text);
  const std::string_view rest = without_digits(text);
  const bool whole_part = rest.size() < text.size();
  text = rest;
  if (text.starts_with('.')) {
    const std::string_view fraction = text.substr(1);
    text = without_digits(fraction);
    if (!whole_part && text.size() == fraction.size()) return false;
  } else if (!whole_part) {
    return false;
  }
  if (text.empty()) return true;
  return (text[0] == 'e' || text[0] == 'E') && all(without_sign(text.substr(1)), is_digit);
}

constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> kTrues = {"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalses = {"false", "False", "FALSE"};
constexpr std::array<std::string_view, 3> kInfinities = {".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNotNumbers = {".nan", ".NaN", ".NAN"};

}  // namespace

PlainType plain_type(std::string_view text) {
  if (is_one_of(text, kNulls)) return PlainType::kNull;
  if (is_one_of(text, kTrues) || is_one_of(text, kFalses)) return PlainType::kBoolean;
  if (is_integer(text)) return PlainType::kInteger;
  if (is_decimal(text) || is_one_of(without_sign(text), kInfinities) || is_one_of(text, kNotNumbers))
    return PlainType::kFloat;
  return PlainType::kText;
}

bool plain_boolean(std::string_view text) { return is_one_of(text, kTrues); }

std::optional<std::int64_t> plain_integer(std::string_view text) {
  int base = 10;
  if (text.starts_with("0o")) base = 8;
  if (text.starts_with("0x")) base = 16;
  if (base != 10) text.remove_prefix(2);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view name(PlainType type) {
  switch (type) {
    case PlainType::kText: return "text";
    case PlainType::kNull: return "nothing";
    case PlainType::kBoolean: return "true or false";
    case PlainType::kInteger: return "a whole number";
    case PlainType::kFloat: return "a number with a fraction";
  }
  return "";
}

}  // namespace bulkhead::policy
