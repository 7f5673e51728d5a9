// What handlers work on. They are functions of a Request and this: no socket, no clock of their own.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "control/daemon/snapshot.h"
#include "control/rest/exchange.h"
#include "posture/authority.h"

namespace bulkhead::os {
class Clock;
}

namespace bulkhead::control {
class ConsentDesk;
class OrderBook;
struct Outcome;
class PolicyDesk;
class TightenOnly;
}  // namespace bulkhead::control

namespace bulkhead::control::rest {

/// How many live workers obey a publication, and how long after the asking the last of them did.
struct Obeyed {
  std::size_t workers = 0;
  std::size_t of = 0;
  std::int64_t in_us = 0;
};

/// Asks the shared segment who obeys the newest publication.
class Obedience {
 public:
  virtual ~Obedience() = default;
  /// `asked`: when the person asked for it.
  virtual Obeyed look(MonoTime asked) = 0;
};

/// How long an answer waits for workers to obey.
inline constexpr Milliseconds kObeyWaitMax{250};

struct Api {
  os::Clock& clock;
  /// Null while the store is broken; then `tighten_only` is not.
  OrderBook* book = nullptr;
  TightenOnly* tighten_only = nullptr;
  PolicyDesk* desk = nullptr;
  Obedience* obedience = nullptr;
  ConsentDesk* drills = nullptr;
  /// The policy in force; null before the first was applied.
  std::function<std::shared_ptr<const policy::Policy>()> policy;
  std::function<Snapshot()> observe;
  std::function<std::string(const Snapshot&)> metrics_text;
  /// Told after orders changed: peers, log, status site.
  std::function<void(const posture::Person&, const Outcome&)> acted;
  std::string openapi_text;
};

/// The person behind a caller who may act. Fails with kDenied when the policy does not know them any more.
Result<posture::Person> person_of(const Api& api, const Caller& caller);

/// The problem for everything that needs the store while it is broken.
Response store_broken();

/// Lets `finish` write the answer once every live worker obeys, or after kObeyWaitMax.
Reply when_obeyed(Api& api, MonoTime asked, std::function<Response(const Obeyed&)> finish);

}  // namespace bulkhead::control::rest
