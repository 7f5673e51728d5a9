#include "control/daemon/recollection.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/timestamp.h"

namespace bulkhead::control {

void Recollection::take(const HistoryEntry& entry) {
  if (!entry.alone || entry.drill) return;
  const std::string text = fmt::format("{}: {} ({})", entry.person, entry.what, rfc3339(entry.at));
  alone_.insert_or_assign(entry.id, Act{entry.at, text});
}

// False when a page could not be read, and so nobody knows what lies between.
bool Recollection::read_back_to_known(const ReadHistory& history, std::int64_t& newest) {
  HistoryQuery query{.limit = kHistoryPageMax, .before = {}, .service = {}};
  // Mostly little is new: look at little before looking at whole pages.
  if (newest_id_ != 0) query.limit = 16;
  for (int page = 0; page < kPagesMax; ++page) {
    const auto entries = history(query);
    if (!entries) return false;
    if (entries->empty()) return true;
    newest = std::max(newest, entries->front().id);
    for (const HistoryEntry& entry : *entries) {
      if (entry.id <= newest_id_) return true;
      take(entry);
    }
    query = {.limit = kHistoryPageMax, .before = entries->back().id, .service = {}};
  }
  return true;
}

void Recollection::refresh(const ReadHistory& history, const ReadEnded& ended) {
  std::int64_t newest = newest_id_;
  if (read_back_to_known(history, newest)) newest_id_ = newest;
  while (alone_.size() > kAloneMax) alone_.erase(std::prev(alone_.end()));
  auto over = ended(kHistoryPageMax);
  if (!over) return;
  std::size_t told = 0;
  std::erase_if(*over, [&](const EndedOrder& one) { return !one.order.drill && ++told > kEndedMax; });
  ended_ = std::move(*over);
}

std::vector<std::string> Recollection::alone(RealTime now) const {
  std::vector<std::string> shown;
  for (const auto& [id, act] : alone_)
    if (act.at > now - kAloneShownFor) shown.push_back(act.text);
  return shown;
}

}  // namespace bulkhead::control
