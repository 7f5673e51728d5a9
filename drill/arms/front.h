// The proxies in front of the arms: their configurations, and the programs that they are.

#pragma once

#include <string>

#include "base/result.h"
#include "drill/arms/arm.h"

namespace bulkhead::drill {

/// Debian's paths of what the peers need.
inline constexpr std::string_view kModSecurityModule =
    "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so";
inline constexpr std::string_view kCoreRuleSetUp = "/etc/modsecurity/crs/crs-setup.conf";
inline constexpr std::string_view kCoreRuleSet = "/usr/share/modsecurity-crs/rules";
inline constexpr std::string_view kHaproxyProgram = "/usr/sbin/haproxy";

/// nginx as Bulkhead renders it, with the gate when `module` is its path and without when it is empty. `state` is the folder.
Result<std::string> nginx_text(const policy::Policy& policy, const std::string& state,
                               const std::string& module);

/// nginx as above without the gate, with ModSecurity and the Core Rule Set blocking at its default paranoia, and limit_req:
/// 20 requests/s an address with a burst of 40, which is what its users commonly write.
Result<std::string> modsecurity_text(const policy::Policy& policy, const std::string& state);

/// HAProxy with the limits that its own documentation shows: 200 requests in 10 s an address, 64 at once for each server and a
/// queue of 10 s.
std::string haproxy_text(const policy::Policy& policy);

}  // namespace bulkhead::drill
