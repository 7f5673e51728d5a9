// How many columns a text takes on a terminal, and padding by that.

#pragma once

#include <string>
#include <string_view>

namespace bulkhead::cli {

/// Columns of well-formed UTF-8: 2 for East Asian wide characters and emoji, 0 for combining marks.
int text_width(std::string_view text);

/// `text` and blanks up to `columns`; unchanged when it is wider.
std::string pad_right(std::string text, int columns);
std::string pad_left(std::string text, int columns);

/// At most `columns` wide, the cut marked with "…".
std::string cut_to_width(std::string_view text, int columns);

}  // namespace bulkhead::cli
