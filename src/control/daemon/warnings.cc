#include "control/daemon/warnings.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace bulkhead::control {
namespace {

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShownMax); ++i) text += (i ? ", " : "") + names[i];
  if (names.size() > kNamesShownMax) text += fmt::format(" and {} more", names.size() - kNamesShownMax);
  return text;
}

void add_workers(std::vector<std::string>& all, const Snapshot& now, Milliseconds published_ago) {
  std::vector<std::string> late, old_image, refused, silent;
  std::size_t alive = 0;
  for (const WorkerNow& worker : now.workers) {
    if (!worker.state.alive) continue;
    ++alive;
    const std::string pid = fmt::format("{}", worker.state.pid);
    if (worker.heartbeat_age > kHeartbeatLateAfter) silent.push_back(pid);
    if (now.image && worker.state.image_refused == now.image->version)
      refused.push_back(pid);
    else if (now.image && !now.image->staged && published_ago > kWorkerLateAfter &&
             worker.state.image_seen != now.image->version)
      old_image.push_back(pid);
    if (worker.state.epoch_seen < now.epoch && published_ago > kWorkerLateAfter) late.push_back(pid);
  }
  if (alive == 0) all.emplace_back("no nginx worker is alive: nobody is served through this gateway");
  if (!late.empty())
    all.push_back(fmt::format("workers that do not obey the newest orders yet: {}", list(late)));
  if (!refused.empty())
    all.push_back(fmt::format("workers that could not load image {}: {}", now.image->version, list(refused)));
  if (!old_image.empty()) all.push_back(fmt::format("workers with an old image: {}", list(old_image)));
  if (!silent.empty())
    all.push_back(fmt::format("workers that showed no sign of life for 10 s: {}", list(silent)));
}

void add_overdue(std::vector<std::string>& all, const Snapshot& now) {
  std::vector<std::string> overdue;
  for (const ServiceNow& service : now.services)
    if (service.overdue) overdue.push_back(service.service->name);
  if (!overdue.empty())
    all.push_back(fmt::format("orders whose time is up and that only a person may end: {}", list(overdue)));
}

// One line for each reason: nginx that does not listen is one trouble, however many services stand behind it.
void add_self_tests(std::vector<std::string>& all, const Snapshot& now) {
  std::map<std::string, std::vector<std::string>> failed;
  std::vector<std::string> overdue;
  for (const ServiceNow& service : now.services) {
    const auto& test = service.inspection.self_test;
    if (!test) continue;
    if (test->at && !test->ok)
      failed[test->why].push_back(service.service->name);
    else if (test->overdue)
      overdue.push_back(service.service->name);
  }
  for (const auto& [why, names] : failed)
    all.push_back(
        fmt::format("self-test failed, inspection is not proven to be on: {}: {}", list(names), why));
  if (!overdue.empty())
    all.push_back(fmt::format("no self-test for more than 3 minutes, inspection is not proven to be on: {}",
                              list(overdue)));
}

}  // namespace

std::vector<std::string> warnings(const Snapshot& now, Milliseconds published_ago, const Troubles& troubles) {
  std::vector<std::string> all;
  add_self_tests(all, now);
  if (!troubles.self_tests.empty())
    all.push_back(fmt::format("inspection cannot be tested: {}", troubles.self_tests));
  if (!troubles.store.empty())
    all.push_back(fmt::format(
        "the store cannot be read: doors stay as they are, tightening works, loosening is refused: {}",
        troubles.store));
  for (const std::string& text : troubles.book) all.push_back(text);
  add_workers(all, now, published_ago);
  if (!now.image) all.emplace_back("no policy was applied yet: every door is unknown");
  for (const std::string& text : troubles.start) all.push_back(text);
  add_overdue(all, now);
  for (const std::string& act : troubles.alone)
    all.push_back(fmt::format("without a second person: {}", act));
  if (!now.real_time_trusted)
    all.emplace_back(
        "the clock is not synchronised: deadlines hold, times in text may be wrong, and a reboot keeps what "
        "it closes for longer");
  if (!troubles.site.empty())
    all.push_back(fmt::format("the public status site could not be written: {}", troubles.site));
  if (!troubles.peers.empty()) all.push_back(fmt::format("other gateways were not told: {}", troubles.peers));
  return all;
}

}  // namespace bulkhead::control
