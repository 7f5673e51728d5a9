// How MD5 and SHA-1 cut a message into blocks: 64 bytes each, then a 1 bit, zeros, and the length in bits
// (RFC 1321 §3.1 and 3.2, FIPS 180-4 §5.1.1). They differ in the order of the length's bytes.

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bulkhead::text {

inline constexpr std::size_t kDigestBlockBytes = 64;

/// A 32-bit number at `bytes` in the order of bytes that `order` names.
inline std::uint32_t load_word(const char* bytes, std::endian order) {
  std::uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return order == std::endian::native ? word : __builtin_bswap32(word);
}

inline void store_word(std::uint32_t word, std::endian order, char* bytes) {
  if (order != std::endian::native) word = __builtin_bswap32(word);
  std::memcpy(bytes, &word, sizeof word);
}

/// Calls `take(block)` for each block of the padded message.
template <typename Take>
void for_each_block(std::string_view message, std::endian order, Take take) {
  const std::uint64_t bits = std::uint64_t{message.size()} * 8;
  while (message.size() >= kDigestBlockBytes) {
    take(message.data());
    message.remove_prefix(kDigestBlockBytes);
  }
  std::array<char, 2 * kDigestBlockBytes> last{};
  if (!message.empty()) std::memcpy(last.data(), message.data(), message.size());
  last[message.size()] = '\x80';
  const std::size_t bytes = message.size() < kDigestBlockBytes - 8 ? kDigestBlockBytes : last.size();
  const bool is_little = order == std::endian::little;
  store_word(static_cast<std::uint32_t>(is_little ? bits : bits >> 32), order, last.data() + bytes - 8);
  store_word(static_cast<std::uint32_t>(is_little ? bits >> 32 : bits), order, last.data() + bytes - 4);
  for (std::size_t at = 0; at < bytes; at += kDigestBlockBytes) take(last.data() + at);
}

}  // namespace bulkhead::text
