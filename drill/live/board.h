// The scoreboard of a drill that is being played: a web page for whoever looks on.

#pragma once

#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "drill/arms/arm.h"
#include "drill/live/server.h"
#include "drill/live/state.h"
#include "drill/play/watcher.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// Stays up until it is destroyed, also after the drill is over.
///
/// Lifetimes  The scenario outlives it.
/// Threads    The functions from one; pages are made on the server's own.
class Board final : public Watcher {
 public:
  Board(const Scenario& scenario, std::span<const ArmKind> arms);

  /// As LiveServer::open().
  Status open(std::uint16_t port) { return server_.open(port); }
  /// "http://127.0.0.1:20400/"
  std::string address() const;

  void preparing(std::string_view what) override;
  void began(std::span<const std::unique_ptr<ArmPlay>> plays) override;
  void tick(std::span<const std::unique_ptr<ArmPlay>> plays, Milliseconds at) override;
  void over() override;

  /// Everything is done, and the report lies there.
  void reported(const std::string& path);

 private:
  LiveState state_now() const;

  const Scenario& scenario_;
  mutable std::mutex mutex_;  ///< Of state_.
  LiveState state_;
  LiveServer server_;  ///< Ends before what it shows.
};

}  // namespace bulkhead::drill
