#include <nlohmann/json.hpp>

#include "control/rest/show.h"

namespace bulkhead::control::rest {
namespace {

const char* mode_word(policy::InspectionMode mode) {
  switch (mode) {
    case policy::InspectionMode::kOff: break;
    case policy::InspectionMode::kDetect: return "detect";
    case policy::InspectionMode::kBlock: return "block";
  }
  return "off";
}

template <typename Number>
Json number(const std::optional<Number>& value) {
  return value ? Json(*value) : Json();
}

Json show(const std::optional<SelfTestNow>& test) {
  if (!test) return {};
  return {{"ok", test->at ? Json(test->ok) : Json()},
          {"at", instant(test->at)},
          {"ok_at", instant(test->ok_at)},
          {"overdue", test->overdue},
          {"why", test->why},
          {"verdict", test->verdict},
          {"rule", test->rule},
          {"worker", test->worker},
          {"latency_ms", static_cast<double>(test->latency.count()) / 1e6}};
}

}  // namespace

Json show_inspection(const ServiceNow& service) {
  const InspectionNow& now = service.inspection;
  const policy::Inspection& said = service.service->inspection;
  using segment::ServiceCounter;
  return {{"mode", mode_word(now.mode)},
          {"paranoia", number(said.paranoia)},
          {"detection_paranoia", number(said.detection_paranoia)},
          {"inbound_threshold", number(said.inbound_threshold)},
          {"outbound_threshold", number(said.outbound_threshold)},
          {"guarded",
           {{"paranoia", number(said.guarded.paranoia)},
            {"inbound_threshold", number(said.guarded.inbound_threshold)}}},
          {"rules", now.rules},
          {"rules_sha256", now.rules_sha256},
          {"exclusions", now.exclusions},
          {"next_expiry", instant(now.next_expiry)},
          {"inspected", service.counts.count(ServiceCounter::kInspected)},
          {"refused", service.counts.count(ServiceCounter::kRefusedInspection)},
          {"self_test", show(now.self_test)}};
}

}  // namespace bulkhead::control::rest
