// Which of some thousand literals occur in a text? A filter for rules: it may name one that is not there, and never
// misses one that is.
//
// The idea. Of each literal only up to eight bytes are kept, from its rarest bytes on (the builder chooses). At every place of
// the text its next four bytes are hashed into a bitmap of 8 KiB; ordinary text stops there nearly always. What passes is
// compared with the few literals that begin with such a hash: eight bytes at once, as one masked word. Literals of three
// bytes have a bitmap of their own, and so have those of two.
//
//     text    … u s e r = 1 + u n i o n + s e l …
//                       [ 1 + u n ]  hash → bit not set
//                             [ u n i o ]  hash → bit set → bucket → (next 8 bytes & mask) == key → payloads
//
// Compared with an Aho-Corasick automaton there is no chain of dependent loads and the hot tables fit into the first
// cache; the price is that a literal may be reported by its first eight bytes alone. Multi-pattern search by hashed
// blocks is Wu and Manber's (TR 94-17, 1994), without their shift table: our literals are too short for it.
//
// Layout of the bytes (little-endian, multiple of 8):
//     Header | for literals of four bytes and more, of three, of two: bitmap: 1024 × u64, rank: 1024 × u32
//            | starts: u32 × (buckets + 1) | entries: Entry × n | payloads: u16 × m

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/result.h"

namespace bulkhead::match {

/// A verified filter over bytes that somebody else keeps alive.
///
/// Ownership  A value that owns nothing.
/// Threads    Immutable: thread-safe.
/// Cost       scan() is some 1 ns per byte of ordinary text; at worst bytes × the largest bucket (kBucketMax).
/// Errors     verify() fails with kCorrupt; scan() cannot fail.
class LiteralFilter {
 public:
  static constexpr std::size_t kEntriesMax = 65'535;
  static constexpr std::size_t kBucketMax = 4'096;
  /// Bytes after the text's end that scan() may read. They may hold anything.
  static constexpr std::size_t kPadding = 16;

  struct Header {
    std::uint32_t bytes = 0;
    std::uint32_t buckets = 0;
    std::uint32_t entries = 0;
    std::uint32_t payloads = 0;
    std::uint64_t zero = 0;
  };
  struct Entry {
    /// The literal's first bytes, lower case, first byte lowest; `mask` has ones where they count.
    std::uint64_t key = 0;
    std::uint64_t mask = 0;
    std::uint32_t payloads_first = 0;
    std::uint32_t payloads = 0;
  };
  static_assert(sizeof(Entry) == 24);

  static constexpr std::size_t kWords = 1024;
  /// Families of literals: of four bytes and more, of three, of two.
  static constexpr std::size_t kFamilies = 3;

  LiteralFilter() = default;

  /// Requires: `bytes` begins at a multiple of 8. Payloads are below `payload_end`.
  static Result<LiteralFilter> verify(std::span<const std::byte> bytes, std::uint32_t payload_end);

  /// Calls `hit(payload)` for each payload of each literal that occurs in the `size` bytes at `folded`, which are in lower case
  /// (ASCII) and followed by kPadding readable bytes. A payload may be named more than once.
  template <typename Hit>
  void scan(const char* folded, std::size_t size, Hit&& hit) const {
    if (entries_ == nullptr || size < 2) return;
    const std::size_t end = size - 1;
    if (kHasBlocks) {
      for (std::size_t block = 0; block < end; block += kBlock) {
        const std::size_t left = end - block;
        const unsigned wanted = left < kBlock ? (1u << left) - 1 : ~0u;
        const Places places = places_in_block(folded + block);
        for (std::size_t f = 0; f < kFamilies; ++f) {
          for (unsigned at = places[f] & wanted; at != 0; at &= at - 1)
            look(folded + block + static_cast<unsigned>(std::countr_zero(at)), f, hit);
        }
      }
      return;
    }
    for (std::size_t i = 0; i < end; ++i) {
      for (std::size_t f = 0; f < kFamilies; ++f) look(folded + i, f, hit);
    }
  }

  std::size_t entries() const { return header_.entries; }
  std::span<const std::uint16_t> payloads() const { return {payloads_, header_.payloads}; }

  static constexpr std::uint32_t kTimes4 = 0x85EB'CA6Bu;
  static constexpr std::uint32_t kTimes3 = 0x9E37'79B1u;
  /// Slot of the bytes at the low end of `next`, by family.
  static constexpr std::array<std::uint32_t, kFamilies> slots_of(std::uint32_t next) {
    return {(next * kTimes4) >> 16, ((next & 0xff'ffffu) * kTimes3) >> 16, next & 0xffffu};
  }

 private:
  // Eight places at once, where the processor has AVX2; asked once, when the program starts.
  static const bool kHasBlocks;
  static constexpr std::size_t kBlock = 8;
  // By family, bit i: the place at `folded` + i may begin a literal.
  using Places = std::array<unsigned, kFamilies>;
  Places places_in_block(const char* folded) const;

  template <typename Hit>
  void look(const char* at, std::size_t family, Hit& hit) const {
    std::uint64_t next;
    std::memcpy(&next, at, sizeof next);
    const std::uint32_t slot = slots_of(static_cast<std::uint32_t>(next))[family];
    const std::uint64_t word = bitmaps_[family][slot >> 6];
    if (((word >> (slot & 63)) & 1) == 0) return;
    const std::uint64_t below = word & ((std::uint64_t{1} << (slot & 63)) - 1);
    compare(ranks_[family][slot >> 6] + ones(below), next, hit);
  }

  // As std::popcount, which is a call where the processor's own instruction may not be used.
  static std::uint32_t ones(std::uint64_t word) {
    word -= (word >> 1) & 0x5555'5555'5555'5555;
    word = (word & 0x3333'3333'3333'3333) + ((word >> 2) & 0x3333'3333'3333'3333);
    word = (word + (word >> 4)) & 0x0f0f'0f0f'0f0f'0f0f;
    return static_cast<std::uint32_t>((word * 0x0101'0101'0101'0101) >> 56);
  }

  template <typename Hit>
  void compare(std::uint32_t bucket, std::uint64_t next, Hit& hit) const {
    for (std::uint32_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i) {
      const Entry& entry = entries_[i];
      if (((next ^ entry.key) & entry.mask) != 0) continue;
      for (std::uint32_t p = 0; p < entry.payloads; ++p) hit(payloads_[entry.payloads_first + p]);
    }
  }

  bool counts_agree() const;
  bool entries_agree(std::uint32_t payload_end) const;

  Header header_;
  std::array<const std::uint64_t*, kFamilies> bitmaps_{};
  std::array<const std::uint32_t*, kFamilies> ranks_{};
  const std::uint32_t* starts_ = nullptr;
  const Entry* entries_ = nullptr;
  const std::uint16_t* payloads_ = nullptr;
};

}  // namespace bulkhead::match
