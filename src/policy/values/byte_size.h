// Sizes as people write them.

#pragma once

#include <cstdint>
#include <string_view>

#include "policy/values/parsed.h"

namespace bulkhead::policy {

/// Reads "512", "512 KiB", "16MiB", "1GiB", "2TiB": powers of 1024, no sign, no fraction.
Parsed<std::uint64_t> parse_byte_size(std::string_view text);

/// "16 MiB" when it is a whole number of them, else bytes.
std::string byte_size_text(std::uint64_t bytes);

}  // namespace bulkhead::policy
