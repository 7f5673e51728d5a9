#include <algorithm>

#include "policy/check/checks.h"
#include "policy/values/path_prefix.h"

namespace bulkhead::policy {

namespace {

/// Whether any request of the service can be below `route`.
bool meets(const std::string& route, const ServiceDraft& service) {
  return std::ranges::any_of(service.paths, [&](const auto& path) {
    return path_is_under(route, path.value) || path_is_under(path.value, route);
  });
}

void check_rule_routes(const ServiceDraft& service, Findings& findings) {
  constexpr std::string_view kMessage = "no request of the service comes here";
  if (service.paths.empty()) return;  // reported where they were read
  const std::string hint = "a route at, above or below one of match.paths";
  for (const auto& route : service.inspection.exclusion_routes) {
    if (!meets(route.value, service)) findings.warning(route.at.place(), std::string(kMessage), hint);
  }
  for (const auto& route : service.inspection.patch_routes) {
    if (!meets(route.value, service)) findings.error(route.at.place(), std::string(kMessage), hint);
  }
}

void check_effect(const ServiceDraft& service, std::size_t rule_files, Findings& findings) {
  const Inspection& inspection = service.service.inspection;
  const InspectionDraft& said = service.inspection;
  const bool off = inspection.mode == InspectionMode::kOff;
  if (off && !inspection.patches.empty()) {
    findings.warning(said.patches_at->key_place(), "inspection is off: the patches do nothing",
                     "mode: detect or block");
  } else if (!off && said.mode_at && rule_files == 0 && inspection.patches.empty()) {
    findings.warning(said.mode_at->place(), "there are no rules: nothing is inspected",
                     "rules: […] here or under `defaults`");
  }
}

/// What `defaults` gives to every service is counted before it is given.
struct Totals {
  std::size_t rule_files = 0;
  std::size_t exclusions = 0;
};

bool fit(const ServiceDraft& service, const Totals& totals, Findings& findings) {
  const auto refuse_above = [&](std::size_t count, std::size_t count_max, const std::string& what) {
    if (count <= count_max) return true;
    findings.error(service.at.key_place(),
                   "the services up to here have " + std::to_string(count) + " " + what +
                       ", with those of `defaults` counted for each",
                   "at most " + std::to_string(count_max));
    return false;
  };
  return refuse_above(totals.rule_files, Limits::kRuleFilesMax, "files of rules") &&
         refuse_above(totals.exclusions, Limits::kExclusionsMax, "exclusions");
}

void check_own_exclusions(const ServiceDraft& service, std::size_t count, Findings& findings) {
  if (count <= Limits::kExclusionsPerServiceMax) return;
  findings.error(service.at.key_place(),
                 "has " + std::to_string(count) + " exclusions with those of `defaults`",
                 "at most " + std::to_string(Limits::kExclusionsPerServiceMax));
}

}  // namespace

void check_inspection(const Draft& draft, Findings& findings) {
  const Inspection& defaults = draft.policy.defaults;
  Totals totals;
  for (const ServiceDraft& service : draft.services) {
    const Inspection& own = service.service.inspection;
    const std::size_t rule_files = service.inspection.rules_at ? own.rules.size() : defaults.rules.size();
    const std::size_t exclusions = own.exclusions.size() + defaults.exclusions.size();
    check_rule_routes(service, findings);
    check_effect(service, rule_files, findings);
    check_own_exclusions(service, exclusions, findings);
    totals.rule_files += rule_files;
    totals.exclusions += exclusions;
    if (!fit(service, totals, findings)) return;
  }
}

}  // namespace bulkhead::policy
