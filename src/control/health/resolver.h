// Names of upstream servers -> addresses, without anybody waiting for a name server.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::control::health {

/// Looks names up on threads of their own and remembers the answers. A name whose server is silent keeps nobody else waiting
/// until kLookupsMax of them are; then new names wait, and those known already go on with their last answer.
///
/// Threads    One thread calls; look-ups run on their own and share nothing but their answer. A look-up that outlives the
///            resolver (getaddrinfo cannot be cancelled) ends by itself.
class Resolver {
 public:
  static constexpr std::size_t kLookupsMax = 8;
  static constexpr std::size_t kNamesMax = 8'192;
  static constexpr Milliseconds kFreshFor = std::chrono::seconds(60);

  /// The address of `host`, or why there is none; nothing while it is being looked up: ask again. An address as text is
  /// answered at once. An answer older than kFreshFor is still given while a new one is fetched.
  std::optional<Result<std::string>> address(const std::string& host, MonoTime now);

 private:
  struct Lookup;
  struct Name {
    std::optional<Result<std::string>> known;
    MonoTime known_at;
    std::shared_ptr<Lookup> lookup;
  };

  void take_answer(Name& name, MonoTime now);
  void start(const std::string& host, Name& name);
  std::size_t lookups_running() const;

  std::map<std::string, Name> names_;
};

}  // namespace bulkhead::control::health
