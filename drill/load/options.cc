#include "drill/load/options.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstring>

namespace bulkhead::load {
namespace {

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

Status check(const Options& options) {
  for (const std::string& host : options.hosts) {
    if (!is_token(host) || host.size() > kHostBytesMax)
      return fail(ErrorCode::kInvalid, fmt::format("--host: not a name of 1 to {} bytes", kHostBytesMax));
  }
  if (!is_token(options.path) || options.path.front() != '/' || options.path.size() > kPathBytesMax)
    return fail(ErrorCode::kInvalid,
                fmt::format("--path: begins with / and has no blanks, at most {} bytes", kPathBytesMax));
  return {};
}

template <typename Address>
void put(Target& target, const Address& address) {
  std::memcpy(&target.address, &address, sizeof address);
  target.address_bytes = sizeof address;
}

}  // namespace

Result<Target> Target::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::string_view digits = colon == std::string_view::npos ? "" : text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || error != std::errc{} || rest != digits.data() + digits.size() || port == 0)
    return fail(ErrorCode::kInvalid, fmt::format("target: not ADDRESS:PORT: {}", text));
  const std::string address(text.substr(0, colon));
  Target target;
  target.text = text;
  sockaddr_in v4{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {}, .sin_zero = {}};
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  bool loopback = false;
  if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    loopback = ntohl(v4.sin_addr.s_addr) >> 24 == 127;
    put(target, v4);
  } else if (address.starts_with('[') && address.ends_with(']') &&
             ::inet_pton(AF_INET6, address.substr(1, address.size() - 2).c_str(), &v6.sin6_addr) == 1) {
    loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
    put(target, v6);
  } else {
    return fail(ErrorCode::kInvalid, fmt::format("target: not a numeric address: {}", address));
  }
  if (!loopback)
    return fail(ErrorCode::kDenied,
                fmt::format("target: only loopback (127.0.0.0/8, [::1]) may be loaded, not {}", address));
  return target;
}

std::vector<std::string> Options::requests() const {
  if (!ready.empty()) return ready;
  std::vector<std::string> all;
  all.reserve(hosts.size());
  for (const std::string& host : hosts)
    all.push_back(
        fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: bulkhead-load\r\n\r\n", path, host));
  return all;
}

Result<Options> parse_options(int argc, const char* const* argv, std::string& help) {
  Options options;
  std::string target;
  std::uint32_t timeout_ms = static_cast<std::uint32_t>(options.timeout.count());
  CLI::App app("Steady HTTP/1.1 load on a server of this machine.", "bulkhead-load");
  app.option_defaults()->always_capture_default();
  app.add_option("target", target, "ADDRESS:PORT, loopback only")->required();
  app.add_option("--host", options.hosts, "Host field; several are used in turn (default: the target)")
      ->expected(1)
      ->take_all();
  app.add_option("--path", options.path, "Path asked for");
  app.add_option("--rps", options.rps, "Requests a second, of all connections; 0: as fast as they allow")
      ->check(CLI::Range(std::uint64_t{0}, kRpsMax));
  app.add_option("--connections", options.connections, "Keep-alive connections")
      ->check(CLI::Range(1u, kConnectionsMax));
  app.add_option("--seconds", options.seconds, "How long; 0: until SIGTERM or SIGINT")
      ->check(CLI::Range(0u, kSecondsMax));
  app.add_option("--seed", options.seed, "Of the jitter inside each request's share of a second");
  app.add_option("--timeout-ms", timeout_ms, "Longest wait for an answer")
      ->check(CLI::Range(1u, kTimeoutMsMax));
  app.add_option("--progress", options.progress_path,
                 "File rewritten every second with the totals so far (JSON)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    help = app.help();
    return options;
  } catch (const CLI::ParseError& error) {
    return fail(ErrorCode::kInvalid, error.what());
  }
  options.timeout = Milliseconds{timeout_ms};
  auto parsed = Target::parse(target);
  if (!parsed) return fail_as(parsed);
  options.target = *std::move(parsed);
  if (options.hosts.empty()) options.hosts = {options.target.text};
  if (options.hosts.size() > kHostsMax)
    return fail(ErrorCode::kLimit,
                fmt::format("--host: at most {}, not {}", kHostsMax, options.hosts.size()));
  if (auto checked = check(options); !checked) return fail_as(checked);
  return options;
}

}  // namespace bulkhead::load
