#include "match/literals/filter_builder.h"

#include <algorithm>
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

// The part of `text` that is looked for: from its rarest three bytes on, leaving at least three.
std::string_view rarest_part(std::string_view text) {
  if (text.size() <= 3) return text;
  std::size_t best = 0;
  double best_cost = 1e30;
  for (std::size_t at = 0; at + 3 <= text.size(); ++at) {
    double cost = 1;
    for (std::size_t i = at; i < std::min(at + kKeyBytes, text.size()); ++i) {
      const double rarity = byte_frequency(static_cast<std::uint8_t>(text[i])) + 1.0;
      // The first three decide how often the hash passes; those behind only how often a comparison succeeds.
      cost *= i < at + 3 ? rarity / 1000.0 * (rarity / 1000.0) : rarity / 1000.0;
    }
    if (cost < best_cost) {
      best_cost = cost;
      best = at;
    }
  }
  return text.substr(best, kKeyBytes);
}

struct Slotted {
  bool two = false;
  std::uint32_t slot = 0;
  std::string text;
  friend auto operator<=>(const Slotted&, const Slotted&) = default;
};

Slotted slotted(std::string_view part) {
  const auto low = static_cast<std::uint32_t>(word_of(part));
  if (part.size() == 2) return {true, LiteralFilter::slot_of_two(low), std::string(part)};
  return {false, LiteralFilter::slot_of_three(low), std::string(part)};
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
  std::vector<std::uint64_t> bitmap3(LiteralFilter::kWords3);
  std::vector<std::uint64_t> bitmap2(LiteralFilter::kWords2);
  std::vector<std::uint64_t> bitmap4(LiteralFilter::kWords3);
  std::vector<std::uint64_t> short3(LiteralFilter::kWords3);
  std::vector<std::uint32_t> starts;
  std::vector<LiteralFilter::Entry> entries;
  std::vector<std::uint16_t> payloads;
  const Slotted* previous = nullptr;
  for (auto& [part, named] : by_part) {
    if (previous == nullptr || previous->two != part.two || previous->slot != part.slot) {
      starts.push_back(static_cast<std::uint32_t>(entries.size()));
    } else if (entries.size() - starts.back() >= LiteralFilter::kBucketMax) {
      return fail(ErrorCode::kLimit, "literal filter: more than " +
                                         std::to_string(LiteralFilter::kBucketMax) +
                                         " literals share the hash of their rarest three bytes");
    }
    previous = &part;
    (part.two ? bitmap2 : bitmap3)[part.slot >> 6] |= std::uint64_t{1} << (part.slot & 63);
    if (part.text.size() >= 4) {
      const std::uint32_t slot = LiteralFilter::slot_of_four(static_cast<std::uint32_t>(word_of(part.text)));
      bitmap4[slot >> 6] |= std::uint64_t{1} << (slot & 63);
    } else if (!part.two) {
      short3[part.slot >> 6] |= std::uint64_t{1} << (part.slot & 63);
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    entries.push_back({word_of(part.text), mask_of(part.text.size()),
                       static_cast<std::uint32_t>(payloads.size()),
                       static_cast<std::uint32_t>(named.size())});
    payloads.insert(payloads.end(), named.begin(), named.end());
  }
  std::vector<std::uint32_t> rank3(bitmap3.size());
  std::vector<std::uint32_t> rank2(bitmap2.size());
  LiteralFilter::Header header;
  header.buckets = static_cast<std::uint32_t>(starts.size());
  header.entries = static_cast<std::uint32_t>(entries.size());
  header.payloads = static_cast<std::uint32_t>(payloads.size());
  starts.push_back(header.entries);
  std::uint32_t count = 0;
  fill_ranks(bitmap3, rank3, count);
  header.buckets3 = count;
  fill_ranks(bitmap2, rank2, count);

  Writer writer;
  writer.put(std::vector<LiteralFilter::Header>{header});
  writer.put(bitmap3);
  writer.put(rank3);
  writer.put(bitmap2);
  writer.put(rank2);
  writer.put(bitmap4);
  writer.put(short3);
  writer.put(starts);
  writer.put(entries);
  writer.put(payloads);
  std::vector<std::byte> bytes = writer.take();
  header.bytes = static_cast<std::uint32_t>(bytes.size());
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace bulkhead::match
