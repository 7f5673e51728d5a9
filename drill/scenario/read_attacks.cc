#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "drill/scenario/keys.h"
#include "drill/scenario/limits.h"
#include "drill/scenario/sections.h"
#include "drill/scenario/values.h"
#include "policy/scalars.h"
#include "policy/values/path_prefix.h"

namespace bulkhead::drill {

using policy::Fields;
using policy::Findings;
using policy::Spot;

namespace {

using Limits = ScenarioLimits;
using Kind = Attack::Kind;

constexpr std::array kKinds = {Kind::kExploit, Kind::kWebShell, Kind::kHarvest,
                               Kind::kExport,  Kind::kFlood,    Kind::kProbe};

/// What the attacks of a phase ask for in sum so far.
struct Sums {
  double flood_per_second = 0;
  double slow_per_second = 0;
};

std::vector<std::string> read_paths(const Spot& spot, Findings& findings) {
  std::vector<std::string> paths;
  for (const Spot& item : policy::read_list(spot, Limits::kPathsMax, false, findings))
    if (auto path = policy::read_parsed(item, policy::parse_probe_path, findings))
      paths.push_back(std::move(*path));
  return paths;
}

void add_up(const Spot& rate_at, const Attack& attack, Sums& sums, Findings& findings) {
  const bool flood = attack.kind == Kind::kFlood;
  double& sum = flood ? sums.flood_per_second : sums.slow_per_second;
  const double max = flood ? Limits::kFloodPerSecondMax : Limits::kSlowPerSecondMax;
  const double before = sum;
  sum += attack.requests_per_s * static_cast<double>(attack.services.size());
  if (before > max || sum <= max) return;
  findings.error(rate_at.place(),
                 fmt::format("with this one the phase's {} ask for {}/s over all services, more than {}/s",
                             flood ? "floods" : "attacks other than floods", sum, max),
                 fmt::format("at most {}/s: the rate is at each service", max));
}

bool is_by_thieves(const Attack& attack) {
  return attack.kind == Kind::kHarvest || attack.kind == Kind::kExport;
}

void check_thieves(const Spot& sources_at, const Attack& attack, Findings& findings) {
  const std::uint64_t thieves = std::uint64_t{attack.sources} * attack.services.size();
  if (!is_by_thieves(attack) || thieves <= Limits::kThievesMax) return;
  findings.error(sources_at.place(),
                 fmt::format("{} sources at {} services are {} thieves, more than {}", attack.sources,
                             attack.services.size(), thieves, Limits::kThievesMax),
                 "fewer sources, or fewer services");
}

Attack read_attack(const Spot& spot, std::vector<std::string>& names, Sums& sums,
                   std::span<const std::string> services, Findings& findings) {
  const Fields fields(spot, kAttackShape, findings);
  Attack attack;
  if (const auto at = fields.find("name")) attack.name = read_label(*at, names, findings).value_or("");
  const auto kind_at = fields.find("kind");
  const auto kind = kind_at ? policy::read_choice(*kind_at, kKinds, findings) : std::nullopt;
  attack.kind = kind.value_or(Kind::kFlood);
  if (const auto at = fields.find("services"))
    attack.services = read_services(*at, false, services, findings);
  if (const auto at = fields.find("networks")) attack.networks = read_networks(*at, findings);
  if (const auto at = fields.find("sources")) {
    attack.sources = read_addresses(*at, Limits::kSourcesMax, attack.networks, findings).value_or(1);
    check_thieves(*at, attack, findings);
  }
  if (const auto at = fields.find("rate")) {
    const double max = attack.kind == Kind::kFlood ? Limits::kFloodPerSecondMax : Limits::kSlowPerSecondMax;
    if (const auto rate = read_rate(*at, Rate{max, 1}, findings)) {
      attack.requests_per_s = rate->per_second();
      if (kind) add_up(*at, attack, sums, findings);
    }
  }
  if (const auto at = fields.find("paths")) {
    attack.paths = read_paths(*at, findings);
    if (is_by_thieves(attack))
      findings.error(at->key_place(),
                     fmt::format("an attack of kind {} finds its own paths", name(attack.kind)),
                     "remove it; exploit, web-shell, flood and probe have paths");
  }
  return attack;
}

}  // namespace

std::vector<Attack> read_attacks(const Spot& spot, std::span<const std::string> services,
                                 Findings& findings) {
  std::vector<Attack> attacks;
  std::vector<std::string> names;
  Sums sums;
  for (const Spot& item : policy::read_list(spot, Limits::kAttacksPerPhaseMax, true, findings))
    attacks.push_back(read_attack(item, names, sums, services, findings));
  return attacks;
}

}  // namespace bulkhead::drill
