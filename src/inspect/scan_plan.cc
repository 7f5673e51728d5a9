#include "inspect/scan_plan.h"

#include <algorithm>
#include <bit>

#include "text/transform.h"

namespace bulkhead::inspect {

namespace {

using lexicon::Transformation;
using program::rules::GroupRecord;
using program::rules::kByteClasses;
using program::rules::kNone;
using program::rules::kSides;
using program::rules::LinkBits;
using program::rules::RuleProgram;
using program::rules::Side;
using program::rules::SideRecord;
using program::rules::SourceRecord;

static_assert(lexicon::kTransformations <= 64);

ByteTable byte_table(const SideRecord& side) {
  ByteTable table;
  for (unsigned byte = 0; byte < 256; ++byte) table[byte].classes = side.classes[byte];
  for (std::size_t t = 0; t < lexicon::kTransformations; ++t) {
    const ByteSet& triggers = text::triggers(static_cast<Transformation>(t));
    for (unsigned byte = 0; byte < 256; ++byte) {
      if (triggers.contains(static_cast<std::uint8_t>(byte))) table[byte].triggers |= std::uint64_t{1} << t;
    }
  }
  return table;
}

template <typename Visit>
void each(LinkBits set, Visit&& visit) {
  for (std::size_t w = 0; w < set.size(); ++w) {
    for (std::uint64_t left = set[w]; left != 0; left &= left - 1)
      visit(static_cast<std::uint16_t>(w * 64 + static_cast<std::size_t>(std::countr_zero(left))));
  }
}

// What the links of one side need besides literals.
class SideNeeds {
 public:
  SideNeeds(const RuleProgram& program, Side side)
      : program_(program), plain_(program.words() * 64), classes_(program.words() * 64) {
    const SideRecord& record = program.side(side);
    each(program.bits(record.no_class), [&](std::uint16_t link) { plain_[link] = true; });
    for (std::size_t bit = 0; bit < kByteClasses; ++bit) {
      for (const std::uint16_t link : program.class_links(record.by_class[bit])) {
        plain_[link] = true;
        classes_[link] |= std::uint64_t{1} << bit;
      }
    }
  }

  bool has_literals(std::uint16_t link) const { return !plain_[link]; }
  LinkTest test(std::uint16_t link, std::uint8_t group) const {
    const auto& need = program_.need(link);
    return {need.classes | classes_[link], need.bytes_min, link, group};
  }

 private:
  const RuleProgram& program_;
  std::vector<bool> plain_;
  std::vector<std::uint64_t> classes_;
};

// Enters the group under each transformation between the value and its form.
void note_way(SourcePlan& plan, std::size_t group) {
  for (std::size_t at = group; at != 0; at = plan.groups[at].parent)
    plan.groups_of[plan.groups[at].transformation][group / 64] |= std::uint64_t{1} << (group % 64);
}

// Classes were numbered by how many links need them most, so the last one of a link is the one that few share.
std::size_t class_of(const LinkTest& test) {
  return test.classes == 0 ? kByteClasses : static_cast<std::size_t>(63 - std::countl_zero(test.classes));
}

void sort_by_class(SourcePlan& plan) {
  // Those without a class first.
  const auto rank = [](const LinkTest& test) { return (class_of(test) + 1) % (kByteClasses + 1); };
  std::stable_sort(plan.plain.begin(), plan.plain.end(),
                   [&](const LinkTest& a, const LinkTest& b) { return rank(a) < rank(b); });
  for (std::size_t i = 0; i < plan.plain.size(); ++i) {
    const std::size_t found = class_of(plan.plain[i]);
    if (found == kByteClasses) {
      plan.plain_of_no_class = i + 1;
      continue;
    }
    plan.plain_classes |= std::uint64_t{1} << found;
    plan.plain_end[found] = static_cast<std::uint32_t>(i + 1);
  }
  auto end = static_cast<std::uint32_t>(plan.plain_of_no_class);
  for (std::uint32_t& one : plan.plain_end) end = one = std::max(one, end);
}

SourcePlan source_plan(const RuleProgram& program, const SourceRecord& source, const SideNeeds& needs) {
  SourcePlan plan;
  plan.side = source.side;
  plan.groups = program.groups(source);
  plan.lettered_links.resize(program.words());
  for (std::size_t g = 0; g < plan.groups.size(); ++g) {
    const GroupRecord& group = plan.groups[g];
    if (g > 0) {
      plan.triggers |= std::uint64_t{1} << group.transformation;
      note_way(plan, g);
    }
    if (group.present != kNone)
      each(program.bits(group.present), [&](std::uint16_t link) { plan.present.push_back(link); });
    if (group.filtered == kNone) continue;
    each(program.bits(group.filtered), [&](std::uint16_t link) {
      const LinkTest test = needs.test(link, static_cast<std::uint8_t>(g));
      if (!needs.has_literals(link)) return plan.plain.push_back(test);
      plan.lettered.push_back(test);
      plan.lettered_links[link / 64] |= std::uint64_t{1} << (link % 64);
      plan.has_lettered[g] = true;
    });
  }
  sort_by_class(plan);
  std::stable_sort(plan.lettered.begin(), plan.lettered.end(),
                   [](const LinkTest& a, const LinkTest& b) { return a.link < b.link; });
  return plan;
}

}  // namespace

ScanPlan::ScanPlan(const RuleProgram& program) {
  const std::array<SideNeeds, kSides> needs = {SideNeeds(program, Side::kRequest),
                                               SideNeeds(program, Side::kResponse)};
  for (std::size_t side = 0; side < kSides; ++side)
    bytes_[side] = byte_table(program.side(static_cast<Side>(side)));
  for (const SourceRecord& source : program.sources())
    sources_.push_back(source_plan(program, source, needs[static_cast<std::size_t>(source.side)]));
}

}  // namespace bulkhead::inspect
