#include "compile/rules/sources.h"

#include <algorithm>

namespace bulkhead::compile {

using lexicon::Variable;
using program::rules::GroupRecord;
using program::rules::kNone;
using program::rules::NodeRecord;
using program::rules::Section;
using program::rules::Side;
using program::rules::SourceRecord;

bool is_scanned(Variable variable) {
  switch (variable) {
    case Variable::kArgsCombinedSize:
    case Variable::kDuration:
    case Variable::kEnv:
    case Variable::kFullRequest:
    case Variable::kFullRequestLength:
    case Variable::kGeo:
    case Variable::kGlobal:
    case Variable::kHighestSeverity:
    case Variable::kIp:
    case Variable::kMatchedVar:
    case Variable::kMatchedVarName:
    case Variable::kMatchedVars:
    case Variable::kMatchedVarsNames:
    case Variable::kMscPcreError:
    case Variable::kMscPcreLimitsExceeded:
    case Variable::kReqbodyProcessor:
    case Variable::kResource:
    case Variable::kRule:
    case Variable::kSession:
    case Variable::kSessionId:
    case Variable::kTime:
    case Variable::kTimeDay:
    case Variable::kTimeEpoch:
    case Variable::kTimeHour:
    case Variable::kTimeMin:
    case Variable::kTimeMon:
    case Variable::kTimeSec:
    case Variable::kTimeWday:
    case Variable::kTimeYear:
    case Variable::kTx:
    case Variable::kUser:
    case Variable::kUserId: return false;
    default: return true;
  }
}

Side side_of(Variable variable) {
  switch (variable) {
    case Variable::kResponseBody:
    case Variable::kResponseContentLength:
    case Variable::kResponseContentType:
    case Variable::kResponseHeaders:
    case Variable::kResponseHeadersNames:
    case Variable::kResponseProtocol:
    case Variable::kResponseStatus:
    case Variable::kStatus:
    case Variable::kStatusLine:
    case Variable::kOutboundDataError: return Side::kResponse;
    default: return Side::kRequest;
  }
}

std::vector<Variable> lists_of(Variable variable) {
  if (variable == Variable::kArgs) return {Variable::kArgsGet, Variable::kArgsPost};
  if (variable == Variable::kArgsNames) return {Variable::kArgsGetNames, Variable::kArgsPostNames};
  return {variable};
}

void Sources::add(Variable variable, const std::string& name, std::uint16_t node, std::uint32_t link,
                  bool filtered) {
  for (const Variable list : lists_of(variable)) {
    Links& links = sources_[{list, name}][node];
    if (links.filtered.empty()) links = {LinkSet(words_), LinkSet(words_)};
    insert(filtered ? links.filtered : links.present, link);
  }
}

void Sources::merge(ByNode& into, const ByNode& from) const {
  for (const auto& [node, links] : from) {
    Links& target = into[node];
    if (target.filtered.empty()) target = {LinkSet(words_), LinkSet(words_)};
    for (std::size_t w = 0; w < words_; ++w) {
      target.filtered[w] |= links.filtered[w];
      target.present[w] |= links.present[w];
    }
  }
}

void Sources::write_source(program::rules::RuleProgramWriter& writer, const std::vector<NodeRecord>& nodes,
                           Variable variable, const std::string& name, ByNode by_node) const {
  // Every form is made from its parent's: those have to be there, whether rules ask for them or not.
  std::vector<std::uint16_t> wanted;
  for (const auto& entry : by_node) {
    for (std::uint16_t node = entry.first; node != program::rules::kNone16; node = nodes[node].parent)
      wanted.push_back(node);
  }
  wanted.push_back(0);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  SourceRecord source;
  source.variable = static_cast<std::uint8_t>(variable);
  source.side = side_of(variable);
  source.groups = static_cast<std::uint16_t>(wanted.size());
  source.groups_first = writer.count(Section::kGroups);
  source.name = writer.intern(name);
  const auto set_or_none = [&](const LinkSet& set) {
    const bool empty = std::all_of(set.begin(), set.end(), [](std::uint64_t word) { return word == 0; });
    return empty ? kNone : writer.put_bits(set);
  };
  for (const std::uint16_t node : wanted) {
    GroupRecord group;
    group.node = node;
    if (node != 0) {
      const auto parent = std::lower_bound(wanted.begin(), wanted.end(), nodes[node].parent);
      group.parent = static_cast<std::uint8_t>(parent - wanted.begin());
      group.transformation = nodes[node].transformation;
    }
    if (const auto links = by_node.find(node); links != by_node.end()) {
      group.filtered = set_or_none(links->second.filtered);
      group.present = set_or_none(links->second.present);
    }
    writer.put(Section::kGroups, group);
  }
  writer.put(Section::kSources, source);
}

void Sources::write(program::rules::RuleProgramWriter& writer, const std::vector<NodeRecord>& nodes) const {
  // Sorted by variable, the one without a name first: named sources of a variable are one run.
  for (const auto& [key, by_node] : sources_) {
    ByNode merged = by_node;
    if (!key.second.empty()) {
      if (const auto all = sources_.find({key.first, ""}); all != sources_.end()) merge(merged, all->second);
    }
    write_source(writer, nodes, key.first, key.second, std::move(merged));
  }
}

}  // namespace bulkhead::compile
