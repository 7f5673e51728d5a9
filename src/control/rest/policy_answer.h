// What came of a change of policy, as the answer to whoever asked.

#pragma once

#include "control/daemon/policy_desk.h"
#include "control/orders/order_book.h"
#include "control/rest/api.h"

namespace bulkhead::control::rest {

/// Waits for the job, then, when something was applied, for workers to obey.
Reply answer_policy(Api& api, PolicyJob job);

/// A second person agreed to a change of policy: carries it out.
Reply answer_agreed_policy(Api& api, const posture::Person& approver, const Outcome& agreed);

}  // namespace bulkhead::control::rest
