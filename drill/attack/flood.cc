#include "drill/attack/flood.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "drill/attack/payloads.h"
#include "drill/people/addresses.h"
#include "os/clock.h"

namespace bulkhead::drill {
namespace {

/// Who floods does not wait. With connections for half a second of requests, the rate then holds however slow the answers
/// are, and what was asked stays in the service's queue.
constexpr Milliseconds kGivesUpAfter{400};

load::Target target_at(const boost::asio::ip::tcp::endpoint& endpoint) {
  load::Target target;
  std::memcpy(&target.address, endpoint.data(), endpoint.size());
  target.address_bytes = static_cast<socklen_t>(endpoint.size());
  target.text = fmt::format("{}:{}", endpoint.address().to_string(), endpoint.port());
  return target;
}

std::string bytes_of(const Attack& attack, const std::string& host, std::uint64_t number,
                     std::uint64_t source) {
  const AttackRequest request = request_of(attack, number);
  std::string bytes = fmt::format(
      "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Mozilla/5.0 (drill; {})\r\nX-Forwarded-For: {}\r\n",
      request.post ? "POST" : "GET", request.path, host, attack.name, address_in(attack.networks, source));
  if (request.post)
    bytes +=
        fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", request.content_type, request.body.size());
  return bytes + "\r\n" + request.body;
}

}  // namespace

Flood::Flood(const Attack& attack, const std::vector<std::string>& hosts, const Target& target) {
  const double per_s = attack.requests_per_s * static_cast<double>(hosts.size());
  options_.target = target_at(target.gateway);
  options_.from = target_at({target.from, 0});
  options_.rps = static_cast<std::uint64_t>(std::max(std::llround(per_s), 1LL));
  options_.connections =
      static_cast<std::uint32_t>(std::clamp<std::uint64_t>(options_.rps / 2, 16, kConnectionsMax));
  options_.seconds = 0;
  options_.timeout = kGivesUpAfter;
  options_.pace = target.pace;
  const std::size_t count = std::clamp<std::size_t>(attack.sources, 1'000, kRequestsMax);
  for (std::uint64_t i = 0; i < count; ++i)
    options_.ready.push_back(bytes_of(attack, hosts[i % hosts.size()], i / hosts.size(), i % attack.sources));
  thread_ = std::thread([this] {
    const os::SystemClock clock;
    if (const auto totals = load::Generator(options_, clock, stop_).run())
      counts_ = totals->counts;
    else
      trouble_ = totals.error().message;
    ended_ = true;
  });
}

Flood::~Flood() {
  stop_ = true;
  thread_.join();
}

}  // namespace bulkhead::drill
