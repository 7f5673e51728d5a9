// How far a drill is, for whoever waits for it.

#pragma once

#include <iosfwd>

#include "cli/session.h"
#include "drill/play/watcher.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::cli {

/// A bar that is drawn again twice a second on a terminal; elsewhere one line a phase. `out` is the error stream: the result
/// has the output for itself.
///
/// Lifetimes  Everything given outlives it.
class Progress final : public drill::Watcher {
 public:
  Progress(std::ostream& out, const Terminal& terminal, const drill::Scenario& scenario)
      : out_(out), terminal_(terminal), scenario_(scenario) {}

  void preparing(std::string_view what) override;
  void began(std::span<const std::unique_ptr<drill::ArmPlay>> plays) override;
  void tick(std::span<const std::unique_ptr<drill::ArmPlay>> plays, Milliseconds at) override;
  void over() override;

 private:
  void draw(std::string line);

  std::ostream& out_;
  Terminal terminal_;
  const drill::Scenario& scenario_;
  std::size_t phase_ = 0;  ///< One more than that which was named last.
  std::size_t drawn_ = 0;  ///< Columns of the line that stands there.
};

}  // namespace bulkhead::cli
