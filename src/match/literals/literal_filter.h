// Which of some thousand literals occur in a text? A filter for rules: it may name one that is not there, and never
// misses one that is.
//
// The idea. Of each literal only up to eight bytes are kept, from its rarest three bytes on (the builder chooses). At
// every place of the text its next three bytes are hashed into a bitmap of 8 KiB; ordinary text stops there nearly
// always. What passes is compared with the few literals that begin with such a hash: eight bytes at once, as one
// masked word. Literals of two bytes have a bitmap of their own.
//
//     text    … u s e r = 1 + u n i o n + s e l …
//                       [ 1 + u ]  hash → bit not set
//                             [ u n i ]  hash → bit set → [ u n i o ] hash → bit set → bucket → (next 8 bytes & mask) == key
//
// Words of a language share their three-letter beginnings; a second bitmap, over four bytes, stops most of those.
//
// Compared with an Aho-Corasick automaton there is no chain of dependent loads and the hot tables fit into the first
// cache; the price is that a literal may be reported by its first eight bytes alone. Multi-pattern search by hashed
// blocks is Wu and Manber's (TR 94-17, 1994), without their shift table: our literals are too short for it.
//
// Layout of the bytes (little-endian, multiple of 8):
//     Header | bitmap3: 1024 × u64 | rank3: 1024 × u32 | bitmap2: 1024 × u64 | rank2: 1024 × u32 | bitmap4: 1024 × u64
//            | short3: 1024 × u64 | starts: u32 × (buckets + 1) | entries: Entry × n | payloads: u16 × m
//
// bitmap4 has the first four bytes of every longer literal, short3 the literals of exactly three.

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
    /// Buckets of three bytes come first.
    std::uint32_t buckets3 = 0;
    std::uint32_t zero = 0;
  };
  struct Entry {
    /// The literal's first bytes, lower case, first byte lowest; `mask` has ones where they count.
    std::uint64_t key = 0;
    std::uint64_t mask = 0;
    std::uint32_t payloads_first = 0;
    std::uint32_t payloads = 0;
  };
  static_assert(sizeof(Entry) == 24);

  static constexpr std::size_t kWords3 = 1024;
  static constexpr std::size_t kWords2 = 1024;

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
        unsigned places = places_in_block(folded + block);
        if (end - block < kBlock) places &= (1u << (end - block)) - 1;
        for (; places != 0; places &= places - 1)
          look(folded + block + static_cast<unsigned>(std::countr_zero(places)), hit);
      }
      return;
    }
    for (std::size_t i = 0; i < end; ++i) look(folded + i, hit);
  }

  std::size_t entries() const { return header_.entries; }
  std::span<const std::uint16_t> payloads() const { return {payloads_, header_.payloads}; }

  static constexpr std::uint32_t kTimes3 = 0x9E37'79B1u;
  static constexpr std::uint32_t slot_of_three(std::uint32_t next) {
    return ((next & 0xff'ffffu) * kTimes3) >> 16;
  }
  static constexpr std::uint32_t kTimes4 = 0x85EB'CA6Bu;
  static constexpr std::uint32_t slot_of_four(std::uint32_t next) { return (next * kTimes4) >> 16; }
  static constexpr std::uint32_t slot_of_two(std::uint32_t next) { return next & 0xffffu; }

 private:
  // Eight places at once, where the processor has AVX2; asked once, when the program starts.
  static const bool kHasBlocks;
  static constexpr std::size_t kBlock = 8;
  // Bit i: the place at `folded` + i may begin a literal, as far as bitmap4, short3 and bitmap2 tell.
  unsigned places_in_block(const char* folded) const;

  template <typename Hit>
  void look(const char* at, Hit& hit) const {
    std::uint64_t next;
    std::memcpy(&next, at, sizeof next);
    const std::uint32_t slot3 = slot_of_three(static_cast<std::uint32_t>(next));
    const std::uint32_t slot2 = slot_of_two(static_cast<std::uint32_t>(next));
    const std::uint64_t is3 = (bitmap3_[slot3 >> 6] >> (slot3 & 63)) & 1;
    const std::uint64_t is2 = (bitmap2_[slot2 >> 6] >> (slot2 & 63)) & 1;
    if ((is3 | is2) == 0) return;
    if (is3 != 0) {
      const std::uint32_t slot4 = slot_of_four(static_cast<std::uint32_t>(next));
      const std::uint64_t is4 = (bitmap4_[slot4 >> 6] >> (slot4 & 63)) & 1;
      const std::uint64_t is_short = (short3_[slot3 >> 6] >> (slot3 & 63)) & 1;
      if ((is4 | is_short) != 0) compare(rank(bitmap3_, rank3_, slot3), next, hit);
    }
    if (is2 != 0) compare(rank(bitmap2_, rank2_, slot2), next, hit);
  }

  static std::uint32_t rank(const std::uint64_t* bitmap, const std::uint32_t* ranks, std::uint32_t slot) {
    const std::uint64_t below = (std::uint64_t{1} << (slot & 63)) - 1;
    return ranks[slot >> 6] + ones(bitmap[slot >> 6] & below);
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
  const std::uint64_t* bitmap3_ = nullptr;
  const std::uint32_t* rank3_ = nullptr;
  const std::uint64_t* bitmap2_ = nullptr;
  const std::uint32_t* rank2_ = nullptr;
  const std::uint64_t* bitmap4_ = nullptr;
  const std::uint64_t* short3_ = nullptr;
  const std::uint32_t* starts_ = nullptr;
  const Entry* entries_ = nullptr;
  const std::uint16_t* payloads_ = nullptr;
};

}  // namespace bulkhead::match
