// The handlers, one file a resource, and the table that the router gets.

#pragma once

#include <vector>

#include "control/orders/proposal.h"

#include "control/rest/api.h"
#include "control/rest/exchange.h"
#include "control/rest/router.h"

namespace bulkhead::control::rest {

Reply get_status(Api& api, const Request& request);
Reply get_service(Api& api, const Request& request);
Reply get_orders(Api& api, const Request& request);
Reply post_order(Api& api, const Request& request);
Reply post_undo(Api& api, const Request& request);
Reply get_proposals(Api& api, const Request& request);
Reply get_proposal(Api& api, const Request& request);
Reply post_approve(Api& api, const Request& request);
Reply post_reject(Api& api, const Request& request);
Reply get_history(Api& api, const Request& request);
Reply post_apply(Api& api, const Request& request);
Reply post_rollback(Api& api, const Request& request);
Reply get_images(Api& api, const Request& request);
Reply get_drill(Api& api, const Request& request);
Reply post_drill_allow(Api& api, const Request& request);
Reply post_drill_disallow(Api& api, const Request& request);
/// Carries out a drill's proposal that was approved.
Reply answer_agreed_drill(Api& api, const posture::Person& approver, const Proposal& proposal);
Reply get_healthz(Api& api, const Request& request);
Reply get_metrics(Api& api, const Request& request);
Reply get_openapi(Api& api, const Request& request);

/// Bodies of orders and approvals; a policy may have policy::Limits::kFileBytesMax and its JSON escapes.
inline constexpr std::size_t kActBodyBytesMax = 64u << 10;
inline constexpr std::size_t kPolicyBodyBytesMax = 8u << 20;

/// Everything the daemon serves. `api` outlives the routes.
std::vector<Route> routes(Api& api);

}  // namespace bulkhead::control::rest
