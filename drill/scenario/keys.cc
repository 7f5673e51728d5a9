#include "drill/scenario/keys.h"

#include <array>

namespace bulkhead::drill {
namespace {

using Key = std::string_view;

template <typename... Keys>
constexpr auto keys(Keys... names) {
  return std::array<Key, sizeof...(Keys)>{Key(names)...};
}

constexpr auto kNone = std::array<Key, 0>{};
constexpr auto kScenario = keys("title", "services", "people", "phases", "officer", "off_by_hand");
constexpr auto kScenarioRequired = keys("title", "phases");
constexpr auto kCapacity = keys("delay", "slots");
constexpr auto kGroup = keys("title", "networks", "addresses", "persons", "visits", "tasks_per_visit",
                             "tasks", "think", "javascript", "first_visit", "language");
constexpr auto kGroupRequired = keys("title", "networks", "visits", "tasks");
constexpr auto kPhase = keys("name", "lasts", "visits", "attacks", "down");
constexpr auto kPhaseRequired = keys("name", "lasts");
constexpr auto kAttack = keys("name", "kind", "services", "networks", "sources", "rate", "paths");
constexpr auto kAttackRequired = keys("name", "kind", "services", "networks", "rate");
constexpr auto kOfficerAct = keys("at", "run");
constexpr auto kOffByHand = keys("at", "back_at", "except");
constexpr auto kOffByHandRequired = keys("at", "back_at");

}  // namespace

const policy::Shape kScenarioShape{"scenario", kScenario, kScenarioRequired};
const policy::Shape kCapacityShape{"services", kCapacity, kNone};
const policy::Shape kGroupShape{"group", kGroup, kGroupRequired};
const policy::Shape kPhaseShape{"phase", kPhase, kPhaseRequired};
const policy::Shape kAttackShape{"attack", kAttack, kAttackRequired};
const policy::Shape kOfficerActShape{"act", kOfficerAct, kOfficerAct};
const policy::Shape kOffByHandShape{"off_by_hand", kOffByHand, kOffByHandRequired};

std::span<const policy::Shape* const> scenario_shapes() {
  static constexpr std::array<const policy::Shape*, 7> kAll = {
      &kScenarioShape, &kCapacityShape,   &kGroupShape,    &kPhaseShape,
      &kAttackShape,   &kOfficerActShape, &kOffByHandShape};
  return kAll;
}

}  // namespace bulkhead::drill
