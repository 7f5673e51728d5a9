#include "cli/drill/officer_watch.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/client.h"
#include "cli/moments.h"
#include "drill/play/arm_play.h"

namespace bulkhead::cli {

namespace {

using drill::TrainingOrder;

// The drill waits while the daemon is asked: rarely, and not for long.
constexpr unsigned kAskEveryTicks = 2;
constexpr Milliseconds kAnswerMax{300};
constexpr int kEntriesMax = 100;

std::optional<TrainingOrder::Effect> effect_of(const std::string& action, const std::string& outcome) {
  using enum TrainingOrder::Effect;
  const bool placed = outcome.starts_with("placed");
  if (placed && (action == "close" || action == "lockdown")) return kCloses;
  if (placed && action == "guard") return kGuards;
  if (placed || outcome.starts_with("ended")) return kOpens;
  return std::nullopt;
}

// The names of those who are no person (docs/openapi.yaml, HistoryEntry).
bool is_person(const std::string& name) { return name != "time" && name != "quiet" && name != "gateway"; }

std::vector<std::string> services_in(const std::string& scope, const policy::Policy& policy) {
  std::vector<std::string> services;
  for (const policy::Service& service : policy.services)
    if (scope == "all" || scope == "service:" + service.name || scope == "compartment:" + service.compartment)
      services.push_back(service.name);
  return services;
}

CommonOptions options_of(const std::vector<std::string>& words) {
  CommonOptions options;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
    if (words[i] == "--url") options.url = words[i + 1];
    if (words[i] == "--token-file") options.token_file = words[i + 1];
  }
  return options;
}

std::string exports(const CommonOptions& options) {
  return fmt::format("export BULKHEAD_URL={} BULKHEAD_TOKEN_FILE={}", options.url.value_or(""),
                     options.token_file.value_or(""));
}

drill::ArmPlay* ours(std::span<const std::unique_ptr<drill::ArmPlay>> plays) {
  const auto found = std::ranges::find_if(
      plays, [](const auto& play) { return play->arm().kind == drill::ArmKind::kBulkhead; });
  return found == plays.end() ? nullptr : found->get();
}

}  // namespace

std::vector<HeardOrder> orders_in_history(JsonView history, std::int64_t after,
                                          const policy::Policy& policy) {
  std::vector<HeardOrder> orders;
  for (const JsonView& entry : history["entries"].items()) {
    const std::string action = entry["action"].text();
    const std::string person = entry["person"].text();
    const auto effect = effect_of(action, entry["outcome"].text());
    if (!effect || !is_person(person) || entry["id"].whole() <= after) continue;
    HeardOrder order{entry["id"].whole(), instant(entry["at"].text()), "", *effect,
                     services_in(entry["scope"].text(), policy)};
    order.text = fmt::format("bulkhead {}", action);
    for (const std::string& service : order.services) order.text += " " + service;
    order.text += fmt::format(" ({})", person);
    orders.push_back(std::move(order));
  }
  std::ranges::reverse(orders);
  return orders;
}

void OfficerWatch::began(std::span<const std::unique_ptr<drill::ArmPlay>> plays) {
  const drill::ArmPlay* play = ours(plays);
  if (play == nullptr) return;
  const CommonOptions second = options_of(play->arm().as_second);
  out_ << fmt::format(
              "\nYou are the officer on duty. In another terminal:\n\n  {0}\n  {1} status --watch\n  {1} "
              "close SERVICE --cause attack "
              "--for 10m --reason WHY\n\nThe second person, where one is needed:\n\n  {1} approve ID --url "
              "{2} --token-file {3}\n\n",
              exports(options_of(play->arm().as_officer)), play->arm().bulkhead, second.url.value_or(""),
              second.token_file.value_or(""))
       << std::flush;
}

void OfficerWatch::tick(std::span<const std::unique_ptr<drill::ArmPlay>> plays, Milliseconds at) {
  drill::ArmPlay* play = ours(plays);
  if (play == nullptr || ticks_++ % kAskEveryTicks != 0) return;
  const CommonOptions options = options_of(play->arm().as_officer);
  Client client(options);
  client.set_answer_max(kAnswerMax);
  const Result<Reply> history = call(client, {.path = fmt::format("/history?limit={}", kEntriesMax)});
  if (!history) return;
  const RealTime now = instant(history->document.root()["as_of"].text());
  for (HeardOrder& order : orders_in_history(history->document.root(), heard_, play->arm().policy)) {
    heard_ = order.id;
    const Milliseconds ago = std::chrono::duration_cast<Milliseconds>(now - order.at);
    orders_.push_back({std::max(at - ago, Milliseconds(0)), order.effect, std::move(order.services)});
    play->note(drill::Moment::Kind::kOrder, std::move(order.text));
  }
}

}  // namespace bulkhead::cli
