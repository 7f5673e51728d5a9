#include "match/regex/named_bytes.h"

namespace bulkhead::match::regex {

std::optional<ByteSet> posix_bytes(std::string_view name, bool caseless) {
  struct Row {
    std::string_view name;
    ByteSet bytes;
  };
  static constexpr ByteSet kGraph = ByteSet::range(0x21, 0x7e);
  static constexpr Row kRows[] = {
      {"alpha", kAlphaBytes},
      {"lower", kLowerBytes},
      {"upper", kUpperBytes},
      {"alnum", kAlphaBytes | kDigitBytes},
      {"ascii", ByteSet::range(0x00, 0x7f)},
      {"blank", ByteSet("\t ")},
      {"cntrl", ByteSet::range(0x00, 0x1f) | ByteSet("\x7f")},
      {"digit", kDigitBytes},
      {"graph", kGraph},
      {"print", kGraph | ByteSet(" ")},
      {"punct", kGraph & ~(kAlphaBytes | kDigitBytes)},
      {"space", kSpaceBytes},
      {"word", kWordBytes},
      {"xdigit", kDigitBytes | ByteSet::range('a', 'f') | ByteSet::range('A', 'F')},
  };
  if (caseless && (name == "lower" || name == "upper")) name = "alpha";
  for (const Row& row : kRows) {
    if (row.name == name) return row.bytes;
  }
  return std::nullopt;
}

ByteSet both_cases(ByteSet bytes) {
  ByteSet folded = bytes;
  for (std::uint8_t lower = 'a'; lower <= 'z'; ++lower) {
    const auto upper = static_cast<std::uint8_t>(lower - 'a' + 'A');
    if (bytes.contains(lower)) folded.insert(upper);
    if (bytes.contains(upper)) folded.insert(lower);
  }
  return folded;
}

}  // namespace bulkhead::match::regex
