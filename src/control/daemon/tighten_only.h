// Orders while the store is broken: doors can be made stricter, and nothing else happens.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "base/result.h"
#include "control/orders/order_book.h"
#include "posture/authority.h"

namespace bulkhead::control {

class Journal;

/// Takes orders into the reserve journal and tightens what workers run, without knowing the orders on record. When the store can
/// be read again, the book replays the journal.
///
/// What would need a second person is refused without --alone: there is nowhere to keep a proposal.
///
/// Threads    One thread.
/// Errors     kUnavailable for what loosens or needs a second person; kLimit when the journal is full.
class TightenOnly {
 public:
  struct Parts {
    Journal& journal;
    Publisher& publisher;
    os::Clock& clock;
    os::Random& random;
    std::uint16_t gateway_id = 1;
  };

  TightenOnly(const Parts& parts, PolicyView policy) : parts_(parts), policy_(std::move(policy)) {}

  Result<Outcome> place(const posture::Person& person, const OrderRequest& request);

 private:
  Parts parts_;
  PolicyView policy_;
};

}  // namespace bulkhead::control
