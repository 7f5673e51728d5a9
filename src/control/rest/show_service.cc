#include <nlohmann/json.hpp>

#include "base/timestamp.h"
#include "control/rest/show.h"

namespace bulkhead::control::rest {
namespace {

const char* criticality_word(policy::Criticality criticality) {
  switch (criticality) {
    case policy::Criticality::kEssential: return "essential";
    case policy::Criticality::kImportant: return "important";
    case policy::Criticality::kDeferrable: break;
  }
  return "deferrable";
}

Json texts(const std::map<std::string, std::string>& all) { return all.empty() ? Json::object() : Json(all); }

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json show_posture(const ServiceNow& now) {
  const bool ordered = now.order.has_value();
  return {{"level", posture::name(now.posture.level)},
          {"share_permille", now.posture.share_permille},
          {"cause", posture::name(now.posture.cause)},
          {"draining", now.posture.draining},
          {"drains_until", instant(now.drains_until)},
          {"since", instant(now.since)},
          {"ending", {{"kind", posture::name(now.ending.kind)}, {"at", instant(now.ending_real)}}},
          {"overdue", now.overdue},
          {"order", now.posture.order.empty() ? Json() : Json(now.posture.order.text())},
          {"author", ordered ? now.order->author : ""},
          {"approver", ordered ? now.order->approver : ""},
          {"alone", ordered && now.order->alone},
          {"drill", ordered && now.order->drill},
          {"public_text", ordered ? texts(now.order->public_text) : Json::object()}};
}

Json show_upstream(const health::ServiceHealth& service) {
  Json servers = Json::array();
  for (const health::ServerView& server : service.servers)
    servers.push_back({{"url", server.url},
                       {"health", health::name(server.health)},
                       {"since", instant(server.since)},
                       {"latency_ms", server.latency ? Json(server.latency->count()) : Json()},
                       {"error", server.error}});
  return {{"health", health::name(health::overall(service))}, {"servers", std::move(servers)}};
}

}  // namespace

Response json_response(unsigned status, const Json& body) {
  Response response;
  response.status = status;
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

Json instant(RealTime at) { return rfc3339_ms(at); }
Json instant(const std::optional<RealTime>& at) { return at ? instant(*at) : Json(); }

Json show(const Obeyed& obeyed) {
  return {{"workers", obeyed.workers}, {"of", obeyed.of}, {"in_us", obeyed.in_us}};
}

Json show(const ServiceNow& now) {
  return {{"name", now.service->name},
          {"title", texts(now.service->title)},
          {"criticality", criticality_word(now.service->criticality)},
          {"compartment", now.service->compartment},
          {"posture", show_posture(now)},
          {"requests_per_s", number(now.requests_per_s)},
          {"refused_per_s", number(now.refused_per_s)},
          {"in_flight", now.counts.count(segment::ServiceCounter::kInsideNow)},
          {"upstream", show_upstream(now.health)},
          {"inspection", show_inspection(now)},
          {"not_enforced", not_enforced(now.posture, tightens_while_guarded(*now.service))}};
}

Json show(const WorkerNow& worker) {
  return {{"slot", worker.state.slot},
          {"pid", worker.state.pid},
          {"epoch_seen", worker.state.epoch_seen},
          {"image_seen", worker.state.image_seen},
          {"alive", worker.state.alive},
          {"heartbeat_age_ms", worker.heartbeat_age.count()}};
}

}  // namespace bulkhead::control::rest
