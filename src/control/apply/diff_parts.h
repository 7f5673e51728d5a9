// The parts of diff(), one file each. Internal to control/apply.

#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "control/apply/change.h"
#include "policy/policy.h"

namespace bulkhead::control {

using Changes = std::vector<Change>;

void diff_gateway(const policy::Policy& from, const policy::Policy& to, Changes& changes);
void diff_operators(const policy::Policy& from, const policy::Policy& to, Changes& changes);
void diff_services(const policy::Policy& from, const policy::Policy& to, Changes& changes);
/// How one service is inspected.
void diff_inspection(const policy::Inspection& from, const policy::Inspection& to, const std::string& service,
                     Changes& changes);
/// Requests that reach another service than before.
void diff_doors(const policy::Policy& from, const policy::Policy& to, Changes& changes);

/// Networks gained loosen, networks lost tighten; one inside another that stays is neither. `what` begins the
/// sentence.
void diff_networks(const std::vector<Network>& from, const std::vector<Network>& to,
                   const std::string& service, const std::string& what, bool needs_reload, Changes& changes);

inline constexpr bool kReload = true;
inline constexpr bool kNoReload = false;

/// kLoosens when `looser`, else kTightens.
inline ChangeKind either(bool looser) { return looser ? ChangeKind::kLoosens : ChangeKind::kTightens; }

/// Calls `added` and `removed` for what only one of the two has; sequences need not be sorted.
template <typename Values, typename Added, typename Removed>
void compare(const Values& from, const Values& to, const Added& added, const Removed& removed) {
  for (const auto& value : to)
    if (std::ranges::find(from, value) == from.end()) added(value);
  for (const auto& value : from)
    if (std::ranges::find(to, value) == to.end()) removed(value);
}

}  // namespace bulkhead::control
