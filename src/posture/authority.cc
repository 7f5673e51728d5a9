#include "posture/authority.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/timestamp.h"

namespace bulkhead::posture {
namespace {

std::string closing_too_long(const Effect& effect) {
  const bool again = effect.closed_already > Milliseconds(0);
  std::string how_long =
      effect.closed_for ? "for " + duration_text(*effect.closed_for) : std::string("without an end");
  if (again && effect.closed_for)
    how_long +=
        fmt::format(", counting the {} that it is closed already,", duration_text(effect.closed_already));
  return fmt::format("closing the essential service {} {} needs a second person; one person may for {}{}",
                     effect.service, how_long, duration_text(kAloneClosedMax), again ? " in all" : "");
}

bool closes_too_long(const Effect& effect) {
  if (effect.criticality != Criticality::kEssential || effect.closed_anyway) return false;
  return !effect.closed_for || *effect.closed_for > kAloneClosedMax;
}

// Empty: one person is enough.
std::string why_second(const Order* placed, std::span<const Order* const> ended,
                       std::span<const Effect> effects) {
  for (const Order* order : ended) {
    if (order->cause != Cause::kCompromise) continue;
    return fmt::format("taking away an order with cause compromise ({}) needs a second person",
                       text(order->scope));
  }
  for (const Effect& effect : effects) {
    if (!effect.under_compromise || !looser(effect.after, effect.before)) continue;
    return fmt::format("loosening {}, which an order with cause compromise covers, needs a second person",
                       effect.service);
  }
  if (placed == nullptr || placed->level != Level::kClosed) return {};
  if (placed->scope.kind == ScopeKind::kAll) return "closing everything at once needs a second person";
  const auto found = std::find_if(effects.begin(), effects.end(), closes_too_long);
  return found == effects.end() ? std::string() : closing_too_long(*found);
}

}  // namespace

Permission may_order(const Person& person, bool alone, const Order* placed,
                     std::span<const Order* const> ended, std::span<const Effect> effects) {
  if (person.root && !alone) {
    return {Verdict::kRefused, "uid 0 is nobody in particular: it acts only with --alone"};
  }
  if (!person.root && person.role == Role::kAuditor) {
    return {Verdict::kRefused, fmt::format("{} is an auditor: auditors look and do not act", person.id)};
  }
  std::string why = why_second(placed, ended, effects);
  if (why.empty()) return {};
  if (alone) return {Verdict::kAllowed, std::move(why), true};
  return {Verdict::kNeedsSecond, std::move(why)};
}

Permission may_approve(const Person& person, std::string_view author) {
  if (person.root) return {Verdict::kRefused, "uid 0 is nobody in particular: it is never the second person"};
  if (person.role == Role::kAuditor) {
    return {Verdict::kRefused, fmt::format("{} is an auditor: auditors look and do not agree", person.id)};
  }
  if (person.id == author) {
    return {Verdict::kRefused, fmt::format("{} proposed it: the second person is another one", person.id)};
  }
  return {};
}

}  // namespace bulkhead::posture
