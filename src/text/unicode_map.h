// The bytes that a server of some code page makes of code points: what an IIS would read for `%uHHHH`.

#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"

namespace bulkhead::text {

/// One code point of the Basic Multilingual Plane and the byte it becomes. Lies in images as it is.
struct UnicodeMapping {
  std::uint16_t code = 0;
  std::uint8_t byte = 0;
  std::uint8_t zero = 0;  ///< Says nothing; keeps the layout free of padding.

  friend bool operator==(const UnicodeMapping&, const UnicodeMapping&) = default;
};
static_assert(sizeof(UnicodeMapping) == 4 && std::is_trivially_copyable_v<UnicodeMapping>);

/// A table of mappings, sorted by code, each code once.
///
/// Ownership  A view: the mappings stay where they are (an image, a vector) and must outlive it.
/// Threads    Thread-safe.
/// Cost       find() is a binary search: at most 16 steps, 9 for the tables that servers ship with.
class UnicodeMap {
 public:
  UnicodeMap() = default;
  explicit UnicodeMap(std::span<const UnicodeMapping> mappings) : mappings_(mappings) {}

  /// The byte of `code`; nothing where the table does not say.
  std::optional<std::uint8_t> find(std::uint16_t code) const noexcept {
    const auto at = std::lower_bound(mappings_.begin(), mappings_.end(), code,
                                     [](const UnicodeMapping& m, std::uint16_t c) { return m.code < c; });
    if (at == mappings_.end() || at->code != code) return std::nullopt;
    return at->byte;
  }

  std::span<const UnicodeMapping> mappings() const noexcept { return mappings_; }

 private:
  std::span<const UnicodeMapping> mappings_;
};

/// Reads the mappings of `code_page` from the text of a `unicode.mapping` file, sorted as UnicodeMap wants
/// them.
///
/// The file has sections: a line that begins with the number of a code page, then lines of `hhhh:hh`, code
/// point and byte, apart by spaces. Only the section asked for is judged. Its last mapping of a code counts.
/// The four full stops of RFC 3490 §3.1 (U+002E, U+3002, U+FF0E, U+FF61) become "." unless the section says
/// otherwise.
///
/// Errors  kInvalid with the number of the line for what is no mapping; kNotFound when no section has that
/// number.
Result<std::vector<UnicodeMapping>> parse_unicode_map(std::string_view text, unsigned code_page);

}  // namespace bulkhead::text
