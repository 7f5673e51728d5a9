#include "policy/keys.h"

#include <array>

namespace bulkhead::policy {

namespace {

using Key = std::string_view;

template <typename... Keys>
constexpr auto keys(Keys... names) {
  return std::array<Key, sizeof...(Keys)>{Key(names)...};
}

constexpr auto kNone = std::array<Key, 0>{};
constexpr auto kRoot = keys("agency", "gateway", "operators", "compartments", "defaults", "services");
constexpr auto kRootRequired = keys("agency", "services");
constexpr auto kAgency = keys("name", "contact", "homepage", "languages", "timezone");
constexpr auto kAgencyRequired = keys("name", "contact");
constexpr auto kGateway = keys("listen", "certificates", "trusted_proxies", "status_host", "id", "workers",
                               "translations", "rehearsal");
constexpr auto kListen = keys("address", "tls");
constexpr auto kListenRequired = keys("address");
constexpr auto kCertificate = keys("hosts", "certificate", "key");
constexpr auto kCertificateRequired = keys("certificate", "key");
constexpr auto kOperator = keys("name", "uid", "token", "token_expires", "role");
constexpr auto kOperatorRequired = keys("role");
constexpr auto kCompartment = keys("title");
constexpr auto kCompartmentRequired = keys("title");
constexpr auto kDefaults =
    keys("criticality", "on_gateway_failure", "limits", "health", "session", "rules", "mode", "paranoia",
         "detection_paranoia", "inbound_threshold", "outbound_threshold", "guarded", "request_body_bytes_max",
         "request_body_beyond", "responses", "response_body_bytes_max", "on_overrun", "request_encodings",
         "error_log", "exclusions");
constexpr auto kService =
    keys("title", "match", "upstream", "compartment", "depends_on", "criticality", "on_gateway_failure",
         "lanes", "elsewhere", "limits", "health", "session", "inspection");
constexpr auto kServiceRequired = keys("title", "match", "upstream");
constexpr auto kMatch = keys("hosts", "paths");
constexpr auto kMatchRequired = keys("hosts");
constexpr auto kLimits = keys("client_body_bytes_max", "upstream_timeout");
constexpr auto kHealth = keys("path", "interval", "timeout", "expect_status_max", "fall", "rise");
constexpr auto kSession = keys("cookies");
constexpr auto kInspection =
    keys("rules", "mode", "paranoia", "detection_paranoia", "inbound_threshold", "outbound_threshold",
         "guarded", "request_body_bytes_max", "request_body_beyond", "responses", "response_body_bytes_max",
         "on_overrun", "request_encodings", "error_log", "exclusions", "patches");
constexpr auto kGuarded = keys("inbound_threshold", "paranoia");
constexpr auto kExclusion = keys("rules", "tags", "route", "target", "owner", "reason", "until", "permanent");
constexpr auto kExclusionRequired = keys("owner", "reason");
constexpr auto kPatch = keys("route", "file", "owner", "reason", "until", "permanent");
constexpr auto kPatchRequired = keys("route", "file", "owner", "reason");

}  // namespace

const Shape kRootShape{"root", kRoot, kRootRequired};
const Shape kAgencyShape{"agency", kAgency, kAgencyRequired};
const Shape kGatewayShape{"gateway", kGateway, kNone};
const Shape kListenShape{"listen", kListen, kListenRequired};
const Shape kCertificateShape{"certificate", kCertificate, kCertificateRequired};
const Shape kOperatorShape{"operator", kOperator, kOperatorRequired};
const Shape kCompartmentShape{"compartment", kCompartment, kCompartmentRequired};
const Shape kDefaultsShape{"defaults", kDefaults, kNone};
const Shape kServiceShape{"service", kService, kServiceRequired};
const Shape kMatchShape{"match", kMatch, kMatchRequired};
const Shape kLimitsShape{"limits", kLimits, kNone};
const Shape kHealthShape{"health", kHealth, kNone};
const Shape kSessionShape{"session", kSession, kSession};
const Shape kInspectionShape{"inspection", kInspection, kNone};
const Shape kGuardedShape{"guarded", kGuarded, kNone};
const Shape kExclusionShape{"exclusion", kExclusion, kExclusionRequired};
const Shape kPatchShape{"patch", kPatch, kPatchRequired};

std::span<const Shape* const> shapes() {
  static constexpr std::array<const Shape*, 17> kAll = {
      &kRootShape,      &kAgencyShape,      &kGatewayShape,  &kListenShape,     &kCertificateShape,
      &kOperatorShape,  &kCompartmentShape, &kDefaultsShape, &kServiceShape,    &kMatchShape,
      &kLimitsShape,    &kHealthShape,      &kSessionShape,  &kInspectionShape, &kGuardedShape,
      &kExclusionShape, &kPatchShape};
  return kAll;
}

}  // namespace bulkhead::policy
