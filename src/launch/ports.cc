#include "launch/ports.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace bulkhead::launch {

namespace {

constexpr std::uint32_t kPortMin = 1'024;
constexpr std::uint32_t kPortMax = 65'535;
constexpr std::uint32_t kOutgoingPortMin = 32'768;  // net.ipv4.ip_local_port_range
constexpr std::uint32_t kBaseStep = 16;
constexpr std::string_view kLoopback = "127.0.0.1:";

bool is_taken(const NeededPort& needed) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(needed.port);
  // Other spellings (IPv6, names) are left to the program that binds them: its log says what was wrong.
  if (inet_pton(AF_INET, needed.address.c_str(), &address.sin_addr) != 1) return false;
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool taken =
      bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno == EADDRINUSE;
  close(fd);
  return taken;
}

void add(std::vector<NeededPort>& ports, NeededPort port) {
  const bool known = std::any_of(ports.begin(), ports.end(), [&](const NeededPort& other) {
    return other.address == port.address && other.port == port.port;
  });
  if (!known) ports.push_back(std::move(port));
}

}  // namespace

std::vector<NeededPort> needed_ports(const policy::Policy& policy, bool upstreams) {
  std::vector<NeededPort> ports;
  for (const policy::Listen& listen : policy.gateway.listen)
    add(ports, {listen.address, listen.port, "the gateway"});
  if (!upstreams) return ports;
  for (const policy::Service& service : policy.services) {
    for (const policy::Upstream& upstream : service.upstream) {
      if (upstream.host == "127.0.0.1") add(ports, {upstream.host, upstream.port, service.name});
    }
  }
  return ports;
}

Status check_ports_free(const std::vector<NeededPort>& ports) {
  std::string taken;
  for (const NeededPort& port : ports) {
    if (is_taken(port))
      taken += fmt::format("{}{}:{} ({})", taken.empty() ? "" : ", ", port.address, port.port, port.of);
  }
  if (taken.empty()) return {};
  return fail(ErrorCode::kConflict, fmt::format("somebody already listens on {}. Stop that program, or move "
                                                "all ports of this run: --port-base 18000",
                                                taken));
}

Result<std::uint32_t> free_base(const std::vector<NeededPort>& ports, std::uint32_t from) {
  for (std::uint32_t base = from; base + ports.size() <= kOutgoingPortMin; base += kBaseStep) {
    std::uint32_t port = base;
    const bool free = std::ranges::none_of(ports, [&](const NeededPort& needed) {
      return is_taken({needed.address, static_cast<std::uint16_t>(port++), needed.of});
    });
    if (free) return base;
  }
  return fail(ErrorCode::kConflict, fmt::format("no {} ports side by side are free from {} to {}",
                                                ports.size(), from, kOutgoingPortMin));
}

Result<std::map<std::uint16_t, std::uint16_t>> moves_to(const std::vector<NeededPort>& ports,
                                                        std::uint32_t base) {
  const std::uint64_t last = std::uint64_t{base} + ports.size() - 1;
  if (base < kPortMin || last > kPortMax) {
    return fail(ErrorCode::kInvalid, fmt::format("--port-base needs {} ports from {} to {}: {} does not fit",
                                                 ports.size(), kPortMin, kPortMax, base));
  }
  std::map<std::uint16_t, std::uint16_t> moves;
  std::uint32_t next = base;
  for (const NeededPort& port : ports) {
    if (moves.emplace(port.port, static_cast<std::uint16_t>(next)).second) ++next;
  }
  return moves;
}

std::string with_ports_moved(std::string_view text, const std::map<std::uint16_t, std::uint16_t>& moves) {
  std::string moved;
  for (auto at = text.find(kLoopback); at != std::string_view::npos; at = text.find(kLoopback)) {
    moved += text.substr(0, at + kLoopback.size());
    text.remove_prefix(at + kLoopback.size());
    const std::string digits(text.substr(0, text.find_first_not_of("0123456789")));
    const long port = digits.empty() || digits.size() > 5 ? 0 : std::strtol(digits.c_str(), nullptr, 10);
    const auto move = port > 0 && port <= static_cast<long>(kPortMax)
                          ? moves.find(static_cast<std::uint16_t>(port))
                          : moves.end();
    moved += move == moves.end() ? digits : std::to_string(move->second);
    text.remove_prefix(digits.size());
  }
  return moved + std::string(text);
}

}  // namespace bulkhead::launch
