#include "control/apply/change.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "control/apply/diff_parts.h"

namespace bulkhead::control {
namespace {

constexpr std::size_t kNamedInWhyMax = 3;

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::size_t count_of(std::span<const Change> changes, ChangeKind kind) {
  return static_cast<std::size_t>(std::ranges::count(changes, kind, &Change::kind));
}

}  // namespace

std::string_view name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kTightens: return "tightens";
    case ChangeKind::kLoosens: return "loosens";
    case ChangeKind::kNeutral: break;
  }
  return "neutral";
}

std::vector<Change> diff(const policy::Policy& from, const policy::Policy& to) {
  std::vector<Change> changes;
  diff_gateway(from, to, changes);
  diff_operators(from, to, changes);
  diff_services(from, to, changes);
  diff_doors(from, to, changes);
  std::ranges::stable_sort(changes, {}, &Change::service);
  return changes;
}

std::vector<Change> first_policy(const policy::Policy& to) {
  std::vector<Change> changes = {
      {.service = "", .what = "the first policy", .kind = {}, .needs_reload = true}};
  for (const auto& service : to.services)
    changes.push_back({.service = service.name, .what = "new service", .kind = {}, .needs_reload = true});
  return changes;
}

bool needs_second_person(std::span<const Change> changes) {
  return count_of(changes, ChangeKind::kLoosens) > 0;
}

bool needs_reload(std::span<const Change> changes) {
  return std::ranges::any_of(changes, &Change::needs_reload);
}

std::string summary(std::span<const Change> changes) {
  if (changes.empty()) return "nothing changes";
  std::set<std::string_view> services;
  for (const Change& change : changes)
    if (!change.service.empty()) services.insert(change.service);
  std::string text = counted(changes.size(), "change", "changes");
  if (!services.empty()) text += " in " + counted(services.size(), "service", "services");
  const std::size_t loosen = count_of(changes, ChangeKind::kLoosens);
  const std::size_t tighten = count_of(changes, ChangeKind::kTightens);
  if (loosen > 0) text += ": " + counted(loosen, "loosens", "loosen");
  if (tighten > 0) text += (loosen > 0 ? ", " : ": ") + counted(tighten, "tightens", "tighten");
  if (needs_reload(changes)) text += "; nginx is reloaded";
  return text;
}

std::string why_second_person(std::span<const Change> changes) {
  const std::size_t loosen = count_of(changes, ChangeKind::kLoosens);
  std::string text;
  std::size_t named = 0;
  for (const Change& change : changes) {
    if (change.kind != ChangeKind::kLoosens) continue;
    if (named == kNamedInWhyMax) return text + fmt::format("; and {} more", loosen - named);
    text += (named++ == 0 ? "it loosens: " : "; ") + (change.service.empty() ? "" : change.service + ": ") +
            change.what;
  }
  return text;
}

}  // namespace bulkhead::control
