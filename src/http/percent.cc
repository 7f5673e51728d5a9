#include "http/percent.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace bulkhead::http {
namespace {

constexpr std::int8_t kNoDigit = -1;

constexpr std::array<std::int8_t, 256> kDigitValue = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(kNoDigit);
  for (unsigned i = 0; i < 10; ++i) values['0' + i] = static_cast<std::int8_t>(i);
  for (unsigned i = 0; i < 6; ++i) values['a' + i] = values['A' + i] = static_cast<std::int8_t>(10 + i);
  return values;
}();

int digit_value(char c) { return kDigitValue[static_cast<unsigned char>(c)]; }

/// The byte that `text` encodes at `at`, where a '%' stands, or nothing.
std::optional<char> encoded_byte(std::string_view text, std::size_t at) {
  if (text.size() - at < 3) return {};
  const int high = digit_value(text[at + 1]);
  const int low = digit_value(text[at + 2]);
  if (high == kNoDigit || low == kNoDigit) return {};
  return static_cast<char>(high << 4 | low);
}

/// Where the first byte stands that decoding could change.
std::size_t first_special(std::string_view text, Plus plus) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '%' || (text[i] == '+' && plus == Plus::kSpace)) return i;
  return text.size();
}

}  // namespace

std::optional<Decoded> percent_decode(std::string_view text, Plus plus, Arena& arena) {
  const std::size_t plain = first_special(text, plus);
  if (plain == text.size()) return Decoded{text, false};
  char* const out = static_cast<char*>(arena.take(text.size(), 1));
  if (out == nullptr) return {};
  std::memcpy(out, text.data(), plain);
  Decoded decoded;
  std::size_t bytes = plain;
  for (std::size_t i = plain; i < text.size(); ++bytes) {
    const std::optional<char> byte = text[i] == '%' ? encoded_byte(text, i) : std::nullopt;
    if (byte) {
      out[bytes] = *byte;
      i += 3;
      continue;
    }
    decoded.invalid_encoding |= text[i] == '%';
    out[bytes] = text[i] == '+' && plus == Plus::kSpace ? ' ' : text[i];
    ++i;
  }
  arena.shrink_last(text.size(), bytes);
  decoded.text = {out, bytes};
  return decoded;
}

}  // namespace bulkhead::http
