#include "drill/train/score.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

using Effect = TrainingOrder::Effect;

bool concerns(const TrainingOrder& order, const std::string& service) {
  return std::ranges::find(order.services, service) != order.services.end();
}

// When the first attack on each service began.
std::map<std::string, Milliseconds> attacked_from(const Scenario& scenario) {
  std::map<std::string, Milliseconds> from;
  for (std::size_t i = 0; i < scenario.phases.size(); ++i)
    for (const Attack& attack : scenario.phases[i].attacks)
      for (const std::string& service : attack.services) from.try_emplace(service, scenario.begins(i));
  return from;
}

// Services that are under attack, or down, when the scenario ends: nobody can be blamed for keeping those closed.
std::set<std::string> troubled_at_end(const Scenario& scenario) {
  std::set<std::string> services;
  if (scenario.phases.empty()) return services;
  const Phase& last = scenario.phases.back();
  services.insert(last.down.begin(), last.down.end());
  for (const Attack& attack : last.attacks) services.insert(attack.services.begin(), attack.services.end());
  return services;
}

std::optional<Milliseconds> time_to_act(std::span<const TrainingOrder> orders, const std::string& service,
                                        Milliseconds from) {
  bool protected_before = false;
  for (const TrainingOrder& order : orders) {
    if (!concerns(order, service)) continue;
    const bool protects = order.effect != Effect::kOpens;
    if (order.at <= from)
      protected_before = protects;
    else if (protected_before)
      break;
    else if (protects)
      return order.at - from;
  }
  return protected_before ? std::optional(Milliseconds(0)) : std::nullopt;
}

struct Closures {
  Milliseconds lasted{0};
  bool at_end = false;
};

Closures closures_of(std::span<const TrainingOrder> orders, const std::string& service, Milliseconds end) {
  Closures sum;
  std::optional<Milliseconds> since;
  for (const TrainingOrder& order : orders) {
    if (!concerns(order, service)) continue;
    const bool closes = order.effect == Effect::kCloses;
    if (since && !closes) {
      sum.lasted += order.at - *since;
      since.reset();
    } else if (!since && closes) {
      since = order.at;
    }
  }
  if (since) sum.lasted += end - *since;
  sum.at_end = since.has_value();
  return sum;
}

std::span<const TrainingOrder> before(std::span<const TrainingOrder> orders, Milliseconds end) {
  const auto late =
      std::ranges::find_if(orders, [end](const TrainingOrder& order) { return order.at > end; });
  return orders.first(static_cast<std::size_t>(late - orders.begin()));
}

std::string seconds_text(Milliseconds time) {
  return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1'000);
}

// Rows as wide as their widest.
class Rows {
 public:
  void add(std::string what, std::string value) { rows_.emplace_back(std::move(what), std::move(value)); }
  std::string text() const {
    std::size_t widest = 0;
    for (const auto& [what, value] : rows_) widest = std::max(widest, what.size());
    std::string text;
    for (const auto& [what, value] : rows_) text += fmt::format("  {:<{}}  {}\n", what, widest, value);
    return text;
  }

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

std::string act_text(const Score::Attacked& one) {
  if (!one.to_act) return "never";
  return *one.to_act == Milliseconds(0) ? "already when it began" : "after " + seconds_text(*one.to_act);
}

}  // namespace

Score score_of(const Scenario& scenario, std::span<const TrainingOrder> orders, const Ends& ends) {
  const Milliseconds end = scenario.lasts();
  orders = before(orders, end);
  Score score;
  score.ends = ends;
  const auto from = attacked_from(scenario);
  for (const auto& [service, at] : from)
    score.attacked.push_back({service, at, time_to_act(orders, service, at)});
  std::ranges::stable_sort(score.attacked, {}, &Score::Attacked::from);
  if (!score.attacked.empty()) {
    const Milliseconds first = score.attacked.front().from;
    const auto order =
        std::ranges::find_if(orders, [first](const TrainingOrder& one) { return one.at >= first; });
    if (order != orders.end()) score.to_first_order = order->at - first;
  }
  std::set<std::string> named;
  for (const TrainingOrder& order : orders) named.insert(order.services.begin(), order.services.end());
  const std::set<std::string> troubled = troubled_at_end(scenario);
  for (const std::string& service : named) {
    const Closures closures = closures_of(orders, service, end);
    if (closures.lasted > Milliseconds(0) && !from.contains(service))
      score.closed_for_nothing.push_back({service, closures.lasted});
    if (closures.at_end && !troubled.contains(service)) score.still_closed.push_back(service);
  }
  return score;
}

std::string score_text(const Score& score) {
  Rows rows;
  if (score.attacked.empty())
    rows.add("Attacks", "none in this scenario");
  else
    rows.add("From the first attack to your first order",
             score.to_first_order ? seconds_text(*score.to_first_order) : "never");
  for (const Score::Attacked& one : score.attacked)
    rows.add(fmt::format("{}, attacked at {}: guarded or closed", one.service, clock_text(one.from)),
             act_text(one));
  if (score.closed_for_nothing.empty()) rows.add("Closed although nobody attacked", "none");
  for (const Score::Closed& one : score.closed_for_nothing)
    rows.add(fmt::format("{}: closed although nobody attacked", one.service),
             "for " + seconds_text(one.lasted));
  rows.add("Still closed at the end, after the attack",
           score.still_closed.empty() ? "none" : fmt::format("{}", fmt::join(score.still_closed, ", ")));
  rows.add("People's tasks finished",
           fmt::format("{} of {} ({})", count_text(score.ends.finished), count_text(score.ends.begun()),
                       share_text(score.ends.finished, score.ends.begun())));
  return "How you did\n" + rows.text();
}

}  // namespace bulkhead::drill
