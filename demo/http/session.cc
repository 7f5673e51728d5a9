#include "demo/http/session.h"

#include <array>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

namespace bulkhead::demo {

std::string Sessions::token() {
  std::array<std::byte, 16> bytes{};
  random_.fill(bytes);
  std::string text;
  for (const std::byte byte : bytes) text += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
  return text;
}

SessionPtr Sessions::find(std::string_view id, MonoTime now) {
  const auto found = by_id_.find(std::string(id));
  if (found == by_id_.end()) return nullptr;
  const Entries::iterator entry = found->second;
  Entries& entries = list_of(*entry->session);
  if (now - entry->used_at > std::chrono::minutes{kSessionMinutes}) {
    remove(entries, entry);
    return nullptr;
  }
  entry->used_at = now;
  entries.splice(entries.begin(), entries, entry);
  return entry->session;
}

SessionPtr Sessions::open(MonoTime now) { return insert({}, now); }

SessionPtr Sessions::log_in(const SessionPtr& session, Session change, MonoTime now) {
  close(session);
  return insert(std::move(change), now);
}

SessionPtr Sessions::insert(Session session, MonoTime now) {
  drop_ended(visitors_, now);
  drop_ended(known_, now);
  if (by_id_.size() >= sessions_max_) {
    Entries& victims = visitors_.empty() ? known_ : visitors_;
    if (!victims.empty()) remove(victims, std::prev(victims.end()));
  }
  session.id = token();
  session.csrf_token = token();
  auto shared = std::make_shared<Session>(std::move(session));
  Entries& entries = list_of(*shared);
  entries.push_front({shared, now});
  by_id_.emplace(shared->id, entries.begin());
  return shared;
}

void Sessions::close(const SessionPtr& session) {
  const auto found = by_id_.find(session->id);
  if (found != by_id_.end()) remove(list_of(*session), found->second);
}

void Sessions::remove(Entries& entries, Entries::iterator entry) {
  by_id_.erase(entry->session->id);
  entries.erase(entry);
}

// Two at a time keep up with one insertion, and no call takes long.
void Sessions::drop_ended(Entries& entries, MonoTime now) {
  for (int i = 0; i < 2 && !entries.empty(); ++i) {
    const auto last = std::prev(entries.end());
    if (now - last->used_at <= std::chrono::minutes{kSessionMinutes}) return;
    remove(entries, last);
  }
}

}  // namespace bulkhead::demo
