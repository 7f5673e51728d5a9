// UTF-8, one code point at a time (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bulkhead {

inline constexpr char32_t kReplacement = 0xFFFD;

/// One step through a text: a code point, or a run of bytes that cannot belong to any.
struct CodePoint {
  char32_t value = kReplacement;
  std::size_t bytes = 1;     ///< At least 1, so that a loop always moves on.
  bool well_formed = false;  ///< When false, `value` is U+FFFD.
};

/// Reads the code point at the start of `text`, which is not empty. Of ill-formed bytes it takes the
/// longest beginning of a sequence, as Unicode (§3.9, U+FFFD substitution of maximal subparts) advises.
CodePoint first_code_point(std::string_view text) noexcept;

/// True when the whole text is well-formed.
bool is_utf8(std::string_view text) noexcept;

/// Appends `value`, which is a Unicode scalar value, as UTF-8.
void append_utf8(std::string& to, char32_t value);

}  // namespace bulkhead
