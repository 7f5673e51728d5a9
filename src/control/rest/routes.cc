#include "control/rest/resources.h"

namespace bulkhead::control::rest {

std::vector<Route> routes(Api& api) {
  const auto on = [&api](Reply (*handler)(Api&, const Request&)) -> Handler {
    return [&api, handler](const Request& request) { return handler(api, request); };
  };
  using enum Access;
  return {
      {"GET", "/api/v1/status", kLook, 0, on(get_status)},
      {"GET", "/api/v1/services/{name}", kLook, 0, on(get_service)},
      {"GET", "/api/v1/orders", kLook, 0, on(get_orders)},
      {"POST", "/api/v1/orders", kAct, kActBodyBytesMax, on(post_order)},
      {"POST", "/api/v1/orders/{id}/undo", kAct, kActBodyBytesMax, on(post_undo)},
      {"GET", "/api/v1/proposals", kLook, 0, on(get_proposals)},
      {"GET", "/api/v1/proposals/{id}", kLook, 0, on(get_proposal)},
      {"POST", "/api/v1/proposals/{id}/approve", kAct, kActBodyBytesMax, on(post_approve)},
      {"POST", "/api/v1/proposals/{id}/reject", kAct, kActBodyBytesMax, on(post_reject)},
      {"GET", "/api/v1/history", kLook, 0, on(get_history)},
      {"POST", "/api/v1/policy/apply", kAct, kPolicyBodyBytesMax, on(post_apply)},
      {"POST", "/api/v1/policy/rollback", kAct, kActBodyBytesMax, on(post_rollback)},
      {"GET", "/api/v1/policy/images", kLook, 0, on(get_images)},
      {"GET", "/api/v1/drill", kLook, 0, on(get_drill)},
      {"POST", "/api/v1/drill/allow", kAct, kActBodyBytesMax, on(post_drill_allow)},
      {"POST", "/api/v1/drill/disallow", kAct, kActBodyBytesMax, on(post_drill_disallow)},
      {"GET", "/healthz", kAnybody, 0, on(get_healthz)},
      {"GET", "/metrics", kLook, 0, on(get_metrics)},
      {"GET", "/openapi.yaml", kAnybody, 0, on(get_openapi)},
  };
}

}  // namespace bulkhead::control::rest
