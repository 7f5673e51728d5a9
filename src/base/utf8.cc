#include "base/utf8.h"

#include <cstdint>

namespace bulkhead {
namespace {

// What a first byte says of its sequence: how many bytes, and which second bytes keep it from being
// overlong, a surrogate or too large (Unicode table 3-7).
struct Lead {
  std::size_t bytes = 0;  // 0: no sequence begins with this byte
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
};

Lead lead_of(std::uint8_t byte) {
  if (byte < 0x80) return {.bytes = 1};
  if (byte < 0xC2) return {};
  if (byte < 0xE0) return {.bytes = 2};
  if (byte == 0xE0) return {.bytes = 3, .second_min = 0xA0};
  if (byte == 0xED) return {.bytes = 3, .second_max = 0x9F};
  if (byte < 0xF0) return {.bytes = 3};
  if (byte == 0xF0) return {.bytes = 4, .second_min = 0x90};
  if (byte < 0xF4) return {.bytes = 4};
  if (byte == 0xF4) return {.bytes = 4, .second_max = 0x8F};
  return {};
}

char32_t payload_of(std::uint8_t lead, std::size_t bytes) {
  if (bytes == 1) return lead;
  return lead & (0xFFu >> (bytes + 1));
}

}  // namespace

CodePoint first_code_point(std::string_view text) noexcept {
  const auto byte_at = [text](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const Lead lead = lead_of(byte_at(0));
  if (lead.bytes == 0) return {};
  char32_t value = payload_of(byte_at(0), lead.bytes);
  for (std::size_t at = 1; at < lead.bytes; ++at) {
    const std::uint8_t min = at == 1 ? lead.second_min : 0x80;
    const std::uint8_t max = at == 1 ? lead.second_max : 0xBF;
    if (at >= text.size() || byte_at(at) < min || byte_at(at) > max) return {.bytes = at};
    value = value << 6 | (byte_at(at) & 0x3Fu);
  }
  return {.value = value, .bytes = lead.bytes, .well_formed = true};
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.well_formed) return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

void append_utf8(std::string& to, char32_t value) {
  const auto tail = [&](unsigned shift) { to.push_back(static_cast<char>(0x80 | (value >> shift & 0x3F))); };
  if (value < 0x80) {
    to.push_back(static_cast<char>(value));
  } else if (value < 0x800) {
    to.push_back(static_cast<char>(0xC0 | value >> 6));
    tail(0);
  } else if (value < 0x10000) {
    to.push_back(static_cast<char>(0xE0 | value >> 12));
    tail(6);
    tail(0);
  } else {
    to.push_back(static_cast<char>(0xF0 | value >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace bulkhead
