// The sets of bytes that patterns have names for, as PCRE2's built-in tables have them.

#pragma once

#include <optional>
#include <string_view>

#include "base/byte_set.h"

namespace bulkhead::match::regex {

inline constexpr ByteSet kDigitBytes = ByteSet::range('0', '9');
inline constexpr ByteSet kLowerBytes = ByteSet::range('a', 'z');
inline constexpr ByteSet kUpperBytes = ByteSet::range('A', 'Z');
inline constexpr ByteSet kAlphaBytes = kLowerBytes | kUpperBytes;
inline constexpr ByteSet kWordBytes = kAlphaBytes | kDigitBytes | ByteSet("_");
/// `\s`: since PCRE2 10 the vertical tab is one.
inline constexpr ByteSet kSpaceBytes = ByteSet::range(0x09, 0x0d) | ByteSet(" ");
/// `\h`
inline constexpr ByteSet kHorizontalSpaceBytes = ByteSet("\t \xa0");
/// `\v`
inline constexpr ByteSet kVerticalSpaceBytes = ByteSet::range(0x0a, 0x0d) | ByteSet("\x85");
/// What `.` does not take under `(?-s)`, and `\N` never.
inline constexpr ByteSet kNewlineBytes = ByteSet("\n");

/// The class of `[:name:]`; with `caseless` upper and lower are alpha.
std::optional<ByteSet> posix_bytes(std::string_view name, bool caseless);

/// `bytes` and the other case of every ASCII letter in it.
ByteSet both_cases(ByteSet bytes);

}  // namespace bulkhead::match::regex
