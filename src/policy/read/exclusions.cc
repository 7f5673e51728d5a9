#include "policy/read/sections.h"
#include "policy/scalars.h"
#include "policy/values/end_date.h"
#include "policy/values/path_prefix.h"
#include "policy/values/rule_words.h"

namespace bulkhead::policy {

namespace {

/// What an exclusion and a patch have in common: somebody answers for it, and it ends or says that it does not.
struct Responsibility {
  std::string owner;
  std::string reason;
  std::optional<RealTime> until;
};

std::optional<RealTime> read_until(const Spot& spot, const Draft& draft, std::string_view overdue,
                                   Findings& findings) {
  const std::optional<std::string> text = read_string(spot, findings);
  if (!text) return std::nullopt;
  const Parsed<RealTime> until = parse_end(*text, draft.policy.agency.timezone);
  if (!until) {
    findings.error(spot.place(), until.error().message, until.error().hint);
    return std::nullopt;
  }
  if (draft.now && *until <= *draft.now)
    findings.warning(spot.place(), std::string(overdue), "remove it, or give it a new date");
  return *until;
}

void read_permanent(const Spot& spot, bool ends, Findings& findings) {
  const std::optional<bool> permanent = read_boolean(spot, findings);
  if (!permanent) return;
  if (ends) {
    findings.error(spot.key_place(), "has an end as well", "`until` or `permanent`, not both");
  } else if (!*permanent) {
    findings.error(spot.place(), "is false, and no end is given", "until: 2027-01-31 instead");
  }
}

Responsibility read_responsibility(const Fields& fields, std::string_view overdue, const Draft& draft,
                                   Findings& findings) {
  Responsibility one;
  if (const auto at = fields.find("owner")) put(one.owner, read_line(*at, Limits::kTitleBytesMax, findings));
  if (const auto at = fields.find("reason")) put(one.reason, read_line(*at, Limits::kTextBytesMax, findings));
  const Node& node = *fields.spot().node;
  if (const auto at = fields.find("until")) one.until = read_until(*at, draft, overdue, findings);
  if (const auto at = fields.find("permanent"))
    read_permanent(*at, node.member("until") != nullptr, findings);
  if (node.is_mapping() && node.member("until") == nullptr && node.member("permanent") == nullptr) {
    findings.error(fields.spot().key_place(), "does not say until when it holds",
                   "until: 2027-01-31, or permanent: true");
  }
  return one;
}

std::optional<IdRange> read_id_range(const Spot& spot, Findings& findings) {
  if (spot.node->is_scalar() && spot.node->plain && spot.node->text.find('-', 1) == std::string::npos) {
    const auto id = read_integer(spot, 1, static_cast<std::int64_t>(Limits::kRuleIdMax), findings);
    if (!id) return std::nullopt;
    return IdRange{static_cast<std::uint64_t>(*id), static_cast<std::uint64_t>(*id)};
  }
  return read_parsed(spot, parse_id_range, findings);
}

void read_excluded(const Fields& fields, RuleExclusion& exclusion, Findings& findings) {
  const auto rules_at = fields.find("rules");
  const auto tags_at = fields.find("tags");
  if (rules_at) {
    for (const Spot& item : read_list(*rules_at, Limits::kExcludedRulesMax, false, findings)) {
      if (const auto range = read_id_range(item, findings)) exclusion.rules.push_back(*range);
    }
  }
  if (tags_at) {
    for (const Spot& item : read_list(*tags_at, Limits::kExcludedRulesMax, false, findings)) {
      if (auto tag = read_line(item, Limits::kTagBytesMax, findings))
        exclusion.tags.push_back(std::move(*tag));
    }
  }
  const Node& node = *fields.spot().node;
  if (rules_at && tags_at) {
    findings.error(tags_at->key_place(), "stands beside `rules`",
                   "one of the two; another entry for the other");
  } else if (node.is_mapping() && node.member("rules") == nullptr && node.member("tags") == nullptr) {
    findings.error(fields.spot().key_place(), "does not say which rules",
                   "rules: [942100, \"942110-942190\"], or tags: [attack-sqli]");
  }
}

}  // namespace

void read_exclusions(const Spot& spot, Inspection& inspection, InspectionDraft& places, const Draft& draft,
                     Findings& findings) {
  for (const Spot& item : read_list(spot, Limits::kExclusionsPerServiceMax, true, findings)) {
    const Fields fields(item, kExclusionShape, findings);
    RuleExclusion exclusion;
    read_excluded(fields, exclusion, findings);
    if (const auto at = fields.find("route")) {
      if (auto route = read_parsed(*at, parse_path_prefix, findings)) {
        exclusion.route = *route;
        places.exclusion_routes.push_back({std::move(*route), *at});
      }
    }
    if (const auto at = fields.find("target"))
      put(exclusion.target, read_parsed(*at, parse_rule_target, findings));
    Responsibility one = read_responsibility(fields, "the date is past: the exclusion does not hold any more",
                                             draft, findings);
    exclusion.owner = std::move(one.owner);
    exclusion.reason = std::move(one.reason);
    exclusion.until = one.until;
    inspection.exclusions.push_back(std::move(exclusion));
  }
}

void read_patches(const Spot& spot, Inspection& inspection, InspectionDraft& places, const Draft& draft,
                  Findings& findings) {
  for (const Spot& item : read_list(spot, Limits::kPatchesPerServiceMax, true, findings)) {
    const Fields fields(item, kPatchShape, findings);
    VirtualPatch patch;
    if (const auto at = fields.find("route")) {
      if (auto route = read_parsed(*at, parse_path_prefix, findings)) {
        patch.route = *route;
        places.patch_routes.push_back({std::move(*route), *at});
      }
    }
    if (const auto at = fields.find("file")) put(patch.file, read_parsed(*at, parse_rules_file, findings));
    Responsibility one = read_responsibility(
        fields, "the date is past: the patch still guards, and somebody has to look at it", draft, findings);
    patch.owner = std::move(one.owner);
    patch.reason = std::move(one.reason);
    patch.until = one.until;
    inspection.patches.push_back(std::move(patch));
  }
}

}  // namespace bulkhead::policy
