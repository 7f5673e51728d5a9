// A policy as a whole nginx configuration: a gateway for those who have none.
//
// Those who have an nginx already name `bulkhead_image`, `bulkhead_state` and `bulkhead_service` in it
// themselves.

#pragma once

#include <string>

#include "base/result.h"
#include "policy/policy.h"

namespace bulkhead::control {

/// Where things are on this machine. Paths are absolute.
struct NginxOptions {
  std::string state_folder;  ///< Holds images/, segments, site/ and nginx/.
  std::string image_path;    ///< Empty: STATE/images/current.img.
  std::string module_path;   ///< ngx_http_bulkhead_module.so; empty: without the gate, to compare with.
  std::string pid_path;      ///< Empty: STATE/nginx/nginx.pid.
  std::string user;          ///< Whom workers run as when nginx is started by root; empty: whoever starts it.
  bool access_log = true;    ///< JSON lines in STATE/nginx/logs/access.log.
};

/// Folders below the state folder that the rendered configuration needs to be there.
inline constexpr std::string_view kNginxFolders[] = {"nginx", "nginx/logs", "nginx/temp", "site",
                                                     "site/status"};

/// Renders nginx.conf. The same policy and options give the same text.
///
/// What the text sees to, and how:
///   * One upstream block a service, one server block for hosts that lead to the same services, a location
///     for each path prefix, by whole segments. No location is a regular expression: start and look-up stay
///     fast at thousands of services.
///   * What is the same everywhere stands once, at http level; a location holds only what differs.
///   * The request goes on as it came (`proxy_pass` without a path); Host is the host that was matched.
///   * Unknown hosts end in a server of their own, which answers 421, never in some service.
///   * Uploads up to kBufferedBodyBytesMax are taken in before the service is bothered, so a slow sender
///     holds nothing of it; services that take more get the body as it comes, so that a gigabyte needs no
///     gigabyte of disk here.
///   * Answers are buffered, so a slow reader holds nothing of the service; "X-Accel-Buffering: no" and, with
///     the module, text/event-stream pass at once. WebSocket upgrades pass; no other Upgrade does.
///   * A request is tried on another server only when it did no harm on the first: idempotent, and soon.
///   * kConsentPath on every host is answered by the daemon, over a socket that knows no other question; no other request ever
///     reaches the daemon.
///   * Every server listens on self_test_socket() too, for the daemon's self-tests; the module lets nothing through that came there.
///   * The status site is plain files under /status/ on every host, which no gate guards and no daemon
///     serves.
///
/// Cost    Linear in the policy: some 10 ms for 1,400 services.
/// Errors  kInvalid, naming the value, when a string of the policy cannot stand in an nginx configuration.
Result<std::string> render_nginx(const policy::Policy& policy, const NginxOptions& options);

/// Where nginx listens for self-tests, besides the policy's addresses, in every server; empty where the module is not loaded, or the
/// state folder's path is too long for a socket. The daemon looks there as well.
std::string self_test_socket(const NginxOptions& options);
/// sizeof sun_path, less the 0 behind it.
inline constexpr std::size_t kSocketPathBytesMax = 107;

/// Bodies up to this size are received whole before the service sees the request.
inline constexpr std::uint64_t kBufferedBodyBytesMax = 64u << 20;

}  // namespace bulkhead::control
