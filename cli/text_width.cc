#include "cli/text_width.h"

#include <cstdint>

namespace bulkhead::cli {

namespace {

struct Character {
  std::uint32_t code;
  std::size_t bytes;
};

// The text went through escape_terminal, so it is well-formed; a stray byte counts as one character all the same.
Character first(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = lead < 0x80 ? 1u : lead < 0xe0 ? 2u : lead < 0xf0 ? 3u : 4u;
  if (lead < 0xc0 || bytes > text.size()) return {lead, 1};
  std::uint32_t code = lead & (0xffu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3fu);
  return {code, bytes};
}

// The ranges of Unicode that matter for names of services and persons; East Asian Width (UAX #11) in rough strokes.
int width(std::uint32_t code) {
  const bool combining = (code >= 0x0300 && code <= 0x036f) || (code >= 0x0591 && code <= 0x05bd) ||
                         (code >= 0x0610 && code <= 0x061a) || (code >= 0x064b && code <= 0x065f) ||
                         (code >= 0x200b && code <= 0x200f) || (code >= 0xfe00 && code <= 0xfe0f);
  if (combining) return 0;
  const bool wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
                    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
                    (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
                    (code >= 0x1f300 && code <= 0x1f64f) || (code >= 0x1f900 && code <= 0x1f9ff) ||
                    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

}  // namespace

int text_width(std::string_view text) {
  int columns = 0;
  while (!text.empty()) {
    const Character character = first(text);
    columns += width(character.code);
    text.remove_prefix(character.bytes);
  }
  return columns;
}

std::string pad_right(std::string text, int columns) {
  const int missing = columns - text_width(text);
  if (missing > 0) text.append(static_cast<std::size_t>(missing), ' ');
  return text;
}

std::string pad_left(std::string text, int columns) {
  const int missing = columns - text_width(text);
  if (missing > 0) text.insert(0, static_cast<std::size_t>(missing), ' ');
  return text;
}

std::string cut_to_width(std::string_view text, int columns) {
  if (text_width(text) <= columns) return std::string(text);
  std::string kept;
  int used = 1;  // for the mark
  while (!text.empty()) {
    const Character character = first(text);
    used += width(character.code);
    if (used > columns) break;
    kept += text.substr(0, character.bytes);
    text.remove_prefix(character.bytes);
  }
  return kept + "…";
}

}  // namespace bulkhead::cli
