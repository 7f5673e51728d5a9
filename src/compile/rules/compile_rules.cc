#include "compile/rules/compile_rules.h"

#include <algorithm>

#include "compile/rules/actions.h"
#include "compile/rules/build.h"
#include "compile/rules/operands.h"
#include "compile/rules/prefilter.h"
#include "compile/rules/settings.h"
#include "compile/rules/sources.h"
#include "lexicon/spelling.h"

namespace bulkhead::compile {

namespace {

using program::rules::kNone;
using program::rules::LinkRecord;
using program::rules::MetadataRecord;
using program::rules::Section;
using program::rules::TargetRecord;

// A rule with the index of its first link.
struct Placed {
  const seclang::Rule* rule = nullptr;
  std::size_t index = 0;  // In RuleSet::rules.
  std::uint32_t head = 0;
};

class RuleCompiler {
 public:
  explicit RuleCompiler(const seclang::RuleSet& rules) : rules_(rules), build_(rules) {}

  CompiledRules run(const std::array<std::uint8_t, 32>& text_digest) {
    place();
    if (build_.failed()) return {{}, build_.diagnostics()};
    words_ = (links_count_ + 63) / 64;
    heads_.resize(words_);
    always_.resize(words_);
    Sources sources(words_);
    // Reserved: FilteredLink points at its needs.
    needs_.resize(links_count_);
    std::vector<FilteredLink> filtered;
    for (const Placed& placed : placed_) put_rule(placed, sources, filtered);
    if (!build_.failed()) finish(sources, filtered);
    if (build_.failed()) return {{}, build_.diagnostics()};
    build_.writer.header.text_digest = text_digest;
    put_settings(build_);
    auto bytes = build_.writer.finish();
    if (!bytes.has_value()) {
      build_.error({}, bytes.error().message);
      return {{}, build_.diagnostics()};
    }
    return {std::move(*bytes), {}};
  }

 private:
  // Rules by phase, each in the order of the files; a chain is a run of links.
  void place() {
    std::uint32_t next = 0;
    for (std::size_t phase = 0; phase < lexicon::kPhases; ++phase) {
      build_.writer.header.phase_first[phase] = next;
      for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
        const seclang::Rule& rule = rules_.rules[i];
        if (lexicon::index(rule.phase) != phase) continue;
        placed_.push_back({&rule, i, next});
        head_of_.push_back({&rule, next});
        next += static_cast<std::uint32_t>(rule.links.size());
      }
    }
    build_.writer.header.phase_first[lexicon::kPhases] = next;
    build_.writer.header.rules = static_cast<std::uint32_t>(rules_.rules.size());
    links_count_ = next;
    if (next > program::rules::kLinksMax) {
      build_.error({}, std::to_string(next) + " rules and links of chains, at most " +
                           std::to_string(program::rules::kLinksMax));
    }
  }

  // The link to go on with after the rule has matched; kNone for the next one.
  std::uint32_t jump_of(const Placed& placed) const {
    const std::size_t phase = lexicon::index(placed.rule->phase);
    const std::uint32_t end = build_.writer.header.phase_first[phase + 1];
    if (!placed.rule->skip_after.empty()) {
      if (!placed.rule->skip_marker.has_value()) return end;
      const std::size_t from = rules_.markers[*placed.rule->skip_marker].before_rule;
      for (const Placed& other : placed_) {
        if (other.rule->phase == placed.rule->phase && other.index >= from && other.head > placed.head)
          return other.head;
      }
      return end;
    }
    if (placed.rule->skip == 0) return kNone;
    std::uint32_t left = placed.rule->skip;
    for (const Placed& other : placed_) {
      if (other.rule->phase != placed.rule->phase || other.head <= placed.head) continue;
      if (left-- == 0) return other.head;
    }
    return end;
  }

  void put_rule(const Placed& placed, Sources& sources, std::vector<FilteredLink>& filtered) {
    const seclang::Rule& rule = *placed.rule;
    insert(heads_, placed.head);
    for (std::size_t i = 0; i < rule.links.size(); ++i) {
      const seclang::Link& link = rule.links[i];
      const auto index = static_cast<std::uint32_t>(placed.head + i);
      LinkRecord record;
      record.rule_id = static_cast<std::uint32_t>(rule.id);
      record.phase = static_cast<std::uint8_t>(rule.phase);
      record.rest = static_cast<std::uint8_t>(rule.links.size() - 1 - i);
      record.node = build_.node(link.transformations);
      if (link.capture) record.flags |= program::rules::kCapture;
      if (link.multi_match) record.flags |= program::rules::kMultiMatch;
      if (link.unconditional) record.flags |= program::rules::kUnconditional;
      if (i == 0) put_outcome(placed, record);
      needs_[index] = put_operator(build_, link, record);
      put_targets(link, index, i == 0, record, sources, filtered);
      put_actions(build_, link, head_of_, words_, record);
      record.metadata = put_metadata(rule, link);
      build_.writer.put(Section::kLinks, record);
    }
  }

  void put_outcome(const Placed& placed, LinkRecord& record) {
    using program::rules::Disruption;
    const seclang::Rule& rule = *placed.rule;
    if (rule.log) record.flags |= program::rules::kLog;
    if (rule.audit_log) record.flags |= program::rules::kAuditLog;
    record.jump = jump_of(placed);
    record.status = rule.status;
    record.redirect = build_.put_text(rule.redirect);
    switch (rule.disruption) {
      case seclang::Disruption::kPass: record.disruption = Disruption::kPass; break;
      case seclang::Disruption::kAllow: record.disruption = Disruption::kAllow; break;
      case seclang::Disruption::kAllowPhase: record.disruption = Disruption::kAllowPhase; break;
      case seclang::Disruption::kAllowRequest: record.disruption = Disruption::kAllowRequest; break;
      case seclang::Disruption::kDeny: record.disruption = Disruption::kDeny; break;
      case seclang::Disruption::kDrop: record.disruption = Disruption::kDrop; break;
      case seclang::Disruption::kRedirect: record.disruption = Disruption::kRedirect; break;
    }
  }

  void put_targets(const seclang::Link& link, std::uint32_t index, bool head, LinkRecord& record,
                   Sources& sources, std::vector<FilteredLink>& filtered) {
    const Needs& needs = needs_[index];
    FilteredLink scanned{index, &needs, {}};
    bool always = link.unconditional;
    std::vector<TargetRecord> targets;
    for (const seclang::Target& target : link.targets) {
      const bool is_source = !target.count && !target.exclusion && is_scanned(target.variable);
      const bool filters = is_source && needs.asking != Asking::kPresent;
      targets.push_back(build_.target(target, link, filters ? program::rules::kScanned : 0));
      if (!is_source) {
        always |= !target.exclusion;
        continue;
      }
      if (needs.asking == Asking::kNever) continue;
      if (filters) scanned.sides[static_cast<std::size_t>(side_of(target.variable))] = true;
      std::string name;
      if (target.kind == seclang::SelectorKind::kName || target.kind == seclang::SelectorKind::kXPath) {
        name = source_name(target, targets.back());
      }
      // multiMatch asks about the value after each transformation on the way.
      const auto nodes =
          link.multi_match ? build_.way_to(record.node) : std::vector<std::uint16_t>{record.node};
      for (const std::uint16_t node : nodes) sources.add(target.variable, name, node, index, filters);
    }
    if (scanned.sides[0] || scanned.sides[1]) filtered.push_back(scanned);
    if (head && always) insert(always_, index);
    record.targets_first = build_.writer.count(Section::kTargets);
    record.targets = static_cast<std::uint16_t>(targets.size());
    for (const TargetRecord& target : targets) build_.writer.put(Section::kTargets, target);
  }

  // What the engine looks a source up by: the key of the values, letters in lower case.
  std::string source_name(const seclang::Target& target, const TargetRecord& record) const {
    if (target.kind == seclang::SelectorKind::kXPath) return build_.writer.text(record.name);
    std::string name = target.selector.literal();
    std::transform(name.begin(), name.end(), name.begin(), lexicon::lower);
    return name;
  }

  std::uint32_t put_metadata(const seclang::Rule& rule, const seclang::Link& link) {
    MetadataRecord record;
    record.message = build_.put_text(link.message);
    record.log_data = build_.put_text(link.log_data);
    std::vector<std::uint32_t> tags;
    for (const seclang::Text& tag : link.tags) {
      if (!tag.empty()) tags.push_back(build_.put_text(tag));
    }
    record.tags_first = build_.writer.count(Section::kTags);
    record.tags = static_cast<std::uint16_t>(tags.size());
    for (const std::uint32_t tag : tags) build_.writer.put(Section::kTags, tag);
    if (link.severity.has_value()) record.severity = static_cast<std::uint8_t>(*link.severity);
    record.maturity = static_cast<std::uint8_t>(std::min(rule.maturity, 255u));
    record.accuracy = static_cast<std::uint8_t>(std::min(rule.accuracy, 255u));
    record.line = link.position.line;
    record.file = build_.writer.intern(rules_.files.at(link.position.file));
    record.version = build_.writer.intern(rule.version);
    record.revision = build_.writer.intern(rule.revision);
    return build_.writer.put(Section::kMetadata, record);
  }

  void finish(const Sources& sources, const std::vector<FilteredLink>& filtered) {
    if (build_.nodes().size() > program::rules::kNodesMax) {
      return build_.error({}, std::to_string(build_.nodes().size()) +
                                  " distinct chains of transformations, at most " +
                                  std::to_string(program::rules::kNodesMax));
    }
    for (const auto& node : build_.nodes()) build_.writer.put(Section::kNodes, node);
    sources.write(build_.writer, build_.nodes());
    if (Status status = write_prefilter(build_.writer, filtered, links_count_); !status.has_value()) {
      return build_.error({}, status.error().message);
    }
    build_.tx().write(build_.writer);
    build_.writer.header.words = static_cast<std::uint32_t>(words_);
    build_.writer.header.heads = build_.writer.put_bits(heads_);
    build_.writer.header.always = build_.writer.put_bits(always_);
  }

  const seclang::RuleSet& rules_;
  Build build_;
  std::vector<Placed> placed_;
  std::vector<HeadOf> head_of_;
  std::vector<Needs> needs_;
  std::uint32_t links_count_ = 0;
  std::size_t words_ = 0;
  LinkSet heads_;
  LinkSet always_;
};

}  // namespace

CompiledRules compile_rules(const seclang::RuleSet& rules, const std::array<std::uint8_t, 32>& text_digest) {
  return RuleCompiler(rules).run(text_digest);
}

}  // namespace bulkhead::compile
