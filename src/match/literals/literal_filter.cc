#include "match/literals/literal_filter.h"

#include <bit>

namespace bulkhead::match {

namespace {

constexpr std::size_t kTables = LiteralFilter::kWords3 * (8 + 4 + 8 + 8) + LiteralFilter::kWords2 * (8 + 4);

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

bool LiteralFilter::counts_agree() const {
  std::uint32_t count = 0;
  if (!ranks_agree(bitmap3_, rank3_, kWords3, count) || count != header_.buckets3) return false;
  return ranks_agree(bitmap2_, rank2_, kWords2, count) && count == header_.buckets;
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
  if (header.entries > kEntriesMax || header.buckets > header.entries || header.buckets3 > header.buckets ||
      header.payloads > bytes.size() / 2) {
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
  filter.bitmap3_ = reinterpret_cast<const std::uint64_t*>(next(kWords3 * 8));
  filter.rank3_ = reinterpret_cast<const std::uint32_t*>(next(kWords3 * 4));
  filter.bitmap2_ = reinterpret_cast<const std::uint64_t*>(next(kWords2 * 8));
  filter.rank2_ = reinterpret_cast<const std::uint32_t*>(next(kWords2 * 4));
  filter.bitmap4_ = reinterpret_cast<const std::uint64_t*>(next(kWords3 * 8));
  filter.short3_ = reinterpret_cast<const std::uint64_t*>(next(kWords3 * 8));
  filter.starts_ = reinterpret_cast<const std::uint32_t*>(next(starts_bytes));
  filter.entries_ = reinterpret_cast<const Entry*>(next(header.entries * sizeof(Entry)));
  filter.payloads_ = reinterpret_cast<const std::uint16_t*>(next(0));
  if (!filter.counts_agree()) return corrupt("bitmaps and ranks do not agree");
  if (!filter.entries_agree(payload_end)) return corrupt("an entry points outside");
  return filter;
}

}  // namespace bulkhead::match
