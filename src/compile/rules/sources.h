// Which values each link looks at, turned round: for each kind of value, which links, after which transformations.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "lexicon/variable.h"
#include "program/rules/layout.h"
#include "program/rules/writer.h"

namespace bulkhead::compile {

using LinkSet = std::vector<std::uint64_t>;

inline void insert(LinkSet& set, std::uint32_t link) { set[link / 64] |= std::uint64_t{1} << (link % 64); }

/// True for variables that are there before rules run and do not change while they do: their values are scanned.
bool is_scanned(lexicon::Variable variable);

program::rules::Side side_of(lexicon::Variable variable);

/// The lists that a variable's values are kept in: ARGS is two.
std::vector<lexicon::Variable> lists_of(lexicon::Variable variable);

/// Collects and writes sources with their groups.
class Sources {
 public:
  explicit Sources(std::size_t words) : words_(words) {}

  /// `link` looks at values of `variable` (of that name; empty: all) after `node`. `filtered`: only those that meet its needs.
  void add(lexicon::Variable variable, const std::string& name, std::uint16_t node, std::uint32_t link,
           bool filtered);

  /// `nodes` is the tree of transformations, parents first.
  void write(program::rules::RuleProgramWriter& writer,
             const std::vector<program::rules::NodeRecord>& nodes) const;

 private:
  struct Links {
    LinkSet filtered;
    LinkSet present;
  };
  using ByNode = std::map<std::uint16_t, Links>;

  void write_source(program::rules::RuleProgramWriter& writer,
                    const std::vector<program::rules::NodeRecord>& nodes, lexicon::Variable variable,
                    const std::string& name, ByNode by_node) const;
  void merge(ByNode& into, const ByNode& from) const;

  std::size_t words_;
  std::map<std::pair<lexicon::Variable, std::string>, ByNode> sources_;
};

}  // namespace bulkhead::compile
