// Single values that only scenarios have: rates, ranges, tasks, networks of nobody. Each reader reports what is wrong
// and then returns nothing.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drill/scenario/scenario.h"
#include "policy/spot.h"
#include "policy/values/parsed.h"

namespace bulkhead::drill {

/// The name of a phase or an attack: one line, and none of those that are `taken`, to which it is added.
std::optional<std::string> read_label(const policy::Spot& spot, std::vector<std::string>& taken,
                                      policy::Findings& findings);

/// How often: "60/min", "0.5/s", "90/h".
struct Rate {
  double count = 0;
  double unit_s = 1;

  double per_second() const { return count / unit_s; }
  double per_minute() const { return count * 60 / unit_s; }
  std::string text() const;
};

policy::Parsed<Rate> parse_rate(std::string_view text);

/// A rate above 0 and up to `max`.
std::optional<Rate> read_rate(const policy::Spot& spot, Rate max, policy::Findings& findings);

/// A number, with or without a fraction, from 0 to `max`.
std::optional<double> read_factor(const policy::Spot& spot, double max, policy::Findings& findings);

/// "1-3", or "2" for both ends.
std::optional<Range<unsigned>> read_count_range(const policy::Spot& spot, Range<unsigned> within,
                                                policy::Findings& findings);

/// "200ms-1s", or "500ms" for both ends.
std::optional<Range<Milliseconds>> read_duration_range(const policy::Spot& spot, Range<Milliseconds> within,
                                                       policy::Findings& findings);

/// "tax-filing", "tax-filing/clerk", "tax-filing/api": who is what is behind the slash.
policy::Parsed<TaskKind> parse_task(std::string_view text);

/// True when nobody on the Internet can have an address out of this network: ranges for documentation, benchmarks, shared
/// and private use, or reserved. What a drill causes never bears a real person's address.
bool is_nobodys(const Network& network);

/// At least one network, each of nobody, each once.
std::vector<Network> read_networks(const policy::Spot& spot, policy::Findings& findings);

/// How many different addresses address_in() finds in the networks before one comes again.
std::uint64_t addresses_in(std::span<const Network> networks);

/// A whole number of addresses from 1 to `max`, not more than the networks give.
std::optional<std::uint32_t> read_addresses(const policy::Spot& spot, std::uint32_t max,
                                            std::span<const Network> networks, policy::Findings& findings);

/// Names of services, each known and given once.
std::vector<std::string> read_services(const policy::Spot& spot, bool may_be_empty,
                                       std::span<const std::string> known, policy::Findings& findings);

/// Reports a name that is none of the known services, at `place`.
void refuse_unknown_service(const policy::Place& place, std::string_view name,
                            std::span<const std::string> known, policy::Findings& findings);

}  // namespace bulkhead::drill
