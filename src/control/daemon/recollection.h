// What of history the daemon goes on showing: acts without a second person, rehearsals, orders that ended lately.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "control/orders/history.h"

namespace bulkhead::control {

class OrderBook;

/// Read anew after every act and now and then, so that looking costs no database.
class Recollection {
 public:
  static constexpr Milliseconds kAloneShownFor = std::chrono::hours(24);
  /// Ended orders that the public site may tell of.
  static constexpr std::size_t kEndedMax = 100;

  void refresh(const OrderBook& book, RealTime now);

  const std::vector<std::string>& alone() const { return alone_; }
  const std::set<Id>& drills() const { return drills_; }
  const std::vector<EndedOrder>& ended() const { return ended_; }

 private:
  std::vector<std::string> alone_;
  std::set<Id> drills_;
  std::vector<EndedOrder> ended_;
};

}  // namespace bulkhead::control
