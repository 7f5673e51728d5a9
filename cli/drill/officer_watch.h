// What a person does as the officer while a drill is played, taken from the gateway's history.

#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "cli/json.h"
#include "drill/play/watcher.h"
#include "drill/train/score.h"
#include "policy/policy.h"

namespace bulkhead::cli {

/// One entry of GET /history that changed a posture.
struct HeardOrder {
  std::int64_t id = 0;
  RealTime at;
  std::string text;  ///< "bulkhead close service:portal (ana)"
  drill::TrainingOrder::Effect effect = drill::TrainingOrder::Effect::kCloses;
  std::vector<std::string> services;
};

/// Those after entry `after`, oldest first. What was refused, only proposed, or done by time is none.
std::vector<HeardOrder> orders_in_history(JsonView history, std::int64_t after, const policy::Policy& policy);

/// Says how to act as the officer, notes each order in the arm's timeline as it comes, and remembers it for the score. A daemon
/// that does not answer in time is asked again at the next tick.
///
/// Lifetimes  What it is given outlives it.
class OfficerWatch final : public drill::Watcher {
 public:
  explicit OfficerWatch(std::ostream& out) : out_(out) {}

  void preparing(std::string_view) override {}
  void began(std::span<const std::unique_ptr<drill::ArmPlay>> plays) override;
  void tick(std::span<const std::unique_ptr<drill::ArmPlay>> plays, Milliseconds at) override;
  void over() override {}

  const std::vector<drill::TrainingOrder>& orders() const { return orders_; }

 private:
  std::ostream& out_;
  std::vector<drill::TrainingOrder> orders_;
  std::int64_t heard_ = 0;  ///< Id of the last entry.
  unsigned ticks_ = 0;
};

}  // namespace bulkhead::cli
