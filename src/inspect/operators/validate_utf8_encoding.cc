// @validateUtf8Encoding: the value is not UTF-8 (RFC 3629).

#include "inspect/operators/operator.h"

#include <cstdint>

namespace bulkhead::inspect::operators {

namespace {

// Bytes of the well-formed character that `text` begins with; 0 when there is none. The ranges are those of RFC 3629 §4.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) -> std::uint8_t {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0;
  };
  const auto is_tail = [&](std::size_t i) { return byte(i) >= 0x80 && byte(i) <= 0xbf; };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return is_tail(1) ? 2 : 0;
  if (first < 0xf0) {
    const std::uint8_t least = first == 0xe0 ? 0xa0 : 0x80;
    const std::uint8_t most = first == 0xed ? 0x9f : 0xbf;
    return byte(1) >= least && byte(1) <= most && is_tail(2) ? 3 : 0;
  }
  if (first > 0xf4) return 0;
  const std::uint8_t least = first == 0xf0 ? 0x90 : 0x80;
  const std::uint8_t most = first == 0xf4 ? 0x8f : 0xbf;
  return byte(1) >= least && byte(1) <= most && is_tail(2) && is_tail(3) ? 4 : 0;
}

}  // namespace

bool validate_utf8_encoding(const Question& question, Match& match) {
  for (std::size_t i = 0; i < question.value.size();) {
    const std::size_t bytes = character_bytes(question.value.substr(i));
    if (bytes == 0) {
      match.begin = i;
      match.end = question.value.size();
      return true;
    }
    i += bytes;
  }
  return false;
}

}  // namespace bulkhead::inspect::operators
