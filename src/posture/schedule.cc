// How a posture will change by itself: resolve() at every time at which some order's hand changes.

#include <algorithm>
#include <vector>

#include "posture/covering.h"
#include "posture/posture.h"

namespace bulkhead::posture {
namespace {

void sort_unique(std::vector<BootTime>& times) {
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
}

Posture posture_at(std::span<const Step> steps, BootTime at) {
  Posture posture;
  for (const Step& step : steps) {
    if (step.at > at) break;
    posture = step.posture;
  }
  return posture;
}

// Collects steps until there are enough. What comes after the cut is only looked at for one question: a step that
// loosens must not be the last one kept if something stricter was to follow it, because whoever runs the schedule
// stays at its last step until a new one comes.
class Cutter {
 public:
  explicit Cutter(std::size_t steps_max) : steps_max_(steps_max) {}

  void take(BootTime at, const Posture& posture) {
    if (!steps_.empty() && steps_.back().posture == posture) return;
    steps_.push_back({at, posture});
  }
  // One step beyond the cut tells that there is one; all the others matter only if the last one kept loosens.
  bool needs_more() const {
    if (steps_.size() <= steps_max_) return true;
    return steps_max_ > 1 && loosens(steps_max_ - 1);
  }
  std::vector<Step> cut() {
    if (steps_.size() <= steps_max_) return std::move(steps_);
    std::size_t kept = steps_max_;
    while (kept > 1 && loosens(kept - 1) && stricter_after(kept - 1)) --kept;
    steps_.resize(kept);
    return std::move(steps_);
  }

 private:
  bool loosens(std::size_t index) const { return looser(steps_[index].posture, steps_[index - 1].posture); }
  bool stricter_after(std::size_t index) const {
    return std::any_of(steps_.begin() + static_cast<std::ptrdiff_t>(index) + 1, steps_.end(),
                       [&](const Step& later) { return looser(steps_[index].posture, later.posture); });
  }

  std::size_t steps_max_;
  std::vector<Step> steps_;
};

}  // namespace

std::vector<Step> schedule(std::span<const Order> orders, const ServicePlace& place, BootTime now,
                           std::size_t steps_max) {
  if (steps_max == 0) return {};
  const Covering own = covering(orders, place);
  std::vector<BootTime> times = {now};
  for (const Order* order : own) {
    for (const Step& step : timeline(*order)) {
      if (step.at > now) times.push_back(step.at);
    }
  }
  sort_unique(times);
  Cutter cutter(steps_max);
  for (const BootTime at : times) {
    cutter.take(at, resolve_among(own, at, Drain::kAsOrdered));
    if (!cutter.needs_more()) break;
  }
  return cutter.cut();
}

std::vector<Step> stricter_of(std::span<const Step> a, std::span<const Step> b, BootTime now,
                              std::size_t steps_max) {
  if (steps_max == 0) return {};
  std::vector<BootTime> times = {now};
  for (const auto& steps : {a, b}) {
    for (const Step& step : steps) {
      if (step.at > now) times.push_back(step.at);
    }
  }
  sort_unique(times);
  Cutter cutter(steps_max);
  for (const BootTime at : times) {
    cutter.take(at, stricter_of(posture_at(a, at), posture_at(b, at)));
    if (!cutter.needs_more()) break;
  }
  return cutter.cut();
}

}  // namespace bulkhead::posture
