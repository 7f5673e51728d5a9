// GET /healthz, /metrics, /openapi.yaml: what machines ask.

#include <nlohmann/json.hpp>

#include "control/rest/body.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"

namespace bulkhead::control::rest {
namespace {

const char* store_word(StoreState store) {
  switch (store) {
    case StoreState::kOk: return "ok";
    case StoreState::kReserve: return "reserve";
    case StoreState::kBroken: break;
  }
  return "broken";
}

}  // namespace

Reply get_healthz(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  const Snapshot now = api.observe();
  const bool ok = now.store == StoreState::kOk;
  return json_response(ok ? 200 : 503,
                       {{"ok", ok}, {"store", store_word(now.store)}, {"as_of", instant(now.as_of)}});
}

Reply get_metrics(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  return Response{.status = 200,
                  .content_type = "text/plain; version=0.0.4; charset=utf-8",
                  .body = api.metrics_text(api.observe()),
                  .headers = {}};
}

Reply get_openapi(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  return Response{.status = 200, .content_type = "application/yaml", .body = api.openapi_text, .headers = {}};
}

}  // namespace bulkhead::control::rest
