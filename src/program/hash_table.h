// Open addressing with linear probing, built once by the writer.

#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "program/layout.h"

namespace bulkhead::program {

/// Slots in which entry i is found from `hashes[i]` within layout::kProbesMax reads, or nothing when these
/// hashes do not allow it at that size. `slots` is a power of two.
std::optional<std::vector<layout::HashSlot>> place_all(const std::vector<std::uint64_t>& hashes,
                                                       std::size_t slots);

/// The size to try first: at most half full, at least 2.
std::size_t slots_for(std::size_t entries);

}  // namespace bulkhead::program
