// GET /api/v1/status, GET /api/v1/services/{name}

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "control/orders/order_book.h"
#include "control/rest/body.h"
#include "control/rest/problem.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

Json show_image(const std::optional<ImageNow>& image) {
  if (!image) return {};
  return {{"version", image->version},
          {"digest", image->digest},
          {"policy_sha256", image->policy_sha256},
          {"staged", image->staged}};
}

/// What this build carries and shows without enforcing it, whatever the postures are.
Json show_not_enforced() {
  return Json::array({
      {{"what", "guarded"},
       {"note",
        "tightens inspection where rules block and the policy gives a threshold or a paranoia level for it; "
        "no "
        "limits yet"}},
      {{"what", "lockdown"}, {"note", "carried and shown; nothing tightens until request shapes exist"}},
      {{"what", "share"}, {"note", "carried and shown; everybody is let in until tickets exist"}},
      {{"what", "quiet"},
       {"note", "nothing measures it: once its time is up, a person ends an attack order"}},
  });
}

}  // namespace

Reply get_status(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  const Snapshot now = api.observe();
  Json workers = Json::array();
  for (const WorkerNow& worker : now.workers) workers.push_back(show(worker));
  Json services = Json::array();
  for (const ServiceNow& service : now.services) services.push_back(show(service));
  return json_response(200, {{"as_of", instant(now.as_of)},
                             {"gateway",
                              {{"id", now.gateway_id},
                               {"version", now.version},
                               {"rehearsal", now.policy && now.policy->gateway.rehearsal}}},
                             {"daemon",
                              {{"started", instant(now.started)},
                               {"pid", now.pid},
                               {"uptime_s", now.uptime.count() / 1'000},
                               {"peers", now.peers}}},
                             {"image", show_image(now.image)},
                             {"workers", std::move(workers)},
                             {"warnings", now.warnings},
                             {"not_enforced", show_not_enforced()},
                             {"services", std::move(services)}});
}

Reply get_service(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  const Snapshot now = api.observe();
  const auto at = std::ranges::find_if(
      now.services, [&](const ServiceNow& s) { return s.service->name == request.parameter; });
  if (at == now.services.end())
    return problem({ErrorCode::kNotFound,
                    fmt::format("no service is called \"{}\"", escape_log(cut(request.parameter, 80)))});
  Json orders = Json::array();
  const posture::ServicePlace place{at->service->name, at->service->compartment};
  if (api.book)
    for (const posture::Order& order : api.book->in_force())
      if (posture::covers(order.scope, place))
        orders.push_back(show(order, posture::is_overdue(order, api.clock.boot_now()), nullptr));
  return json_response(
      200, {{"as_of", instant(now.as_of)}, {"service", show(*at)}, {"orders", std::move(orders)}});
}

}  // namespace bulkhead::control::rest
