#include "program/hash_table.h"

#include <algorithm>
#include <bit>

namespace bulkhead::program {

std::size_t slots_for(std::size_t entries) { return std::bit_ceil(std::max<std::size_t>(entries * 2, 2)); }

std::optional<std::vector<layout::HashSlot>> place_all(const std::vector<std::uint64_t>& hashes,
                                                       std::size_t slots) {
  std::vector<layout::HashSlot> table(slots);
  for (std::size_t entry = 0; entry < hashes.size(); ++entry) {
    std::uint32_t probe = 0;
    while (probe < layout::kProbesMax && table[(hashes[entry] + probe) & (slots - 1)].entry != 0) ++probe;
    if (probe == layout::kProbesMax) return std::nullopt;
    table[(hashes[entry] + probe) & (slots - 1)] = {.tag = static_cast<std::uint32_t>(hashes[entry] >> 32),
                                                    .entry = static_cast<std::uint32_t>(entry + 1)};
  }
  return table;
}

}  // namespace bulkhead::program
