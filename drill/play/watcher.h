// Who looks on while a drill is played.

#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/time.h"

namespace bulkhead::drill {

class ArmPlay;

/// Called from the conductor's thread, briefly: the drill waits meanwhile.
class Watcher {
 public:
  static constexpr Milliseconds kTickEvery{500};

  virtual ~Watcher() = default;
  /// Something is being prepared.
  virtual void preparing(std::string_view what) = 0;
  /// The plays have begun; they live until over().
  virtual void began(std::span<const std::unique_ptr<ArmPlay>> plays) = 0;
  /// `at` of the scenario.
  virtual void tick(std::span<const std::unique_ptr<ArmPlay>> plays, Milliseconds at) = 0;
  virtual void over() = 0;
};

}  // namespace bulkhead::drill
