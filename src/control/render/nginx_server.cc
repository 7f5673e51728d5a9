#include "control/render/nginx_server.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/escape.h"
#include "control/consent/front.h"

namespace bulkhead::control {

using policy::Certificate;
using policy::Gateway;
using policy::Listen;
using policy::Policy;
using policy::Service;

namespace {

std::string without_final_slash(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  return path;
}

// What nginx would read as anything but a name ("~" begins a regular expression) is refused.
std::string host_name(const std::string& host, NginxText& text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.*";
  if (host.find_first_not_of(kAllowed) != std::string::npos || host.starts_with('.') ||
      host.rfind('*') + 1 > 1)
    text.refuse(fmt::format("render nginx: not a host name: {}", escape_log(host)));
  return text.quoted("a host", host);
}

void write_listens(const Gateway& gateway, const NginxOptions& options, bool is_default, NginxText& text) {
  for (const Listen& listen : gateway.listen)
    text.line("listen {}{}{};", text.quoted("a listen address", host_and_port(listen.address, listen.port)),
              listen.tls ? " ssl http2" : "", is_default ? " default_server" : "");
  // Self-tests come the way that citizens come, to the same server: else they would prove something else.
  if (const std::string path = self_test_socket(options); !path.empty())
    text.line("listen {}{};", text.quoted("the state folder", "unix:" + path),
              is_default ? " default_server" : "");
}

const Certificate* default_certificate(const Gateway& gateway) {
  const auto found =
      std::ranges::find_if(gateway.certificates, [](const auto& one) { return one.hosts.empty(); });
  return found == gateway.certificates.end() ? nullptr : &*found;
}

// A server without a certificate of its own uses that of the default server. Where there is none, a handshake
// for it is refused rather than answered with some other host's.
void write_identity(const Gateway& gateway, const Certificate* own, NginxText& text) {
  if (std::ranges::none_of(gateway.listen, &Listen::tls)) return;
  if (own != nullptr) {
    text.line("ssl_certificate {};", text.quoted("the path of a certificate", own->certificate));
    text.line("ssl_certificate_key {};", text.quoted("the path of a key", own->key));
  } else if (default_certificate(gateway) == nullptr) {
    text.line("ssl_reject_handshake on;");
  }
}

// Where no service is, the gate answers and counts; `try_files` only stands behind it. (A `return` would come
// before it.)
void write_no_service(const NginxOptions& options, int status, NginxText& text) {
  text.line("location / {{ {}try_files /.no-service ={}; }}",
            options.module_path.empty() ? "" : "bulkhead on; ", status);
}

// Files below STATE/site/status are served as they are; a service's location is a longer or a shorter prefix
// and does not reach them.
void write_status_site(const NginxOptions& options, NginxText& text) {
  text.line("location = /status {{ {}return 301 /status/; }}",
            options.module_path.empty() ? "" : "bulkhead off; ");
  text.open("location /status/");
  if (!options.module_path.empty()) text.line("bulkhead off;");
  text.line("index index$bulkhead_status_language.html index.html;");
  // A folder is as good as nothing. Before the site is first written there is no such page either: then nginx's own.
  text.line("error_page 403 404 =404 /status/not-found$bulkhead_status_language.html;");
  text.line("add_header Vary Accept-Language always;");
  text.line("add_header Cache-Control \"max-age=15\" always;");
  text.line("add_header Content-Security-Policy $bulkhead_status_policy always;");
  text.line("add_header X-Content-Type-Options nosniff always;");
  text.close();
}

// Nothing that the client sent is passed on but the nonce; whom nginx is connected with, and where, it says itself.
void write_consent_location(const Policy& policy, const NginxOptions& options, NginxText& text) {
  text.open(fmt::format("location = {}", kConsentPath));
  if (!options.module_path.empty()) text.line("bulkhead off;");
  text.line("limit_except GET {{ deny all; }}");
  text.line("limit_req zone=bulkhead_drill burst=10 nodelay;");
  text.line("limit_req_status 429;");
  text.line("proxy_pass_request_headers off;");
  text.line("proxy_pass_request_body off;");
  text.line("proxy_set_header Host bulkhead;");
  text.line("proxy_set_header Content-Length \"\";");
  text.line("proxy_next_upstream off;");
  text.line("proxy_read_timeout 5s;");
  text.line(
      "proxy_pass http://bulkhead_drill{}?nonce=$arg_nonce&address=$server_addr&port=$server_port&from={};",
      ConsentFront::kPath, policy.gateway.trusted_proxies.empty() ? "$remote_addr" : "$realip_remote_addr");
  text.close();
}

// Only what differs from the http level is said.
void write_limits(const policy::ServiceLimits& limits, NginxText& text) {
  const policy::ServiceLimits usual;
  if (limits.client_body_bytes_max != usual.client_body_bytes_max)
    text.line("client_max_body_size {};", limits.client_body_bytes_max);
  if (limits.client_body_bytes_max > kBufferedBodyBytesMax) text.line("proxy_request_buffering off;");
  if (limits.upstream_timeout != usual.upstream_timeout) {
    text.line("proxy_send_timeout {}ms;", limits.upstream_timeout.count());
    text.line("proxy_read_timeout {}ms;", limits.upstream_timeout.count());
  }
}

void write_location(const NginxOptions& options, std::string_view match, const Service& service,
                    NginxText& text) {
  text.open(fmt::format("location {}", match));
  if (!options.module_path.empty())
    text.line("bulkhead_service {};", text.quoted("the name of a service", service.name));
  write_limits(service.limits, text);
  text.line("proxy_pass {};",
            text.quoted("an upstream", service.upstream.front().scheme + "://" + service.name));
  text.close();
}

// A prefix counts by whole segments: "/tax" and what is below "/tax/", but not "/taxes".
void write_place(const NginxOptions& options, const NginxServer::Place& place, NginxText& text) {
  const Service& service = *place.service;
  if (place.prefix.empty()) return write_location(options, "/", service, text);
  if (place.prefix.front() != '/')
    text.refuse(fmt::format("render nginx: path {} does not begin with /", place.prefix));
  write_location(options, "= " + text.quoted("a path", place.prefix), service, text);
  write_location(options, text.quoted("a path", place.prefix + "/"), service, text);
}

}  // namespace

std::string self_test_socket(const NginxOptions& options) {
  std::string path = options.state_folder + "/self-test.sock";
  return options.module_path.empty() || path.size() > kSocketPathBytesMax ? "" : path;
}

const Certificate* certificate_for(const Gateway& gateway, const std::string& host) {
  const auto names = [](const Certificate& certificate, const std::string& name) {
    return std::ranges::find(certificate.hosts, name) != certificate.hosts.end();
  };
  for (const Certificate& certificate : gateway.certificates)
    if (names(certificate, host)) return &certificate;
  const std::size_t dot = host.find('.');
  if (host.starts_with("*.") || dot == std::string::npos) return nullptr;
  for (const Certificate& certificate : gateway.certificates)
    if (names(certificate, "*" + host.substr(dot))) return &certificate;
  return nullptr;
}

std::vector<NginxServer> nginx_servers(const Policy& policy) {
  std::map<std::string, std::vector<NginxServer::Place>> places_of;
  for (const Service& service : policy.services)
    for (const std::string& host : service.hosts)
      for (const std::string& path : service.paths)
        places_of[host].push_back({without_final_slash(path), &service});

  const bool any_tls = std::ranges::any_of(policy.gateway.listen, &Listen::tls);
  std::vector<NginxServer> servers;
  std::map<std::pair<std::vector<NginxServer::Place>, const Certificate*>, std::size_t> known;
  for (auto& [host, places] : places_of) {
    std::ranges::sort(places, {}, &NginxServer::Place::prefix);
    const Certificate* certificate = any_tls ? certificate_for(policy.gateway, host) : nullptr;
    const auto [at, is_new] = known.emplace(std::pair(places, certificate), servers.size());
    if (is_new) servers.push_back({.hosts = {}, .places = places, .certificate = certificate});
    servers[at->second].hosts.push_back(host);
  }
  return servers;
}

void write_server(const Policy& policy, const NginxOptions& options, const NginxServer& server,
                  NginxText& text) {
  text.open("server");
  write_listens(policy.gateway, options, false, text);
  std::string names;
  for (const std::string& host : server.hosts) names += ' ' + host_name(host, text);
  text.line("server_name{};", names);
  write_identity(policy.gateway, server.certificate, text);
  for (const auto& place : server.places) write_place(options, place, text);
  const bool whole_host =
      std::ranges::any_of(server.places, [](const auto& place) { return place.prefix.empty(); });
  if (!whole_host) write_no_service(options, 404, text);
  write_status_site(options, text);
  write_consent_location(policy, options, text);
  text.close();
}

void write_unknown_host_server(const Policy& policy, const NginxOptions& options, NginxText& text) {
  text.comment("Hosts that nobody claims.");
  text.open("server");
  write_listens(policy.gateway, options, true, text);
  text.line("server_name \"\";");
  write_identity(policy.gateway, default_certificate(policy.gateway), text);
  write_no_service(options, 421, text);
  write_consent_location(policy, options, text);
  text.close();
}

void write_status_server(const Policy& policy, const NginxOptions& options, NginxText& text) {
  const auto& host = policy.gateway.status_host;
  if (!host) return;
  for (const Service& service : policy.services)
    if (std::ranges::find(service.hosts, *host) != service.hosts.end()) return;
  text.comment("The public status site on a host of its own.");
  text.open("server");
  write_listens(policy.gateway, options, false, text);
  text.line("server_name {};", host_name(*host, text));
  write_identity(policy.gateway, certificate_for(policy.gateway, *host), text);
  text.line("location / {{ return 301 /status/; }}");
  write_status_site(options, text);
  write_consent_location(policy, options, text);
  text.close();
}

}  // namespace bulkhead::control
