#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/timestamp.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

/// As parse_scope() reads it, and never two ways: "service:tax", "all".
std::string scope_text(const posture::Scope& scope) {
  if (scope.kind == posture::ScopeKind::kAll) return "all";
  return fmt::format("{}:{}", posture::name(scope.kind), scope.name);
}

Json stages(const std::vector<posture::Stage>& then) {
  Json all = Json::array();
  for (const posture::Stage& stage : then) {
    Json one = {{"level", posture::name(stage.level)}, {"share_permille", stage.share_permille}};
    if (stage.lasts) one["for"] = compact_duration(*stage.lasts);
    all.push_back(std::move(one));
  }
  return all;
}

Json ids(const std::vector<Id>& all) {
  Json texts = Json::array();
  for (const Id& id : all) texts.push_back(id.text());
  return texts;
}

std::set<std::string> as_set(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

Json show(const posture::Ending& ending, const os::Clock& clock) {
  std::optional<RealTime> at;
  if (ending.at) at = clock.real_now() + (*ending.at - clock.boot_now());
  return {{"kind", posture::name(ending.kind)}, {"at", instant(at)}};
}

// Of what is ordered, and of what shows through where nothing is.
Json not_enforced_of(const posture::Preview& preview, const policy::Policy* policy) {
  const auto tightens = [policy](const std::string& name) {
    const policy::Service* service = policy ? policy->find_service(name) : nullptr;
    return service != nullptr && tightens_while_guarded(*service);
  };
  std::set<std::string> missing;
  if (preview.asked)
    missing.merge(as_set(not_enforced(*preview.asked, std::ranges::all_of(preview.services, tightens))));
  for (const posture::Preview::Change& change : preview.changes)
    missing.merge(as_set(not_enforced(change.to, tightens(change.service))));
  return missing;
}

}  // namespace

std::string compact_duration(Milliseconds duration) {
  struct Unit {
    std::int64_t ms;
    const char* name;
  };
  constexpr std::array<Unit, 5> kUnits{
      {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}}};
  std::int64_t left = duration.count();
  std::string text;
  for (const Unit& unit : kUnits) {
    if (left >= unit.ms) text += fmt::format("{}{}", left / unit.ms, unit.name);
    left %= unit.ms;
  }
  return text.empty() ? "0s" : text;
}

std::string posture_words(const posture::Posture& posture) {
  if (posture.level == posture::Level::kClosed || posture.share_permille == posture::kShareAll)
    return std::string(posture::name(posture.level));
  return fmt::format("{} to {} %", posture::name(posture.level), posture.share_permille / 10.0);
}

Json show(const posture::Order& order, bool overdue, const EndedOrder* ended) {
  return {{"id", order.id.text()},
          {"scope", scope_text(order.scope)},
          {"level", posture::name(order.level)},
          {"share_permille", order.share_permille},
          {"cause", posture::name(order.cause)},
          {"rank", posture::name(order.rank)},
          {"author", order.author},
          {"approver", order.approver},
          {"alone", order.alone},
          {"drill", order.drill},
          {"reason", order.reason},
          {"public_text", order.public_text.empty() ? Json::object() : Json(order.public_text)},
          {"from", instant(order.from_real)},
          {"until", instant(order.until_real)},
          {"then", stages(order.then)},
          {"drain_s", order.drain.count() / 1'000},
          {"drain_sessions", order.drain_sessions},
          {"state", ended     ? "over"
                    : overdue ? "overdue"
                              : "in_force"},
          {"ended", ended ? Json{{"at", instant(ended->ended_at)}, {"how", ended->how}} : Json()}};
}

Json show_intended(const posture::Order& order) {
  return {{"scope", scope_text(order.scope)},       {"level", posture::name(order.level)},
          {"share_permille", order.share_permille}, {"cause", posture::name(order.cause)},
          {"until", instant(order.until_real)},     {"then", stages(order.then)}};
}

Json show(const Proposal& proposal) {
  Json changes = Json::array();
  for (const ProposedChange& change : proposal.changes)
    changes.push_back({{"service", change.service},
                       {"what", change.what},
                       {"kind", change.kind},
                       {"needs_reload", change.needs_reload}});
  return {{"id", proposal.id.text()},
          {"kind", name(proposal.kind)},
          {"digest", proposal.digest},
          {"what", proposal.what},
          {"author", proposal.author},
          {"reason", proposal.reason},
          {"needs", proposal.why},
          {"text", proposal.text},
          {"changes", std::move(changes)},
          {"changes_left_out", proposal.changes_left_out},
          {"drill", proposal.drill},
          {"created", instant(proposal.proposed_real)},
          {"expires", instant(proposal.expires_real)}};
}

Json show(const HistoryEntry& entry) {
  return {{"id", entry.id},         {"at", instant(entry.at)},  {"person", entry.person},
          {"action", entry.action}, {"scope", entry.scope},     {"what", entry.what},
          {"reason", entry.reason}, {"outcome", entry.outcome}, {"alone", entry.alone},
          {"drill", entry.drill},   {"links", ids(entry.links)}};
}

Json show(const posture::Preview& preview, bool needs_second_person, const std::string& why,
          const os::Clock& clock, const policy::Policy* policy) {
  Json changes = Json::array();
  for (const posture::Preview::Change& change : preview.changes)
    changes.push_back({{"service", change.service},
                       {"from", posture_words(change.from)},
                       {"to", posture_words(change.to)}});
  Json endings = Json::array();
  for (const posture::Preview::EndingChange& change : preview.endings)
    endings.push_back({{"service", change.service},
                       {"posture", posture_words(change.posture)},
                       {"from", show(change.from, clock)},
                       {"to", show(change.to, clock)}});
  Json stay_open = Json::array();
  for (const posture::Preview::OpenDoor& door : preview.stay_open)
    stay_open.push_back({{"service", door.service}, {"posture", posture_words(door.posture)}});
  return {{"sentence", preview.sentence},
          {"services", preview.services},
          {"essential", preview.essential},
          {"depends_on_it", preview.depends_on_it},
          {"essential_depends_on_it", preview.essential_depends_on_it},
          {"people_share", preview.people_permille ? Json(*preview.people_permille / 1000.0) : Json()},
          {"lanes_stay", preview.lanes_stay},
          {"stay_looser", preview.stay_looser},
          {"stay_stricter", preview.stay_stricter},
          {"stay_open", std::move(stay_open)},
          {"needs_second_person", needs_second_person},
          {"why", why},
          {"changes", std::move(changes)},
          {"endings", std::move(endings)},
          {"not_enforced", not_enforced_of(preview, policy)}};
}

}  // namespace bulkhead::control::rest
