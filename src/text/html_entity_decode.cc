// t:htmlEntityDecode: `&#xHH…;` and `&#DD…;` (the low byte), and by name, in any case: quot, amp, lt, gt,
// nbsp (byte A0). The semicolon may be missing. Names of more characters than these stay as they are.

#include <cstdint>
#include <cstring>
#include <limits>

#include "lexicon/spelling.h"
#include "text/hex.h"
#include "text/plain_run.h"
#include "text/transformations.h"

namespace bulkhead::text {
namespace {

// What an ampersand begins.
struct Entity {
  std::size_t bytes = 1;    // How long it is in the input.
  bool is_decoded = false;  // When false, its bytes are text and stay.
  char byte = 0;
};

Entity decoded(std::string_view text, std::size_t bytes, char byte) {
  const bool has_semicolon = bytes < text.size() && text[bytes] == ';';
  return {.bytes = bytes + (has_semicolon ? 1 : 0), .is_decoded = true, .byte = byte};
}

// `digits` is where the digits begin, behind `&#` or `&#x`. Numbers too large are the largest that a long of
// 64 bits holds: that is what C's strtol says, and what the low byte is taken from.
template <unsigned kBase>
Entity numeric(std::string_view text, std::size_t digits) {
  std::int64_t value = 0;
  bool is_too_large = false;
  std::size_t end = digits;
  for (; end < text.size() && hex_value(text[end]) < kBase; ++end) {
    is_too_large |= __builtin_mul_overflow(value, std::int64_t{kBase}, &value);
    is_too_large |= __builtin_add_overflow(value, std::int64_t{hex_value(text[end])}, &value);
  }
  if (end == digits) return {.bytes = digits};
  if (is_too_large) value = std::numeric_limits<std::int64_t>::max();
  return decoded(text, end, static_cast<char>(value));
}

Entity named(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && is_alnum(text[end])) ++end;
  const std::string_view name = text.substr(1, end - 1);
  struct Named {
    std::string_view name;
    char byte;
  };
  static constexpr Named kNamed[] = {{"quot", '"'}, {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"nbsp", '\xA0'}};
  for (const Named& known : kNamed) {
    if (lexicon::same_word(name, known.name)) return decoded(text, end, known.byte);
  }
  return {.bytes = end};
}

// `text` begins with an ampersand.
Entity entity_at(std::string_view text) {
  if (text.size() < 2) return {};
  if (text[1] != '#') return named(text);
  if (text.size() > 2 && (text[2] == 'x' || text[2] == 'X')) return numeric<16>(text, 3);
  return numeric<10>(text, 2);
}

}  // namespace

std::size_t html_entity_decode(std::string_view in, char* out) noexcept {
  std::size_t written = 0;
  std::size_t i = 0;
  while (true) {
    const std::size_t plain = copy_until<'&'>(in, i, out + written);
    written += plain;
    i += plain;
    if (i == in.size()) return written;
    const Entity entity = entity_at(in.substr(i));
    if (entity.is_decoded) {
      out[written++] = entity.byte;
    } else {
      std::memcpy(out + written, in.data() + i, entity.bytes);
      written += entity.bytes;
    }
    i += entity.bytes;
  }
}

}  // namespace bulkhead::text
