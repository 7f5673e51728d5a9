#include "drill/consent/permit.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/timestamp.h"
#include "control/consent/drill_key.h"
#include "drill/consent/ask.h"
#include "drill/load/pace.h"

namespace bulkhead::drill {
namespace {

/// Sign-on and five steps, each a page asked for, sent, and led on from; rather more than less.
constexpr double kRequestsPerTask = 20;

bool is_loopback(const boost::asio::ip::address& address) {
  if (address.is_loopback()) return true;
  return address.is_v6() && address.to_v6().is_v4_mapped() &&
         boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).is_loopback();
}

double people_per_s(const Scenario& scenario, const Phase& phase) {
  double tasks_per_minute = 0;
  for (const Group& group : scenario.groups)
    tasks_per_minute += group.visits_per_minute * group.tasks_per_visit.max;
  return tasks_per_minute * phase.visits * kRequestsPerTask / 60;
}

double attacks_per_s(const Phase& phase) {
  double sum = 0;
  for (const Attack& attack : phase.attacks)
    sum += attack.requests_per_s * static_cast<double>(attack.services.size());
  return sum;
}

}  // namespace

Result<Permit> permit_for(const PermitRequest& request, os::Random& random, const os::Clock& clock) {
  if (is_loopback(request.gateway.address()) && request.own) return Permit{request.gateway, {}, {}, false};
  if (request.key.empty())
    return fail(
        ErrorCode::kDenied,
        fmt::format(
            "a drill at {} needs the gateway's consent (`bulkhead drill allow` there), and its --key to know "
            "it by (`bulkhead drill key` there); nothing was sent",
            request.gateway.address().to_string()));
  if (auto status = control::check_public_key(request.key); !status) return fail_as(status);
  const auto consent = ask_consent(request, random, clock);
  if (!consent) return fail_as(consent);
  if (consent->live && !request.live)
    return fail(
        ErrorCode::kDenied,
        fmt::format(
            "{} is a live gateway, and people will be refused: it agrees, and if you mean it too, say "
            "--live",
            request.gateway.address().to_string()));
  return Permit{request.gateway, consent->requests_per_s_max, consent->ends_at, consent->live};
}

std::uint32_t requests_per_s(const Scenario& scenario) {
  double most = 0;
  for (const Phase& phase : scenario.phases)
    most = std::max(most, attacks_per_s(phase) + people_per_s(scenario, phase));
  return static_cast<std::uint32_t>(std::min(std::ceil(load::Pace::needed_for(most)), 4e9));
}

Status check_permit(const Permit& permit, const Scenario& scenario, RealTime now) {
  const std::uint32_t wanted = requests_per_s(scenario);
  if (permit.requests_per_s_max && wanted > *permit.requests_per_s_max)
    return fail(ErrorCode::kLimit, fmt::format("{} asks for up to {} requests/s, the gateway agrees to {}",
                                               scenario.name, wanted, *permit.requests_per_s_max));
  if (permit.ends_at && now + scenario.lasts() > *permit.ends_at)
    return fail(ErrorCode::kDenied,
                fmt::format("{} lasts {}, the gateway agrees until {} only", scenario.name,
                            duration_text(scenario.lasts()), rfc3339(*permit.ends_at)));
  return {};
}

}  // namespace bulkhead::drill
