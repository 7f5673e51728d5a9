// What came of an act, as the answer to whoever acted.

#pragma once

#include "control/orders/order_book.h"
#include "control/rest/api.h"
#include "control/rest/exchange.h"
#include "control/rest/show.h"

namespace bulkhead::control::rest {

/// What it would do, or did, to the doors.
Json show_preview(const Api& api, const Outcome& outcome);

/// 201 once workers obey, 202 with the proposal, 200 for a preview or nothing to do, or the problem. Tells `api.acted` when
/// something changed. `asked`: when it began.
Reply answer_outcome(Api& api, const posture::Person& person, MonoTime asked, Result<Outcome> outcome);

}  // namespace bulkhead::control::rest
