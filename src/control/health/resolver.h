// Names of upstream servers -> addresses, without anybody waiting for a name server.

#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::control::health {

/// Looks names up on threads of their own and remembers the answers. A name whose server is silent keeps nobody else waiting
/// until kLookupsMax of them are; then new names wait their turn, and those known already go on with their last answer.
///
/// Threads    One thread calls; look-ups run on their own and share nothing but where they leave their answers. A look-up
///            that outlives the resolver (getaddrinfo cannot be cancelled) ends by itself.
/// Cost       address() is one search by name. take_answers() costs what was answered, however many names wait.
class Resolver {
 public:
  static constexpr std::size_t kLookupsMax = 8;
  static constexpr std::size_t kNamesMax = 8'192;
  static constexpr Milliseconds kFreshFor = std::chrono::seconds(60);

  using LookUp = std::function<Result<std::string>(const std::string& host)>;
  /// As the system resolves names.
  static Result<std::string> ask_system(const std::string& host);

  /// `look_up` runs on threads of its own, several at once, and a copy of it may outlive the resolver.
  explicit Resolver(LookUp look_up = ask_system);

  /// The address of `host`, or why there is none; nothing while it is not known: ask again once take_answers() names it. An
  /// address as text is answered at once. An answer older than kFreshFor is still given while a new one is fetched.
  std::optional<Result<std::string>> address(const std::string& host, MonoTime now);

  /// Takes in what was answered since the last call, lets names that waited have their turn, and returns the names that were
  /// answered. Nothing is answered without this call.
  std::vector<std::string> take_answers(MonoTime now);

  /// Whether there is anything that take_answers() may find, now or later.
  bool is_looking_up() const { return running_ > 0; }

  /// Forgets all names but these.
  void keep_only(const std::set<std::string>& hosts);

 private:
  struct Answers;
  struct Name {
    std::optional<Result<std::string>> known;
    MonoTime known_at;
    /// In `turns_`, or on a thread.
    bool wanted = false;
  };

  void give_turns();
  bool start(const std::string& host);

  LookUp look_up_;
  std::shared_ptr<Answers> answers_;
  std::map<std::string, Name> names_;
  /// Names to be looked up, each once.
  std::deque<std::string> turns_;
  /// Threads, also those of names that were forgotten meanwhile.
  std::size_t running_ = 0;
};

}  // namespace bulkhead::control::health
