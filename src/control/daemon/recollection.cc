#include "control/daemon/recollection.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/timestamp.h"

namespace bulkhead::control {

void Recollection::take(const HistoryEntry& entry, std::vector<Act>& acts) {
  if (entry.drill) drills_.insert(entry.links.begin(), entry.links.end());
  if (entry.alone && !entry.drill)
    acts.push_back({entry.at, fmt::format("{}: {} ({})", entry.person, entry.what, rfc3339(entry.at))});
}

void Recollection::refresh(const ReadHistory& history, const ReadEnded& ended) {
  // Newest first, like the pages; put before what is known already.
  std::vector<Act> acts;
  std::int64_t newest = newest_id_;
  HistoryQuery query{.limit = kHistoryPageMax, .before = {}, .service = {}};
  // Mostly little is new: look at little before looking at whole pages.
  if (newest_id_ != 0) query.limit = 16;
  for (int page = 0; page < kPagesMax; ++page) {
    const auto entries = history(query);
    if (!entries || entries->empty()) break;
    newest = std::max(newest, entries->front().id);
    bool caught_up = false;
    for (const HistoryEntry& entry : *entries) {
      caught_up = entry.id <= newest_id_;
      if (caught_up) break;
      take(entry, acts);
    }
    if (caught_up) break;
    query = {.limit = kHistoryPageMax, .before = entries->back().id, .service = {}};
  }
  newest_id_ = newest;
  alone_.insert(alone_.begin(), acts.begin(), acts.end());
  if (alone_.size() > kAloneMax) alone_.resize(kAloneMax);
  if (auto over = ended(kEndedMax)) ended_ = std::move(*over);
}

std::vector<std::string> Recollection::alone(RealTime now) const {
  std::vector<std::string> shown;
  for (const Act& act : alone_)
    if (act.at > now - kAloneShownFor) shown.push_back(act.text);
  return shown;
}

}  // namespace bulkhead::control
