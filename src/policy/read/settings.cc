#include <algorithm>

#include "policy/read/sections.h"
#include "policy/scalars.h"
#include "policy/values/name.h"
#include "policy/values/path_prefix.h"

namespace bulkhead::policy {

namespace {

constexpr std::array kCriticalities = {Criticality::kEssential, Criticality::kImportant,
                                       Criticality::kDeferrable};
constexpr std::array kFailureChoices = {OnGatewayFailure::kOpen, OnGatewayFailure::kClosed};

void read_limits(const Spot& spot, ServiceLimits& limits, Findings& findings) {
  const Fields fields(spot, kLimitsShape, findings);
  if (const auto at = fields.find("client_body_bytes_max")) {
    put(limits.client_body_bytes_max,
        read_byte_size(*at, Limits::kClientBodyBytesMin, Limits::kClientBodyBytesMax, findings));
  }
  if (const auto at = fields.find("upstream_timeout")) {
    put(limits.upstream_timeout,
        read_duration(*at, Limits::kUpstreamTimeoutMin, Limits::kUpstreamTimeoutMax, findings));
  }
}

void read_health(const Spot& spot, HealthProbe& health, Findings& findings) {
  const Fields fields(spot, kHealthShape, findings);
  if (const auto at = fields.find("path")) put(health.path, read_parsed(*at, parse_probe_path, findings));
  if (const auto at = fields.find("interval")) {
    put(health.interval, read_duration(*at, Limits::kProbeIntervalMin, Limits::kProbeIntervalMax, findings));
  }
  if (const auto at = fields.find("timeout")) {
    put(health.timeout, read_duration(*at, Limits::kProbeTimeoutMin, Limits::kProbeTimeoutMax, findings));
  }
  if (const auto at = fields.find("expect_status_max")) {
    put(health.expect_status_max,
        read_integer(*at, Limits::kExpectStatusMin, Limits::kExpectStatusMax, findings));
  }
  if (const auto at = fields.find("fall"))
    put(health.fall, read_integer(*at, 1, Limits::kProbeCountMax, findings));
  if (const auto at = fields.find("rise"))
    put(health.rise, read_integer(*at, 1, Limits::kProbeCountMax, findings));
  if (health.timeout > health.interval) {
    findings.error(fields.find("timeout").value_or(spot).place(),
                   "a probe may take longer than the interval between two",
                   "a timeout of at most the interval, which is " + duration_as_written(health.interval));
    health.timeout = health.interval;  // so that a service does not repeat what `defaults` did wrong
  }
}

void read_session(const Spot& spot, std::vector<std::string>& cookies, Findings& findings) {
  const Fields fields(spot, kSessionShape, findings);
  const auto at = fields.find("cookies");
  if (!at) return;
  cookies.clear();
  for (const Spot& item : read_list(*at, Limits::kSessionCookiesMax, true, findings)) {
    const auto cookie = read_parsed(item, parse_cookie_name, findings);
    if (!cookie) continue;
    if (std::ranges::find(cookies, *cookie) != cookies.end()) {
      findings.error(item.place(), "the cookie is listed twice", "each once");
    } else {
      cookies.push_back(*cookie);
    }
  }
}

}  // namespace

void read_service_settings(const Fields& fields, Service& service, Findings& findings) {
  if (const auto at = fields.find("criticality"))
    put(service.criticality, read_choice(*at, kCriticalities, findings));
  if (const auto at = fields.find("on_gateway_failure")) {
    put(service.on_gateway_failure, read_choice(*at, kFailureChoices, findings));
  }
  if (const auto at = fields.find("limits")) read_limits(*at, service.limits, findings);
  if (const auto at = fields.find("health")) read_health(*at, service.health, findings);
  if (const auto at = fields.find("session")) read_session(*at, service.session_cookies, findings);
}

}  // namespace bulkhead::policy
