// Copies between memory of our own and memory that another process may be reading or writing. Word by word with
// atomics: a copy may mix old and new words, but is never undefined. Words are read with acquire, so that an epoch looked at
// after a copy is no older than what was copied.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace bulkhead::segment {

inline std::uint64_t load_word(const std::byte* from, std::memory_order order = std::memory_order_relaxed) {
  auto* word = reinterpret_cast<std::uint64_t*>(const_cast<std::byte*>(from));
  return std::atomic_ref<std::uint64_t>(*word).load(order);
}

inline void store_word(std::byte* to, std::uint64_t value,
                       std::memory_order order = std::memory_order_relaxed) {
  std::atomic_ref<std::uint64_t>(*reinterpret_cast<std::uint64_t*>(to)).store(value, order);
}

/// Requires: `from` and `bytes` are multiples of 8.
inline void copy_from_shared(void* to, const std::byte* from, std::size_t bytes) {
  auto* out = static_cast<std::byte*>(to);
  for (std::size_t i = 0; i < bytes; i += 8) {
    const std::uint64_t word = load_word(from + i, std::memory_order_acquire);
    std::memcpy(out + i, &word, 8);
  }
}

/// Requires: `to` and `bytes` are multiples of 8.
inline void copy_to_shared(std::byte* to, const void* from, std::size_t bytes) {
  const auto* in = static_cast<const std::byte*>(from);
  for (std::size_t i = 0; i < bytes; i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, in + i, 8);
    store_word(to + i, word);
  }
}

}  // namespace bulkhead::segment
