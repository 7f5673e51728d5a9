#include "match/literals/literal_filter.h"

#include <immintrin.h>

#include <bit>

namespace bulkhead::match {

namespace {

constexpr std::size_t kTables = LiteralFilter::kFamilies * LiteralFilter::kWords * (8 + 4);

// True when ranks count the ones before each word, from `first` on; `end` receives the count after the last.
bool ranks_agree(const std::uint64_t* bitmap, const std::uint32_t* ranks, std::size_t words,
                 std::uint32_t& count) {
  for (std::size_t i = 0; i < words; ++i) {
    if (ranks[i] != count) return false;
    count += static_cast<std::uint32_t>(std::popcount(bitmap[i]));
  }
  return true;
}

}  // namespace

const bool LiteralFilter::kHasBlocks = __builtin_cpu_supports("avx2") != 0;

#define BULKHEAD_AVX2 __attribute__((target("avx2")))

namespace {

// Which bit of `bitmap` each slot is, in the lowest place. The 64-bit words are pairs of 32-bit ones, the lower first.
BULKHEAD_AVX2 inline __m256i bits_at(const std::uint64_t* bitmap, __m256i slots) {
  const __m256i words =
      _mm256_i32gather_epi32(reinterpret_cast<const int*>(bitmap), _mm256_srli_epi32(slots, 5), 4);
  return _mm256_srlv_epi32(words, _mm256_and_si256(slots, _mm256_set1_epi32(31)));
}

// The lowest bit of each of the eight words.
BULKHEAD_AVX2 inline unsigned lowest_bits(__m256i words) {
  return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_slli_epi32(words, 31))));
}

}  // namespace

// The same as look() asks of one place, for eight: windows of four bytes out of one load, hashed, and their bits gathered.
BULKHEAD_AVX2 LiteralFilter::Places LiteralFilter::places_in_block(const char* folded) const {
  const __m256i bytes =
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(folded)));
  const __m256i windows =
      _mm256_shuffle_epi8(bytes, _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, 4, 5, 6, 7,
                                                  5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10));
  const __m256i three = _mm256_and_si256(windows, _mm256_set1_epi32(0xff'ffff));
  const __m256i slots4 =
      _mm256_srli_epi32(_mm256_mullo_epi32(windows, _mm256_set1_epi32(static_cast<int>(kTimes4))), 16);
  const __m256i slots3 =
      _mm256_srli_epi32(_mm256_mullo_epi32(three, _mm256_set1_epi32(static_cast<int>(kTimes3))), 16);
  const __m256i slots2 = _mm256_and_si256(windows, _mm256_set1_epi32(0xffff));
  return {lowest_bits(bits_at(bitmaps_[0], slots4)), lowest_bits(bits_at(bitmaps_[1], slots3)),
          lowest_bits(bits_at(bitmaps_[2], slots2))};
}

bool LiteralFilter::counts_agree() const {
  std::uint32_t count = 0;
  for (std::size_t f = 0; f < kFamilies; ++f) {
    if (!ranks_agree(bitmaps_[f], ranks_[f], kWords, count)) return false;
  }
  return count == header_.buckets;
}

bool LiteralFilter::entries_agree(std::uint32_t payload_end) const {
  if (starts_[0] != 0 || starts_[header_.buckets] != header_.entries) return false;
  for (std::uint32_t b = 0; b < header_.buckets; ++b) {
    if (starts_[b] > starts_[b + 1] || starts_[b + 1] - starts_[b] > kBucketMax) return false;
  }
  for (std::uint32_t i = 0; i < header_.entries; ++i) {
    const Entry& entry = entries_[i];
    if (entry.payloads_first > header_.payloads || entry.payloads > header_.payloads - entry.payloads_first)
      return false;
  }
  for (std::uint32_t i = 0; i < header_.payloads; ++i) {
    if (payloads_[i] >= payload_end) return false;
  }
  return true;
}

Result<LiteralFilter> LiteralFilter::verify(std::span<const std::byte> bytes, std::uint32_t payload_end) {
  LiteralFilter filter;
  const auto corrupt = [](const char* what) {
    return fail(ErrorCode::kCorrupt, std::string("literal filter: ") + what);
  };
  if (bytes.size() < sizeof(Header) + kTables) return corrupt("shorter than its tables");
  if (std::bit_cast<std::uintptr_t>(bytes.data()) % 8 != 0)
    return corrupt("does not begin at a multiple of 8");
  std::memcpy(&filter.header_, bytes.data(), sizeof(Header));
  const Header& header = filter.header_;
  if (header.entries > kEntriesMax || header.buckets > header.entries || header.payloads > bytes.size() / 2) {
    return corrupt("counts do not fit");
  }
  const std::size_t starts_bytes = (std::size_t{header.buckets} + 1 + 1) / 2 * 8;
  const std::size_t expected = sizeof(Header) + kTables + starts_bytes + header.entries * sizeof(Entry) +
                               (std::size_t{header.payloads} * 2 + 7) / 8 * 8;
  if (header.bytes != bytes.size() || expected != bytes.size())
    return corrupt("length does not fit its counts");
  const std::byte* at = bytes.data() + sizeof(Header);
  const auto next = [&at](std::size_t size) {
    const std::byte* begin = at;
    at += size;
    return begin;
  };
  for (std::size_t f = 0; f < kFamilies; ++f) {
    filter.bitmaps_[f] = reinterpret_cast<const std::uint64_t*>(next(kWords * 8));
    filter.ranks_[f] = reinterpret_cast<const std::uint32_t*>(next(kWords * 4));
  }
  filter.starts_ = reinterpret_cast<const std::uint32_t*>(next(starts_bytes));
  filter.entries_ = reinterpret_cast<const Entry*>(next(header.entries * sizeof(Entry)));
  filter.payloads_ = reinterpret_cast<const std::uint16_t*>(next(0));
  if (!filter.counts_agree()) return corrupt("bitmaps and ranks do not agree");
  if (!filter.entries_agree(payload_end)) return corrupt("an entry points outside");
  return filter;
}

}  // namespace bulkhead::match
