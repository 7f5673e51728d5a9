#include "drill/arms/front.h"

#include <unistd.h>

#include <fmt/format.h>

#include "control/render/nginx.h"
#include "os/file.h"

namespace bulkhead::drill {
namespace {

constexpr mode_t kFolderMode = 0750;
constexpr mode_t kFileMode = 0640;

// Debian's own owasp-crs.load is written for ModSecurity 2 (IncludeOptional), so its files are named here.
constexpr std::string_view kModSecurityRules =
    "SecRuleEngine On\nSecRequestBodyAccess On\nSecResponseBodyAccess Off\nSecRequestBodyLimit 13107200\n"
    "SecTmpDir /tmp/\nSecDataDir /tmp/\nSecAuditEngine Off\nInclude {}\nInclude {}/*.conf\n";

Result<std::string> with_lines(std::string text, const std::string& main, const std::string& http) {
  constexpr std::string_view kHttp = "\nhttp {\n";
  const auto at = text.find(kHttp);
  if (at == std::string::npos)
    return fail(ErrorCode::kInvalid, "the rendered nginx configuration has no http block");
  text.insert(at + kHttp.size(), http);
  return main + text;
}

// HAProxy says 503 both when it refuses (its queue is full, or took too long) and when a server is gone. It can be made to say
// which: an answer that no server gave, while servers are there, is its own.
constexpr std::string_view kSaysWhoAnswered =
    "  http-response set-var(txn.answered) bool(true)\n"
    "  http-after-response set-header Proxy-Status haproxy if { status 503 } !{ var(txn.answered) -m bool } "
    "{ nbsrv gt 0 }\n";

std::string backend_of(const policy::Service& service) {
  std::string text = fmt::format("backend {}\n{}", service.name, kSaysWhoAnswered);
  int number = 0;
  for (const policy::Upstream& upstream : service.upstream)
    text += fmt::format("  server s{} {}:{} maxconn 64 check inter 1s fall 2 rise 1\n", ++number,
                        upstream.host, upstream.port);
  return text;
}

}  // namespace

Result<std::string> nginx_text(const policy::Policy& policy, const std::string& state,
                               const std::string& module) {
  for (const std::string_view folder : control::kNginxFolders)
    if (Status made = os::make_folder(fmt::format("{}/{}", state, folder), kFolderMode); !made)
      return fail_as(made);
  control::NginxOptions options;
  options.state_folder = state;
  options.module_path = module;
  if (geteuid() == 0) options.user = "root";  // the state folder is root's
  return control::render_nginx(policy, options);
}

Result<std::string> modsecurity_text(const policy::Policy& policy, const std::string& state) {
  Result<std::string> text = nginx_text(policy, state, "");
  if (!text) return text;
  const std::string rules = state + "/modsecurity.conf";
  if (Status written = os::write_file_atomically(
          rules, fmt::format(kModSecurityRules, kCoreRuleSetUp, kCoreRuleSet), kFileMode);
      !written)
    return fail_as(written);
  return with_lines(std::move(*text), fmt::format("load_module \"{}\";\n", kModSecurityModule),
                    fmt::format("  modsecurity on;\n  modsecurity_rules_file \"{}\";\n"
                                "  limit_req_zone $binary_remote_addr zone=addresses:16m rate=20r/s;\n"
                                "  limit_req zone=addresses burst=40 nodelay;\n  limit_req_status 429;\n",
                                rules));
}

std::string haproxy_text(const policy::Policy& policy) {
  const policy::Listen& listen = policy.gateway.listen.front();
  std::string text = fmt::format(
      "global\n  maxconn 8192\n  log stderr format raw local0 warning\ndefaults\n  mode http\n  log global\n"
      "  timeout connect 5s\n  timeout client 30s\n  timeout server 60s\n  timeout queue 10s\n  timeout "
      "http-keep-alive 65s\n"
      "  option forwardfor\n"
      "frontend gateway\n  bind {}:{}\n"
      "  http-request set-src req.hdr(x-forwarded-for) if {{ src {} }}\n"
      "  stick-table type ipv6 size 200k expire 60s store http_req_rate(10s)\n"
      "  http-request track-sc0 src\n"
      "  http-request deny deny_status 429 if {{ sc_http_req_rate(0) gt 200 }}\n",
      listen.address, listen.port, kDrillAddress);
  std::string hosts;
  std::string backends;
  for (const policy::Service& service : policy.services)
    for (const std::string& host : service.hosts) {
      hosts += " " + host;
      backends +=
          fmt::format("  use_backend {} if {{ req.hdr(host),host_only -m str {} }}\n", service.name, host);
    }
  text += fmt::format("  http-request deny deny_status 421 unless {{ req.hdr(host),host_only -m str{} }}\n",
                      hosts) +
          backends;
  for (const policy::Service& service : policy.services) text += backend_of(service);
  return text;
}

}  // namespace bulkhead::drill
