// What of history the daemon goes on showing: acts without a second person, orders that ended lately.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "control/orders/history.h"

namespace bulkhead::control {

/// Reads what was added to history since the last time, so that looking costs no database and an act costs one small read,
/// however long the day was.
///
/// Threads    One thread.
class Recollection {
 public:
  static constexpr Milliseconds kAloneShownFor = std::chrono::hours(24);
  /// Ended orders that the public site may tell of; those of rehearsals do not count.
  static constexpr std::size_t kEndedMax = 100;
  /// At start at most so many pages of history are read.
  static constexpr int kPagesMax = 10;
  /// More acts without a second person than this a day are told as the newest ones.
  static constexpr std::size_t kAloneMax = 100;

  using ReadHistory = std::function<Result<std::vector<HistoryEntry>>(const HistoryQuery&)>;
  using ReadEnded = std::function<Result<std::vector<EndedOrder>>(std::size_t limit)>;

  /// Where a page cannot be read, what was read before it is shown, and the next refresh reads all of it again.
  void refresh(const ReadHistory& history, const ReadEnded& ended);

  /// Newest first: "ana: close all (2026-07-17T02:14:07Z)".
  std::vector<std::string> alone(RealTime now) const;
  const std::vector<EndedOrder>& ended() const { return ended_; }

 private:
  struct Act {
    RealTime at;
    std::string text;
  };
  void take(const HistoryEntry& entry);
  bool read_back_to_known(const ReadHistory& history, std::int64_t& newest);

  /// All up to here was taken in.
  std::int64_t newest_id_ = 0;
  /// By id of the entry, newest first.
  std::map<std::int64_t, Act, std::greater<>> alone_;
  std::vector<EndedOrder> ended_;
};

}  // namespace bulkhead::control
