#include "drill/scenario/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "base/escape.h"
#include "base/timestamp.h"
#include "drill/scenario/limits.h"
#include "policy/nearest.h"
#include "policy/plain_scalar.h"
#include "policy/scalars.h"

namespace bulkhead::drill {

using policy::Findings;
using policy::Parsed;
using policy::Place;
using policy::refuse;
using policy::Spot;

namespace {

constexpr std::size_t kQuotedBytesMax = 32;
constexpr std::size_t kDecimalBytesMax = 12;
constexpr std::size_t kNamesInHintMax = 16;

struct Unit {
  std::string_view text;
  double seconds;
};
constexpr std::array<Unit, 3> kUnits = {Unit{"/s", 1}, Unit{"/min", 60}, Unit{"/h", 3'600}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Digits with at most one point between them: no sign, exponent, infinity or the like.
std::optional<double> parse_decimal(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.'; });
  if (!plain || text.empty() || text.size() > kDecimalBytesMax || !is_digit(text.front()) ||
      !is_digit(text.back()))
    return std::nullopt;
  double value = 0;
  const auto [end, failure] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Parsed<unsigned> parse_count(std::string_view text) {
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return refuse("", "");
  return value;
}

Parsed<Milliseconds> parse_span(std::string_view text) {
  const Result<Milliseconds> value = parse_duration(text);
  if (!value) return refuse("", "");
  return *value;
}

/// "a-b", or "a" for both ends; what the two are is `parse_one`'s to say.
template <typename T>
std::optional<Range<T>> parse_range(std::string_view text, Parsed<T> (*parse_one)(std::string_view)) {
  const std::size_t hyphen = text.find('-');
  const Parsed<T> min = parse_one(text.substr(0, hyphen));
  const Parsed<T> max = hyphen == std::string_view::npos ? min : parse_one(text.substr(hyphen + 1));
  if (!min || !max) return std::nullopt;
  return Range<T>{*min, *max};
}

template <typename T>
std::optional<Range<T>> read_range(const Spot& spot, Range<T> within,
                                   Parsed<T> (*parse_one)(std::string_view), std::string_view form,
                                   const std::string& allowed, Findings& findings) {
  const std::string right = fmt::format("{}, from {}", form, allowed);
  if (!policy::expect_scalar(spot, right, findings)) return std::nullopt;
  const std::optional<Range<T>> range = parse_range(spot.node->text, parse_one);
  if (!range) {
    findings.error(spot.place(), "is not a range", right);
  } else if (range->min > range->max) {
    findings.error(spot.place(), "the smaller end comes second", right);
  } else if (range->min < within.min || range->max > within.max) {
    findings.error(spot.place(),
                   fmt::format("{} is outside {}", cut(spot.node->text, kQuotedBytesMax), allowed), right);
  } else {
    return range;
  }
  return std::nullopt;
}

/// RFC 5737, 6598, 2544, 1918, 1112 §4, and 3849, 9637, 5180, 4193, in this order. Of RFC 1112's 240.0.0.0/4 the
/// first half: the other ends with 255.255.255.255, which nginx takes for no address.
const auto& nobodys_networks() {
  static const std::array networks = {
      *Network::parse("192.0.2.0/24"),  *Network::parse("198.51.100.0/24"), *Network::parse("203.0.113.0/24"),
      *Network::parse("100.64.0.0/10"), *Network::parse("198.18.0.0/15"),   *Network::parse("10.0.0.0/8"),
      *Network::parse("172.16.0.0/12"), *Network::parse("192.168.0.0/16"),  *Network::parse("240.0.0.0/5"),
      *Network::parse("2001:db8::/32"), *Network::parse("3fff::/20"),       *Network::parse("2001:2::/48"),
      *Network::parse("fc00::/7")};
  return networks;
}

std::optional<Network> read_network_of_nobody(const Spot& spot, Findings& findings) {
  const std::optional<std::string> text = policy::read_string(spot, findings);
  if (!text) return std::nullopt;
  const Result<Network> network = Network::parse(*text);
  if (!network) {
    findings.error(spot.place(), network.error().message,
                   "an address or a network: 198.18.4.0/22, 2001:db8:4::/48");
    return std::nullopt;
  }
  if (is_nobodys(*network)) return *network;
  findings.error(
      spot.place(), "may be somebody's address on the Internet",
      "inside of 198.18.0.0/15, 203.0.113.0/24, 100.64.0.0/10, 240.0.0.0/5, 2001:db8::/32 or another "
      "range of nobody: see docs/scenarios.md");
  return std::nullopt;
}

}  // namespace

std::optional<std::string> read_label(const Spot& spot, std::vector<std::string>& taken, Findings& findings) {
  std::optional<std::string> label = policy::read_line(spot, ScenarioLimits::kLabelBytesMax, findings);
  if (!label) return std::nullopt;
  if (std::ranges::find(taken, *label) != taken.end()) {
    findings.error(spot.place(), "the name is given twice",
                   "another one, so that the report can tell them apart");
    return std::nullopt;
  }
  taken.push_back(*label);
  return label;
}

std::string Rate::text() const {
  return fmt::format("{}{}", count, std::ranges::find(kUnits, unit_s, &Unit::seconds)->text);
}

Parsed<Rate> parse_rate(std::string_view text) {
  constexpr std::string_view kRight = "a number and its unit, s, min or h: 60/min, 0.5/s";
  const std::size_t slash = std::min(text.find('/'), text.size());
  const auto unit = std::ranges::find(kUnits, text.substr(slash), &Unit::text);
  const std::optional<double> count = parse_decimal(text.substr(0, slash));
  if (unit == kUnits.end() || !count) return refuse("is not a rate", std::string(kRight));
  return Rate{*count, unit->seconds};
}

std::optional<Rate> read_rate(const Spot& spot, Rate max, Findings& findings) {
  const std::string allowed = "more than 0 and at most " + max.text();
  if (!policy::expect_scalar(spot, "a rate: " + allowed, findings)) return std::nullopt;
  const Parsed<Rate> rate = parse_rate(spot.node->text);
  if (!rate) {
    findings.error(spot.place(), rate.error().message, rate.error().hint);
  } else if (rate->count <= 0 || rate->per_second() > max.per_second()) {
    findings.error(spot.place(), fmt::format("{} is not {}", spot.node->text, allowed), allowed);
  } else {
    return *rate;
  }
  return std::nullopt;
}

std::optional<double> read_factor(const Spot& spot, double max, Findings& findings) {
  const std::string right = fmt::format("a number from 0 to {}, without quotes", max);
  if (!policy::expect_scalar(spot, right, findings)) return std::nullopt;
  const std::optional<double> value = spot.node->plain ? parse_decimal(spot.node->text) : std::nullopt;
  if (!value) {
    findings.error(spot.place(), "is not a number", right);
  } else if (*value > max) {
    findings.error(spot.place(), fmt::format("{} is outside 0 to {}", spot.node->text, max), right);
  } else {
    return value;
  }
  return std::nullopt;
}

std::optional<Range<unsigned>> read_count_range(const Spot& spot, Range<unsigned> within,
                                                Findings& findings) {
  return read_range(spot, within, &parse_count, "a whole number or two, as in 1-3",
                    fmt::format("{} to {}", within.min, within.max), findings);
}

std::optional<Range<Milliseconds>> read_duration_range(const Spot& spot, Range<Milliseconds> within,
                                                       Findings& findings) {
  return read_range(spot, within, &parse_span, "a duration or two, as in 200ms-1s",
                    fmt::format("{} to {}", policy::duration_as_written(within.min),
                                policy::duration_as_written(within.max)),
                    findings);
}

Parsed<TaskKind> parse_task(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  TaskKind task;
  task.service = text.substr(0, slash);
  const std::string_view who = text.substr(slash);
  if (who == "/clerk") {
    task.who = TaskKind::Who::kClerk;
  } else if (who == "/api") {
    task.who = TaskKind::Who::kApi;
  } else if (!who.empty()) {
    return refuse("nobody does a task so", "SERVICE, SERVICE/clerk or SERVICE/api");
  }
  return task;
}

bool is_nobodys(const Network& network) {
  return std::ranges::any_of(nobodys_networks(), [&](const Network& range) {
    return range.prefix_bits <= network.prefix_bits && range.contains(network.address);
  });
}

std::vector<Network> read_networks(const Spot& spot, Findings& findings) {
  std::vector<Network> networks;
  for (const Spot& item : policy::read_list(spot, ScenarioLimits::kNetworksMax, false, findings)) {
    const std::optional<Network> network = read_network_of_nobody(item, findings);
    if (!network) continue;
    if (std::ranges::find(networks, *network) != networks.end()) {
      findings.error(item.place(), "the network is listed twice", "each once");
    } else {
      networks.push_back(*network);
    }
  }
  return networks;
}

std::uint64_t addresses_in(std::span<const Network> networks) {
  constexpr unsigned kBitsMax = 32;  // beyond every number of addresses that anybody asks for
  std::uint64_t least = networks.empty() ? 0 : std::uint64_t{1} << kBitsMax;
  for (const Network& network : networks) {
    const unsigned host_bits = 128u - network.prefix_bits;
    // The last bit of an address that is found is set: see address_in().
    least = std::min(least, std::uint64_t{1} << std::min(host_bits == 0 ? 0 : host_bits - 1, kBitsMax));
  }
  return least * networks.size();
}

std::optional<std::uint32_t> read_addresses(const Spot& spot, std::uint32_t max,
                                            std::span<const Network> networks, Findings& findings) {
  const auto count = policy::read_integer(spot, 1, max, findings);
  if (!count) return std::nullopt;
  const std::uint64_t there = addresses_in(networks);
  if (!networks.empty() && static_cast<std::uint64_t>(*count) > there) {
    findings.error(
        spot.place(), fmt::format("{} addresses, more than the {} that the networks give", *count, there),
        "fewer of them, or wider networks: half of the smallest one's addresses are taken, times how many "
        "networks there are");
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*count);
}

std::vector<std::string> read_services(const Spot& spot, bool may_be_empty,
                                       std::span<const std::string> known, Findings& findings) {
  std::vector<std::string> services;
  for (const Spot& item :
       policy::read_list(spot, std::max<std::size_t>(known.size(), 1), may_be_empty, findings)) {
    std::optional<std::string> service = policy::read_string(item, findings);
    if (!service) continue;
    if (std::ranges::find(known, *service) == known.end()) {
      refuse_unknown_service(item.place(), *service, known, findings);
    } else if (std::ranges::find(services, *service) != services.end()) {
      findings.error(item.place(), "the service is listed twice", "each once");
    } else {
      services.push_back(std::move(*service));
    }
  }
  return services;
}

void refuse_unknown_service(const Place& place, std::string_view name, std::span<const std::string> known,
                            Findings& findings) {
  const std::vector<std::string_view> names(known.begin(), known.end());
  std::string hint = "one of the policy's services";
  if (const auto near = findings.suggestions_help() ? policy::nearest(name, names) : std::nullopt) {
    hint = fmt::format("did you mean `{}`?", *near);
  } else if (names.size() <= kNamesInHintMax) {
    hint = fmt::format("one of: {}", fmt::join(names, ", "));
  }
  findings.error(place, "no service has this name", std::move(hint));
}

}  // namespace bulkhead::drill
