#include "control/render/nginx.h"

#include <algorithm>
#include <bit>

#include "answers/status_site.h"
#include "control/render/nginx_server.h"
#include "control/render/nginx_text.h"

namespace bulkhead::control {

using policy::Policy;
using policy::Service;

namespace {

constexpr std::size_t kWorkerConnectionsMax = 8'192;
// Idle connections to one service kept open by one worker.
constexpr std::size_t kIdleUpstreamConnectionsMax = 16;

void write_main(const Policy& policy, const NginxOptions& options, NginxText& text) {
  text.line("# Written by Bulkhead from policy sha256:{}.", policy.sha256);
  text.line("# Not for editing: `bulkhead apply` replaces it.");
  if (!options.module_path.empty())
    text.line("load_module {};", text.quoted("the module's path", options.module_path));
  if (!options.user.empty()) text.line("user {};", text.quoted("the user", options.user));
  if (policy.gateway.workers == 0)
    text.line("worker_processes auto;");
  else
    text.line("worker_processes {};", policy.gateway.workers);
  text.line("worker_rlimit_nofile {};", 4 * kWorkerConnectionsMax);
  text.comment("After a reload, connections of the old configuration may finish for this long.");
  text.line("worker_shutdown_timeout 60s;");
  text.line("pid {};", text.quoted("the pid file", options.pid_path));
  text.line("error_log {} warn;",
            text.quoted("the state folder", options.state_folder + "/nginx/logs/error.log"));
  text.open("events");
  text.line("worker_connections {};", kWorkerConnectionsMax);
  text.close();
  text.gap();
}

void write_logs(const NginxOptions& options, NginxText& text) {
  if (!options.access_log) return text.line("access_log off;");
  text.comment(
      "Who asked which service, when, and how it went. No path, query, cookie or referrer: they hold "
      "personal data.");
  text.line("log_format bulkhead escape=json");
  for (const char* part :
       {R"('{"at":"$time_iso8601","address":"$remote_addr","host":"$host","service":"$proxy_host",')",
        R"('"method":"$request_method","protocol":"$server_protocol","status":$status,')",
        R"('"connected_from":"$realip_remote_addr",')",
        R"('"bytes_received":$request_length,"bytes_sent":$bytes_sent,"seconds":$request_time,')",
        R"('"upstream_seconds":"$upstream_response_time","upstream_status":"$upstream_status"}';)"})
    text.line("  {}", part);
  // The gateway's own self-tests are nobody's requests.
  const bool self_tests = !self_test_socket(options).empty();
  if (self_tests) text.line("map $remote_addr $bulkhead_logged {{ default 1; \"unix:\" 0; }}");
  text.line("access_log {} bulkhead buffer=64k flush=1s{};",
            text.quoted("the state folder", options.state_folder + "/nginx/logs/access.log"),
            self_tests ? " if=$bulkhead_logged" : "");
}

// What the locations of the status site have in common, said once.
void write_status_maps(const Policy& policy, NginxText& text) {
  text.line("map \"\" $bulkhead_status_policy {{ default \"{}\"; }}",
            answers::status_content_security_policy());
  // The language that a reader asks for first, where the agency has it; the page links to the others.
  text.open("map $http_accept_language $bulkhead_status_language");
  text.line("default \"\";");
  for (const std::string& language : policy.agency.languages)
    text.line("\"~*^{}([-,;]|$)\" {};", language, text.quoted("a language", "." + language));
  text.close();
}

void write_files(const NginxOptions& options, NginxText& text) {
  text.line(
      "types {{ \"text/html; charset=utf-8\" html; application/json json; application/atom+xml atom; }}");
  text.line("default_type application/octet-stream;");
  text.line("sendfile on;");
  text.line("absolute_redirect off;");
  text.line("root {};", text.quoted("the state folder", options.state_folder + "/site"));
  for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    text.line("{}_temp_path {};", kind,
              text.quoted("the state folder", options.state_folder + "/nginx/temp/" + kind));
}

void write_clients(const Policy& policy, NginxText& text) {
  text.comment("Clients: a slow one is given up, a hostile spelling is refused.");
  for (const char* directive :
       {"server_tokens off;", "client_header_timeout 15s;", "client_body_timeout 30s;", "send_timeout 30s;",
        "keepalive_timeout 65s;", "reset_timedout_connection on;", "large_client_header_buffers 4 16k;",
        "underscores_in_headers off;", "ignore_invalid_headers on;"})
    text.line("{}", directive);
  text.line("client_max_body_size {};", policy::ServiceLimits{}.client_body_bytes_max);
  if (policy.gateway.trusted_proxies.empty()) return;
  text.comment("Only these may say for whom they ask.");
  for (const Network& network : policy.gateway.trusted_proxies)
    text.line("set_real_ip_from {};", text.quoted("a trusted proxy", network.text()));
  text.line("real_ip_header X-Forwarded-For;");
  text.line("real_ip_recursive on;");
}

constexpr const char* kCiphers =
    "ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;";

void write_tls(const Policy& policy, NginxText& text) {
  if (std::ranges::none_of(policy.gateway.listen, &policy::Listen::tls)) return;
  for (const char* directive :
       {"ssl_protocols TLSv1.2 TLSv1.3;", kCiphers, "ssl_prefer_server_ciphers off;",
        "ssl_session_cache shared:bulkhead_tls:10m;", "ssl_session_timeout 1d;", "ssl_session_tickets off;"})
    text.line("{}", directive);
}

// nginx's own lookup of server names: the buckets hold the longest name and several usual ones, the table has
// room.
void write_name_tables(const Policy& policy, NginxText& text) {
  std::size_t hosts = 1;
  std::size_t longest = policy.gateway.status_host.value_or("").size();
  for (const Service& service : policy.services) {
    hosts += service.hosts.size();
    for (const std::string& host : service.hosts) longest = std::max(longest, host.size());
  }
  constexpr std::size_t kEntryOverhead = 32;
  text.line("server_names_hash_bucket_size {};",
            std::bit_ceil(std::max<std::size_t>(256, longest + kEntryOverhead)));
  text.line("server_names_hash_max_size {};", std::bit_ceil(std::max<std::size_t>(1'024, 2 * hosts)));
}

// The scheme that the client used, as the upstream is told it. Behind a proxy that is trusted, it may say.
void write_scheme(const Policy& policy, NginxText& text) {
  if (policy.gateway.trusted_proxies.empty()) return;
  text.open("geo $realip_remote_addr $bulkhead_trusted");
  text.line("default 0;");
  for (const Network& network : policy.gateway.trusted_proxies)
    text.line("{} 1;", text.quoted("a trusted proxy", network.text()));
  text.close();
  text.open("map $bulkhead_trusted:$http_x_forwarded_proto $bulkhead_scheme");
  text.line("default $scheme;");
  text.line("1:http http;");
  text.line("1:https https;");
  text.close();
}

void write_forwarding(const Policy& policy, NginxText& text) {
  text.comment("What the services are told. What a client says of itself in these fields is not passed on.");
  write_scheme(policy, text);
  text.line("map $http_upgrade $bulkhead_upgrade {{ default \"\"; websocket websocket; }}");
  text.line("map $bulkhead_upgrade $bulkhead_connection {{ default \"\"; websocket upgrade; }}");
  text.line("proxy_http_version 1.1;");
  text.comment("The host is the one that was matched; the port is the one that the client believes in.");
  text.line("map $http_host $bulkhead_port {{ default \"\"; \"~(:[0-9]+)$\" $1; }}");
  text.line("proxy_set_header Host $host$bulkhead_port;");
  text.line("proxy_set_header Upgrade $bulkhead_upgrade;");
  text.line("proxy_set_header Connection $bulkhead_connection;");
  text.line("proxy_set_header X-Real-IP $remote_addr;");
  text.line("proxy_set_header X-Forwarded-For $remote_addr;");
  text.line("proxy_set_header X-Forwarded-Proto {};",
            policy.gateway.trusted_proxies.empty() ? "$scheme" : "$bulkhead_scheme");
  text.line("proxy_set_header X-Forwarded-Host $host$bulkhead_port;");
  for (const char* field :
       {"Forwarded", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Forwarded-Scheme",
        "X-Forwarded-Ssl", "X-Original-URL", "X-Rewrite-URL", "Proxy"})
    text.line("proxy_set_header {} \"\";", field);
  text.comment("A service does not steer the gateway: X-Accel-Buffering alone is obeyed.");
  text.line("proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Charset;");
  text.line("proxy_redirect off;");
}

void write_upstream_manners(NginxText& text) {
  const auto usual = policy::ServiceLimits{}.upstream_timeout.count();
  text.comment("Another server is tried only for what did no harm on the first, and only for a short while.");
  text.line("proxy_next_upstream error timeout;");
  text.line("proxy_next_upstream_tries 2;");
  text.line("proxy_next_upstream_timeout 10s;");
  text.line("proxy_connect_timeout 5s;");
  text.line("proxy_send_timeout {}ms;", usual);
  text.line("proxy_read_timeout {}ms;", usual);
  text.line("proxy_socket_keepalive on;");
  text.comment(
      "Header fields of an answer may fill one buffer; a slow reader's answer waits here, not at the "
      "service.");
  text.line("proxy_buffer_size 16k;");
  text.line("proxy_buffers 8 16k;");
  text.line("proxy_busy_buffers_size 32k;");
  text.line("proxy_max_temp_file_size 64m;");
  text.comment(
      "Services behind https are encrypted to, not authenticated: the policy names no authority for them.");
  text.line("proxy_ssl_server_name on;");
  text.line("proxy_ssl_name $host;");
}

// The daemon is asked whether it agrees to a drill, by whomever. So few questions reach it that it has time for its orders; who
// floods the path keeps drills from beginning, and nothing else.
void write_consent(const NginxOptions& options, NginxText& text) {
  text.line("limit_req_zone all zone=bulkhead_drill:64k rate=10r/s;");
  text.open("upstream bulkhead_drill");
  text.line("server {};", text.quoted("the state folder", "unix:" + options.state_folder + "/drill.sock"));
  text.close();
}

void write_upstream(const Service& service, NginxText& text) {
  if (service.upstream.empty())
    return text.refuse(fmt::format("render nginx: service {} has no upstream", service.name));
  text.open("upstream " + text.quoted("the name of a service", service.name));
  for (const auto& server : service.upstream) {
    if (server.scheme != service.upstream.front().scheme)
      text.refuse(fmt::format("render nginx: upstreams of service {} differ in scheme", service.name));
    // nginx reads "unix:80" as a socket of that path.
    if (server.host == "unix") text.refuse("render nginx: an upstream host cannot be called unix");
    text.line("server {} max_fails=3 fail_timeout=10s;",
              text.quoted("an upstream", host_and_port(server.host, server.port)));
  }
  text.line("keepalive {};", kIdleUpstreamConnectionsMax);
  // Shorter than what usual servers grant (5 s), so that none closes a connection under a request.
  text.line("keepalive_timeout 4s;");
  text.close();
}

void write_http(const Policy& policy, const NginxOptions& options, NginxText& text) {
  text.open("http");
  if (!options.module_path.empty()) {
    text.line("bulkhead_image {};", text.quoted("the image's path", options.image_path));
    text.line("bulkhead_state {};", text.quoted("the state folder", options.state_folder));
  }
  write_logs(options, text);
  write_files(options, text);
  write_clients(policy, text);
  write_tls(policy, text);
  write_name_tables(policy, text);
  write_forwarding(policy, text);
  write_upstream_manners(text);
  write_status_maps(policy, text);
  write_consent(options, text);
  text.gap();
  for (const Service& service : policy.services) write_upstream(service, text);
  text.gap();
  write_unknown_host_server(policy, options, text);
  write_status_server(policy, options, text);
  for (const NginxServer& server : nginx_servers(policy)) write_server(policy, options, server, text);
  text.close();
}

}  // namespace

Result<std::string> render_nginx(const Policy& policy, const NginxOptions& given) {
  NginxOptions options = given;
  if (options.image_path.empty()) options.image_path = options.state_folder + "/images/current.img";
  if (options.pid_path.empty()) options.pid_path = options.state_folder + "/nginx/nginx.pid";
  NginxText text;
  if (!options.state_folder.starts_with('/'))
    text.refuse("render nginx: the state folder is not an absolute path");
  if (policy.gateway.listen.empty()) text.refuse("render nginx: gateway.listen is empty");
  write_main(policy, options, text);
  write_http(policy, options, text);
  return std::move(text).finish();
}

}  // namespace bulkhead::control
