// Who is behind a browser: sessions by cookie, bounded in number and age.

#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"
#include "demo/http/limits.h"
#include "os/random.h"

namespace bulkhead::demo {

struct Session {
  enum class Who { kNobody, kCitizen, kClerk };

  std::string id = {};
  std::string csrf_token = {};
  Who who = Who::kNobody;
  std::int64_t person_id = 0;  ///< Of a citizen.
  std::string clerk = {};      ///< Of a clerk.

  /// An unfinished task: what was answered, and how many steps are behind it.
  std::map<std::string, std::string, std::less<>> answers = {};
  std::size_t steps_done = 0;
};
using SessionPtr = std::shared_ptr<Session>;

/// All sessions of one service.
///
/// When full, the session unused longest goes, and those of visitors who never logged in go before all
/// others: opening the log-in page a million times throws nobody out.
///
/// Threads    One thread at a time.
/// Cost       Every call is O(1).
class Sessions {
 public:
  Sessions(os::Random& random, std::size_t sessions_max) : random_(random), sessions_max_(sessions_max) {}

  /// The session of `id`, now used; null when there is none, or it was unused for kSessionMinutes.
  SessionPtr find(std::string_view id, MonoTime now);

  /// A new session of nobody.
  SessionPtr open(MonoTime now);

  /// The same visitor under a new id and token, for the moment of logging in: an id known before it is
  /// worth nothing after it. `change` says who it is now.
  SessionPtr log_in(const SessionPtr& session, Session change, MonoTime now);

  void close(const SessionPtr& session);

  std::size_t count() const { return by_id_.size(); }

 private:
  struct Entry {
    SessionPtr session;
    MonoTime used_at;
  };
  using Entries = std::list<Entry>;  // the one used last is in front

  Entries& list_of(const Session& session) {
    return session.who == Session::Who::kNobody ? visitors_ : known_;
  }
  SessionPtr insert(Session session, MonoTime now);
  void remove(Entries& entries, Entries::iterator entry);
  void drop_ended(Entries& entries, MonoTime now);
  std::string token();

  os::Random& random_;
  std::size_t sessions_max_;
  Entries visitors_;
  Entries known_;
  std::unordered_map<std::string, Entries::iterator> by_id_;
};

}  // namespace bulkhead::demo
