// How well an officer in training did: how soon, at which doors, and what it cost those whom nobody attacked.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "drill/play/tally.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// An order that took effect.
struct TrainingOrder {
  enum class Effect : std::uint8_t { kCloses, kGuards, kOpens };
  Milliseconds at{0};  ///< Of the scenario.
  Effect effect = Effect::kCloses;
  std::vector<std::string> services;
};

struct Score {
  struct Attacked {
    std::string service;
    Milliseconds from{0};  ///< When the first attack on it began.
    /// From then to the first order that guards or closes it, zero when one was in force already. Nothing: never.
    std::optional<Milliseconds> to_act;
  };
  struct Closed {
    std::string service;
    Milliseconds lasted{0};
  };

  /// From the first attack's beginning to the first order after it. Nothing: never, or there was no attack.
  std::optional<Milliseconds> to_first_order;
  std::vector<Attacked> attacked;          ///< By time, then by name.
  std::vector<Closed> closed_for_nothing;  ///< Doors that nobody attacked, closed all the same.
  std::vector<std::string> still_closed;   ///< At the end, although no attack on them was under way then.
  Ends ends;                               ///< Of people's tasks.
};

/// `orders` in order of time; those that come after the scenario's end count as never given.
Score score_of(const Scenario& scenario, std::span<const TrainingOrder> orders, const Ends& ends);

/// A short table in plain words.
std::string score_text(const Score& score);

}  // namespace bulkhead::drill
