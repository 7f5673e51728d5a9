// A program's prefilter, turned round once more for whoever scans: what each kind of value has to be asked.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "inspect/byte_facts.h"
#include "lexicon/transformation.h"
#include "program/rules/rule_program.h"

namespace bulkhead::inspect {

/// What a form of a value must have before the link is worth running.
struct LinkTest {
  std::uint64_t classes = 0;
  std::uint32_t bytes_min = 0;
  std::uint16_t link = 0;
  std::uint8_t group = 0;
};

/// Everything about one source.
struct SourcePlan {
  program::rules::Side side = program::rules::Side::kRequest;
  std::span<const program::rules::GroupRecord> groups;
  /// Transformations that the groups make: a value without any of their triggers has one form.
  std::uint64_t triggers = 0;
  /// Links without literals, by the class that they need and few texts have: first those that need none, then class after class,
  /// `plain_end[c]` being where those of class c end. One that looks at several forms (multiMatch) stands there for each.
  std::vector<LinkTest> plain;
  std::size_t plain_of_no_class = 0;
  std::array<std::uint32_t, program::rules::kByteClasses> plain_end{};
  std::uint64_t plain_classes = 0;
  /// Links with literals, by link.
  std::vector<LinkTest> lettered;
  /// The set of `lettered`, and by group whether it has any.
  std::vector<std::uint64_t> lettered_links;
  std::array<bool, program::rules::kGroupsPerSourceMax> has_lettered{};
  /// For each transformation the groups on whose way it is.
  static constexpr std::size_t kGroupWords = (program::rules::kGroupsPerSourceMax + 63) / 64;
  using GroupSet = std::array<std::uint64_t, kGroupWords>;
  std::array<GroupSet, lexicon::kTransformations> groups_of{};
  /// Links that any value calls for.
  std::vector<std::uint16_t> present;

  bool filters() const { return !plain.empty() || !lettered.empty(); }
};

/// Ownership  Owns its tables; views into the program, which outlives it.
/// Threads    Immutable.
/// Cost       Built once for a program, in some milliseconds: off the event loop. Memory: 16 bytes for each link of each source.
class ScanPlan {
 public:
  explicit ScanPlan(const program::rules::RuleProgram& program);

  const ByteTable& bytes(program::rules::Side side) const { return bytes_[static_cast<std::size_t>(side)]; }
  const SourcePlan& source(std::size_t index) const { return sources_[index]; }

 private:
  std::array<ByteTable, program::rules::kSides> bytes_;
  std::vector<SourcePlan> sources_;
};

}  // namespace bulkhead::inspect
