// "Did you mean …?": the known word nearest to a mistyped one.

#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace bulkhead::seclang {

/// The known word with the fewest single-letter edits from `word`, letters in any case; the first one of several.
/// Nothing when it takes more than a third of the word, and more than two. Words over 64 bytes are no typing slips.
///
/// Cost       |word| × |each known word|.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace bulkhead::seclang
