#include "match/literals/filter_builder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <map>
#include <string_view>

#include "match/literals/literal_filter.h"

namespace bulkhead::match {

namespace {

constexpr std::size_t kKeyBytes = 8;

std::uint64_t word_of(std::string_view text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), std::min(text.size(), kKeyBytes));
  return word;
}

std::uint64_t mask_of(std::size_t bytes) {
  return bytes >= kKeyBytes ? ~std::uint64_t{0} : (std::uint64_t{1} << (bytes * 8)) - 1;
}

// The part of `text` that is looked for: from its rarest four bytes on, leaving at least four.
std::string_view rarest_part(std::string_view text) {
  constexpr std::size_t kHashed = 4;
  if (text.size() <= kHashed) return text;
  std::size_t best = 0;
  double best_cost = 1e30;
  for (std::size_t at = 0; at + kHashed <= text.size(); ++at) {
    double cost = 1;
    for (std::size_t i = at; i < std::min(at + kKeyBytes, text.size()); ++i) {
      const double rarity = byte_frequency(static_cast<std::uint8_t>(text[i])) + 1.0;
      // The first four decide how often the hash passes; those behind only how often a comparison succeeds.
      cost *= i < at + kHashed ? rarity / 1000.0 * (rarity / 1000.0) : rarity / 1000.0;
    }
    if (cost < best_cost) {
      best_cost = cost;
      best = at;
    }
  }
  return text.substr(best, kKeyBytes);
}

struct Slotted {
  std::size_t family = 0;
  std::uint32_t slot = 0;
  std::string text;
  friend auto operator<=>(const Slotted&, const Slotted&) = default;
};

Slotted slotted(std::string_view part) {
  const std::size_t family = part.size() >= 4 ? 0 : 4 - part.size();
  return {family, LiteralFilter::slots_of(static_cast<std::uint32_t>(word_of(part)))[family],
          std::string(part)};
}

class Writer {
 public:
  template <typename T>
  void put(const std::vector<T>& values) {
    const std::size_t at = bytes_.size();
    bytes_.resize((at + values.size() * sizeof(T) + 7) / 8 * 8);
    if (!values.empty()) std::memcpy(bytes_.data() + at, values.data(), values.size() * sizeof(T));
  }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

void fill_ranks(const std::vector<std::uint64_t>& bitmap, std::vector<std::uint32_t>& ranks,
                std::uint32_t& count) {
  for (std::size_t i = 0; i < bitmap.size(); ++i) {
    ranks[i] = count;
    count += static_cast<std::uint32_t>(std::popcount(bitmap[i]));
  }
}

}  // namespace

unsigned byte_frequency(std::uint8_t folded) {
  // Letters after English text, digits and the separators of URLs and headers after common access logs; all else is rare.
  static constexpr std::string_view kByRank = "etaoinsr lhdcumpf/.=0g1-wyb2v&:%3k5;4_8679,+xjq?z()\"'";
  const std::size_t rank = kByRank.find(static_cast<char>(folded));
  if (rank == std::string_view::npos) return folded >= 0x80 ? 2 : 1;
  return static_cast<unsigned>(90 / (1 + rank / 4)) + 2;
}

Result<std::vector<std::byte>> build_literal_filter(const std::vector<FilterLiteral>& literals) {
  std::map<Slotted, std::vector<std::uint16_t>> by_part;
  for (const FilterLiteral& literal : literals) {
    if (literal.text.size() < 2)
      return fail(ErrorCode::kInvalid, "literal filter: a literal has less than 2 bytes");
    by_part[slotted(rarest_part(literal.text))].push_back(literal.payload);
  }
  if (by_part.size() > LiteralFilter::kEntriesMax) {
    return fail(ErrorCode::kLimit, "literal filter: " + std::to_string(by_part.size()) +
                                       " literals, at most " + std::to_string(LiteralFilter::kEntriesMax));
  }
  std::array<std::vector<std::uint64_t>, LiteralFilter::kFamilies> bitmaps;
  bitmaps.fill(std::vector<std::uint64_t>(LiteralFilter::kWords));
  std::vector<std::uint32_t> starts;
  std::vector<LiteralFilter::Entry> entries;
  std::vector<std::uint16_t> payloads;
  const Slotted* previous = nullptr;
  for (auto& [part, named] : by_part) {
    if (previous == nullptr || previous->family != part.family || previous->slot != part.slot) {
      starts.push_back(static_cast<std::uint32_t>(entries.size()));
    } else if (entries.size() - starts.back() >= LiteralFilter::kBucketMax) {
      return fail(ErrorCode::kLimit, "literal filter: more than " +
                                         std::to_string(LiteralFilter::kBucketMax) +
                                         " literals share the hash of their rarest bytes");
    }
    previous = &part;
    bitmaps[part.family][part.slot >> 6] |= std::uint64_t{1} << (part.slot & 63);
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    entries.push_back({word_of(part.text), mask_of(part.text.size()),
                       static_cast<std::uint32_t>(payloads.size()),
                       static_cast<std::uint32_t>(named.size())});
    payloads.insert(payloads.end(), named.begin(), named.end());
  }
  LiteralFilter::Header header;
  header.buckets = static_cast<std::uint32_t>(starts.size());
  header.entries = static_cast<std::uint32_t>(entries.size());
  header.payloads = static_cast<std::uint32_t>(payloads.size());
  starts.push_back(header.entries);

  Writer writer;
  writer.put(std::vector<LiteralFilter::Header>{header});
  std::uint32_t count = 0;
  for (const auto& bitmap : bitmaps) {
    std::vector<std::uint32_t> ranks(bitmap.size());
    fill_ranks(bitmap, ranks, count);
    writer.put(bitmap);
    writer.put(ranks);
  }
  writer.put(starts);
  writer.put(entries);
  writer.put(payloads);
  std::vector<std::byte> bytes = writer.take();
  header.bytes = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace bulkhead::match
