// Reads the file of SecUnicodeMapFile. Internal.

#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace bulkhead::seclang {

/// What each code point becomes in code page `code_page`, sorted by code point. The form of the file: a line that begins
/// with the page's number, then lines of pairs `00a1:21`, code point and byte in hex, up to the first line that holds none.
Result<std::vector<std::pair<std::uint16_t, std::uint8_t>>> read_unicode_map(std::string_view text,
                                                                             std::uint32_t code_page);

}  // namespace bulkhead::seclang
