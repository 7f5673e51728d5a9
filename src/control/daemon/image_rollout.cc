#include "control/daemon/image_rollout.h"

#include <algorithm>
#include <optional>
#include <thread>

#include <fmt/format.h>

namespace bulkhead::control {
namespace {

using segment::WorkerCounter;
using segment::WorkerState;

constexpr Milliseconds kLookEvery{2};

std::uint64_t troubles(const WorkerState& worker) {
  return worker.count(WorkerCounter::kNoDoor) + worker.count(WorkerCounter::kBugs) +
         worker.count(WorkerCounter::kImageFailures);
}

}  // namespace

std::vector<WorkerState> ImageRollout::workers() const {
  const auto reader = segment::SharedReader::open(path_);
  if (!reader) return {};
  auto workers = reader->workers();
  std::erase_if(workers, [](const WorkerState& worker) { return !worker.alive; });
  return workers;
}

Status ImageRollout::publish_image(std::uint64_t version, const std::string&, Stage stage) {
  if (stage == Stage::kAll) return on_all(version);
  for (int tries = 1;; ++tries) {
    const auto now = workers();
    // Nobody to try it on: it is for those who start later.
    if (now.empty()) return {};
    // While nginx reloads, the oldest are on their way out.
    const WorkerState& first = *std::ranges::max_element(now, {}, &WorkerState::started);
    const auto tried = on_one(version, first);
    if (!tried) return fail_as(tried);
    if (*tried == Trial::kPassed) return {};
    if (tries == kTriesMax)
      return fail(ErrorCode::kUnavailable,
                  fmt::format("worker {} ended while it tried image {}", first.pid, version));
  }
}

Result<ImageRollout::Trial> ImageRollout::on_one(std::uint64_t version, const WorkerState& first) {
  if (Status staged = hands_.stage(version, first.slot); !staged) return fail_as(staged);
  const MonoTime begun = clock_.mono_now();
  std::optional<MonoTime> taken;
  for (;;) {
    const auto now = workers();
    const auto worker = std::ranges::find_if(
        now, [&](const WorkerState& w) { return w.slot == first.slot && w.pid == first.pid; });
    if (worker == now.end()) return Trial::kEnded;
    if (worker->image_refused == version)
      return fail(ErrorCode::kCorrupt, fmt::format("worker {} could not use image {}", first.pid, version));
    if (troubles(*worker) > troubles(first))
      return fail(ErrorCode::kUnavailable,
                  fmt::format("worker {} did worse with image {}", first.pid, version));
    const MonoTime at = clock_.mono_now();
    if (!taken && worker->image_seen == version) taken = at;
    if (taken && at - *taken >= kWatched) return Trial::kPassed;
    if (!taken && at - begun >= kTakenMax)
      return fail(ErrorCode::kUnavailable, fmt::format("worker {} did not take image {} within {} ms",
                                                       first.pid, version, kTakenMax.count()));
    std::this_thread::sleep_for(kLookEvery);
  }
}

Status ImageRollout::on_all(std::uint64_t version) {
  if (Status published = hands_.publish(version); !published) return published;
  if (version == kNoImage) return {};
  const MonoTime begun = clock_.mono_now();
  for (;;) {
    const auto now = workers();
    const auto behind =
        std::ranges::find_if(now, [&](const WorkerState& w) { return w.image_seen != version; });
    if (behind == now.end()) return {};
    if (behind->image_refused == version)
      return fail(ErrorCode::kCorrupt, fmt::format("worker {} could not use image {}", behind->pid, version));
    if (clock_.mono_now() - begun >= kTakenMax)
      return fail(ErrorCode::kUnavailable, fmt::format("worker {} did not take image {} within {} ms",
                                                       behind->pid, version, kTakenMax.count()));
    std::this_thread::sleep_for(kLookEvery);
  }
}

}  // namespace bulkhead::control
