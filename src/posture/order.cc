#include "posture/order.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::posture {
namespace {

constexpr std::array<std::string_view, 4> kLevelNames = {"open", "guarded", "lockdown", "closed"};
constexpr std::array<std::string_view, 5> kCauseNames = {"none", "load", "maintenance", "attack",
                                                         "compromise"};
constexpr std::array<std::string_view, 2> kRankNames = {"playbook", "operator"};
constexpr std::array<std::string_view, 3> kScopeKindNames = {"all", "compartment", "service"};

// Enumerators may come from a file or a segment: a value that is none of ours has a name too.
template <std::size_t count, typename Enum>
std::string_view name_of(const std::array<std::string_view, count>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  return index < count ? names[index] : "unknown";
}

template <typename Enum, std::size_t count>
std::optional<Enum> parse_name(const std::array<std::string_view, count>& names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// Shared with nobody: what may stand after "service:" is what a policy may name a service.
bool is_scope_name(std::string_view name) {
  if (name.empty() || name.size() > Order::kScopeNameBytesMax) return false;
  if (name.front() < 'a' || name.front() > 'z') return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

constexpr std::size_t kQuotedBytesMax = 80;

}  // namespace

bool ends_by_itself(Cause cause) {
  return cause == Cause::kNone || cause == Cause::kLoad || cause == Cause::kMaintenance;
}

std::optional<BootTime> hand_over(const Order& order) {
  if (!order.until) return std::nullopt;
  if (ends_by_itself(order.cause)) return order.until;
  // Quiet before the time is up does not shorten an order.
  if (order.cause == Cause::kAttack && order.quiet_at) return std::max(*order.until, *order.quiet_at);
  return std::nullopt;
}

std::vector<Stage> default_then(const Order& order) {
  std::vector<Stage> then;
  if (!order.until) return then;
  const std::uint16_t let_in = order.level == Level::kClosed ? std::uint16_t{0} : order.share_permille;
  for (const std::uint16_t share : {std::uint16_t{250}, std::uint16_t{500}}) {
    if (share > let_in) then.push_back({Level::kOpen, share, std::chrono::minutes(5)});
  }
  return then;
}

std::string_view name(Level level) { return name_of(kLevelNames, level); }
std::string_view name(Cause cause) { return name_of(kCauseNames, cause); }
std::string_view name(Rank rank) { return name_of(kRankNames, rank); }
std::string_view name(ScopeKind kind) { return name_of(kScopeKindNames, kind); }
std::optional<Level> parse_level(std::string_view text) { return parse_name<Level>(kLevelNames, text); }
std::optional<Cause> parse_cause(std::string_view text) { return parse_name<Cause>(kCauseNames, text); }

std::string text(const Scope& scope) {
  if (scope.kind == ScopeKind::kAll) return "all";
  return fmt::format("{} {}", name(scope.kind), scope.name);
}

std::string key(const Scope& scope) {
  if (scope.kind == ScopeKind::kAll) return "all";
  return fmt::format("{}:{}", name(scope.kind), scope.name);
}

Result<Scope> parse_scope(std::string_view text) {
  if (text == "all") return Scope{};
  Scope scope{ScopeKind::kService, {}};
  std::string_view rest = text;
  for (const ScopeKind kind : {ScopeKind::kService, ScopeKind::kCompartment}) {
    const std::string_view prefix = name(kind);
    if (text.starts_with(prefix) && text.substr(prefix.size()).starts_with(':')) {
      scope.kind = kind;
      rest = text.substr(prefix.size() + 1);
      break;
    }
  }
  if (!is_scope_name(rest)) {
    return fail(
        ErrorCode::kInvalid,
        fmt::format(
            "scope is \"all\", \"service:NAME\", \"compartment:NAME\" or NAME, a name being 1 to {} of "
            "a-z, 0-9 and \"-\" that begins with a letter; got \"{}\"",
            Order::kScopeNameBytesMax, escape_log(cut(text, kQuotedBytesMax))));
  }
  scope.name = rest;
  return scope;
}

}  // namespace bulkhead::posture
