#include "gate/paths.h"

#include <algorithm>
#include <cstddef>

namespace bulkhead::gate {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_hex_pair(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && hex_value(text[at]) >= 0 && hex_value(text[at + 1]) >= 0;
}

// What has been seen of the segment so far: 0, 1 or 2 dots and nothing else, or something that is no dot segment.
enum class Segment : std::uint8_t { kEmpty, kOneDot, kTwoDots, kOther };

Segment next(Segment segment, char c) {
  if (c != '.') return Segment::kOther;
  if (segment == Segment::kEmpty) return Segment::kOneDot;
  return segment == Segment::kOneDot ? Segment::kTwoDots : Segment::kOther;
}

// How much of an escape the text spells once it is decoded: what a server that decodes twice would decode again. Each of its
// three characters may have been an escape itself.
enum class Escape : std::uint8_t { kNone, kPercent, kOneDigit, kWhole };

Escape next(Escape escape, char c) {
  if (c == '%') return Escape::kPercent;
  if (escape == Escape::kNone || hex_value(c) < 0) return Escape::kNone;
  return escape == Escape::kPercent ? Escape::kOneDigit : Escape::kWhole;
}

bool is_dots(Segment segment) { return segment == Segment::kOneDot || segment == Segment::kTwoDots; }

}  // namespace

PathFault check_path(std::string_view target) {
  const std::string_view path = target.substr(0, target.find_first_of("?#"));
  Segment segment = Segment::kOther;  // before the first "/"
  Escape escape = Escape::kNone;
  for (std::size_t i = 0; i < path.size(); ++i) {
    char c = path[i];
    if (c == '/') {
      if (segment == Segment::kEmpty) return PathFault::kEmptySegment;
      if (is_dots(segment)) return PathFault::kDotSegment;
      segment = Segment::kEmpty;
      escape = Escape::kNone;
      continue;
    }
    // "/..;x/" is ".." to servers that cut path parameters off.
    if (c == ';' && is_dots(segment)) return PathFault::kDotSegment;
    if (c == '%') {
      if (!is_hex_pair(path, i + 1)) return PathFault::kBadEncoding;
      c = static_cast<char>(hex_value(path[i + 1]) * 16 + hex_value(path[i + 2]));
      i += 2;
      if (c == '/') return PathFault::kEncodedSlash;
      if (c == ';' && is_dots(segment)) return PathFault::kDotSegment;
    }
    escape = next(escape, c);
    if (escape == Escape::kWhole) return PathFault::kDoubleEncoding;
    if (c == '\\') return PathFault::kBackslash;
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return PathFault::kNul;
    segment = next(segment, c);
  }
  return is_dots(segment) ? PathFault::kDotSegment : PathFault::kNone;
}

std::string lax_reading(std::string_view path) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (std::ranges::none_of(path, [&](char c) { return c == ';' || is_upper(c); })) return {};
  std::string reading;
  bool in_parameters = false;
  for (const char c : path) {
    if (c == '/') in_parameters = false;
    if (c == ';') in_parameters = true;
    if (!in_parameters) reading += is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  return reading;
}

}  // namespace bulkhead::gate
