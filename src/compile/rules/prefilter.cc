#include "compile/rules/prefilter.h"

#include <algorithm>
#include <map>

#include "match/literals/filter_builder.h"

namespace bulkhead::compile {

namespace {

using program::rules::BlobKind;
using program::rules::kByteClasses;
using program::rules::kSides;
using program::rules::NeedRecord;
using program::rules::Section;
using program::rules::SideRecord;

constexpr std::uint16_t kSecondClause = 0x8000;

// Chooses which byte sets get one of the 64 bits of a side.
class Classes {
 public:
  // A link that has nothing but its classes needs at least its rarest one: those come first.
  void want_first(const ByteSet& set) { wanted_[set] += 1'000; }
  void want(const ByteSet& set) { wanted_[set] += 1; }

  void choose() {
    std::vector<std::pair<std::uint32_t, ByteSet>> ranked;
    for (const auto& [set, votes] : wanted_) ranked.emplace_back(votes, set);
    std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    for (const auto& [votes, set] : ranked) {
      if (chosen_.size() == kByteClasses) break;
      chosen_.emplace(set, static_cast<unsigned>(chosen_.size()));
    }
  }

  // The bit of a set, or -1.
  int bit(const ByteSet& set) const {
    const auto found = chosen_.find(set);
    return found == chosen_.end() ? -1 : static_cast<int>(found->second);
  }
  void fill(std::array<std::uint64_t, 256>& table) const {
    for (const auto& [set, bit] : chosen_) {
      for (unsigned byte = 0; byte < 256; ++byte) {
        if (set.contains(static_cast<std::uint8_t>(byte))) table[byte] |= std::uint64_t{1} << bit;
      }
    }
  }

 private:
  std::map<ByteSet, std::uint32_t> wanted_;
  std::map<ByteSet, unsigned> chosen_;
};

class SideTables {
 public:
  SideTables(std::size_t side, std::size_t words)
      : side_(side), words_(words), no_second_(words), no_class_(words) {}

  void collect(const std::vector<FilteredLink>& links) {
    for (const FilteredLink& link : links) {
      if (!link.sides[side_]) continue;
      for (std::size_t i = 0; i < link.needs->classes.size(); ++i) {
        const ByteSet& set = link.needs->classes[i];
        i == 0 && link.needs->clauses.empty() ? classes_.want_first(set) : classes_.want(set);
      }
    }
    classes_.choose();
  }

  Status add(const FilteredLink& link, NeedRecord& need) {
    const Needs& needs = *link.needs;
    need.bytes_min = static_cast<std::uint32_t>(std::min<std::size_t>(needs.bytes_min, UINT32_MAX));
    int first_bit = -1;
    for (const ByteSet& set : needs.classes) {
      const int bit = classes_.bit(set);
      if (bit < 0) continue;
      need.classes |= std::uint64_t{1} << bit;
      if (first_bit < 0) first_bit = bit;
    }
    for (std::size_t c = 0; c < needs.clauses.size(); ++c) {
      const auto payload = static_cast<std::uint16_t>(link.link | (c == 0 ? 0u : kSecondClause));
      for (const std::string& literal : needs.clauses[c]) literals_.push_back({literal, payload});
    }
    if (needs.clauses.size() == 1) insert(no_second_, link.link);
    if (!needs.clauses.empty()) return {};
    if (first_bit < 0) {
      insert(no_class_, link.link);
      return {};
    }
    by_class_[static_cast<unsigned>(first_bit)].push_back(static_cast<std::uint16_t>(link.link));
    return {};
  }

  Status write(program::rules::RuleProgramWriter& writer) {
    SideRecord& record = writer.header.sides[side_];
    classes_.fill(record.classes);
    auto filter = match::build_literal_filter(literals_);
    if (!filter.has_value()) return std::unexpected(filter.error());
    record.filter_blob =
        writer.put_blob(BlobKind::kFilter, {reinterpret_cast<const char*>(filter->data()), filter->size()},
                        static_cast<std::uint32_t>(side_));
    for (const auto& [bit, links] : by_class_) {
      record.by_class[bit] = {writer.count(Section::kClassLinks), static_cast<std::uint32_t>(links.size())};
      for (const std::uint16_t link : links) writer.put(Section::kClassLinks, link);
    }
    record.no_second_clause = writer.put_bits(no_second_);
    record.no_class = writer.put_bits(no_class_);
    return {};
  }

 private:
  std::size_t side_;
  std::size_t words_;
  Classes classes_;
  std::vector<match::FilterLiteral> literals_;
  std::map<unsigned, std::vector<std::uint16_t>> by_class_;
  LinkSet no_second_;
  LinkSet no_class_;
};

}  // namespace

Status write_prefilter(program::rules::RuleProgramWriter& writer, const std::vector<FilteredLink>& links,
                       std::uint32_t links_count) {
  const std::size_t words = (links_count + 63) / 64;
  // A link has one record of needs; where it looks at both sides, the classes of both would differ, so it needs none.
  std::vector<NeedRecord> needs(links_count);
  for (std::size_t side = 0; side < kSides; ++side) {
    SideTables tables(side, words);
    tables.collect(links);
    for (const FilteredLink& link : links) {
      if (!link.sides[side]) continue;
      NeedRecord need;
      if (Status status = tables.add(link, need); !status.has_value()) return status;
      needs[link.link] = need;
      if (link.sides[0] && link.sides[1]) needs[link.link].classes = 0;
    }
    if (Status status = tables.write(writer); !status.has_value()) return status;
  }
  for (const NeedRecord& need : needs) writer.put(Section::kNeeds, need);
  return {};
}

}  // namespace bulkhead::compile
