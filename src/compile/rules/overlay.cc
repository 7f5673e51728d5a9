#include "compile/rules/overlay.h"

#include <algorithm>
#include <array>
#include <string>

#include "lexicon/variable.h"
#include "match/regex/compile.h"
#include "match/regex/syntax.h"

namespace bulkhead::compile {

namespace {

using program::ImageContents;
using program::rules::RuleProgram;

// The names by which the Core Rule Set knows a setting, 4.x first, then 3.3.
struct Setting {
  const char* what;
  std::array<const char*, 2> names;
};
constexpr Setting kBlocking = {"paranoia", {"blocking_paranoia_level", "paranoia_level"}};
constexpr Setting kDetection = {"detection_paranoia",
                                {"detection_paranoia_level", "executing_paranoia_level"}};
constexpr Setting kInbound = {"inbound_threshold", {"inbound_anomaly_score_threshold", nullptr}};
constexpr Setting kOutbound = {"outbound_threshold", {"outbound_anomaly_score_threshold", nullptr}};

class OverlayWriter {
 public:
  OverlayWriter(const policy::Service& service, const RuleProgram& rules)
      : service_(service), rules_(rules) {}

  Status pins(const policy::Inspection& from, bool guarded, std::vector<ImageContents::Pin>& to) {
    const auto paranoia = guarded && from.guarded.paranoia ? from.guarded.paranoia : from.paranoia;
    const auto inbound =
        guarded && from.guarded.inbound_threshold ? from.guarded.inbound_threshold : from.inbound_threshold;
    if (Status ok = pin(kBlocking, paranoia, to); !ok) return ok;
    if (Status ok = pin(kDetection, from.detection_paranoia ? from.detection_paranoia : paranoia, to); !ok)
      return ok;
    if (Status ok = pin(kInbound, inbound, to); !ok) return ok;
    return pin(kOutbound, from.outbound_threshold, to);
  }

  Result<ImageContents::Exclusion> exclusion(const policy::RuleExclusion& from) {
    ImageContents::Exclusion to;
    to.links = links(from);
    to.route = from.route;
    if (from.target.empty()) return to;
    const std::size_t colon = from.target.find(':');
    const std::string name = from.target.substr(0, colon);
    const auto variable = lexicon::find_variable(name);
    if (!variable) return invalid("exclusions: " + name + " is no variable of rules");
    to.variable = static_cast<std::uint8_t>(*variable);
    if (colon == std::string::npos) return to;
    const std::string selector = from.target.substr(colon + 1);
    if (selector.size() < 2 || !selector.starts_with('/') || !selector.ends_with('/')) {
      to.name = selector;
      return to;
    }
    match::regex::SyntaxOptions options;
    options.caseless = true;
    const auto syntax = match::regex::parse(selector.substr(1, selector.size() - 2), options);
    if (!syntax) return invalid("exclusions: the pattern of " + from.target + ": " + syntax.error().message);
    if (syntax->needs_backtracking()) {
      return invalid("exclusions: the pattern of " + from.target + " may not have " +
                     syntax->backtracking_reason);
    }
    auto compiled = match::regex::compile(*syntax);
    if (!compiled) return fail_as(compiled);
    to.pattern = std::move(*compiled);
    return to;
  }

 private:
  std::unexpected<Error> invalid(std::string what) const {
    return fail(ErrorCode::kInvalid, "service " + service_.name + ": " + std::move(what));
  }

  template <typename Number>
  Status pin(const Setting& setting, const std::optional<Number>& number,
             std::vector<ImageContents::Pin>& to) {
    if (!number) return {};
    bool known = false;
    for (const char* name : setting.names) {
      if (name == nullptr) continue;
      const std::uint16_t slot = rules_.tx_slot(name);
      if (slot == program::rules::kNone16) continue;
      to.push_back({slot, static_cast<std::int64_t>(*number)});
      known = true;
    }
    if (known) return {};
    return invalid(std::string(setting.what) + " is set, but its rules know no variable tx." +
                   setting.names[0]);
  }

  // The heads of rules that the exclusion names.
  std::vector<std::uint64_t> links(const policy::RuleExclusion& exclusion) const {
    std::vector<std::uint64_t> set(rules_.words());
    const auto all = rules_.links();
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (!program::rules::contains(rules_.heads(), i)) continue;
      const bool by_id =
          std::any_of(exclusion.rules.begin(), exclusion.rules.end(), [&](const policy::IdRange& range) {
            return range.first <= all[i].rule_id && all[i].rule_id <= range.last;
          });
      if (by_id || has_tag(all[i], exclusion.tags)) set[i / 64] |= std::uint64_t{1} << (i % 64);
    }
    return set;
  }

  bool has_tag(const program::rules::LinkRecord& link, const std::vector<std::string>& wanted) const {
    if (wanted.empty()) return false;
    for (const std::uint32_t tag : rules_.tags(rules_.metadata(link))) {
      const auto pieces = rules_.pieces(tag);
      if (pieces.size() != 1 || pieces[0].target != program::rules::kNone) continue;
      if (std::find(wanted.begin(), wanted.end(), rules_.string(pieces[0].literal)) != wanted.end())
        return true;
    }
    return false;
  }

  const policy::Service& service_;
  const RuleProgram& rules_;
};

}  // namespace

Result<ImageContents::Inspection> inspection_contents(const policy::Service& service,
                                                      const RuleProgram* rules, std::size_t program,
                                                      RealTime now) {
  const policy::Inspection& from = service.inspection;
  ImageContents::Inspection to;
  to.mode = static_cast<program::layout::InspectionMode>(from.mode);
  to.request_body_beyond = static_cast<program::layout::BeyondLimit>(from.request_body_beyond);
  to.responses = from.responses;
  to.error_log = from.error_log;
  to.deny_overrun = from.on_overrun == policy::OnOverrun::kDeny;
  to.request_body_bytes_max = from.request_body_bytes_max;
  to.response_body_bytes_max = from.response_body_bytes_max;
  // A promise of protection that nothing keeps would be worse than none.
  if (!from.patches.empty())
    return fail(ErrorCode::kInvalid,
                "service " + service.name + ": patches are not carried out by this release");
  if (!from.request_encodings.empty())
    return fail(ErrorCode::kInvalid,
                "service " + service.name + ": request_encodings: this release refuses all of them");
  if (rules == nullptr) return to;
  to.program = program;
  OverlayWriter writer(service, *rules);
  if (Status ok = writer.pins(from, false, to.pins); !ok) return fail_as(ok);
  if (Status ok = writer.pins(from, true, to.guarded_pins); !ok) return fail_as(ok);
  for (const policy::RuleExclusion& exclusion : from.exclusions) {
    if (exclusion.until && *exclusion.until <= now) continue;
    auto one = writer.exclusion(exclusion);
    if (!one) return fail_as(one);
    to.exclusions.push_back(std::move(*one));
  }
  return to;
}

}  // namespace bulkhead::compile
