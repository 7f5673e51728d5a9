#include "control/daemon/recollection.h"

#include <fmt/format.h>

#include "base/timestamp.h"
#include "control/orders/order_book.h"

namespace bulkhead::control {
namespace {

/// A day of 5,000 acts is beyond any duty roster; older ones of such a day are in history.
constexpr int kPagesMax = 10;

}  // namespace

void Recollection::refresh(const OrderBook& book, RealTime now) {
  std::vector<std::string> alone;
  std::set<Id> drills;
  HistoryQuery query{.limit = kHistoryPageMax, .before = {}, .service = {}};
  for (int page = 0; page < kPagesMax; ++page) {
    const auto entries = book.history(query);
    if (!entries || entries->empty()) break;
    for (const HistoryEntry& entry : *entries) {
      if (entry.drill) drills.insert(entry.links.begin(), entry.links.end());
      if (entry.alone && !entry.drill && entry.at > now - kAloneShownFor)
        alone.push_back(fmt::format("{}: {} ({})", entry.person, entry.what, rfc3339(entry.at)));
    }
    if (entries->back().at <= now - kAloneShownFor) break;
    query.before = entries->back().id;
  }
  alone_ = std::move(alone);
  drills_.merge(drills);  // A rehearsal stays one, also when history has moved on.
  if (auto ended = book.ended(kEndedMax, std::nullopt)) ended_ = std::move(*ended);
}

}  // namespace bulkhead::control
