#include <fmt/core.h>

#include "control/apply/diff_parts.h"

namespace bulkhead::control {

using policy::Operator;
using policy::Policy;
using policy::Role;

namespace {

// An auditor only looks; whoever may act or agree is one more hand on the doors.
bool may_act(Role role) { return role != Role::kAuditor; }

void diff_operator(const Operator& from, const Operator& to, Changes& changes) {
  const auto change = [&](const std::string& what, ChangeKind kind) {
    changes.push_back({"", fmt::format("operator {}: {}", to.id, what), kind, kNoReload});
  };
  if (from.role != to.role)
    change(fmt::format("{} → {}", policy::name(from.role), policy::name(to.role)),
           either(to.role > from.role));
  // Somebody else may now speak as this person.
  if (from.uid != to.uid) change(to.uid ? "another uid" : "no uid any more", either(to.uid.has_value()));
  if (from.token_sha256 != to.token_sha256)
    change(to.token_sha256.empty() ? "no token any more" : "another token", either(!to.token_sha256.empty()));
  else if (from.token_expires != to.token_expires)
    change("the token expires at another time",
           either(!to.token_expires || (from.token_expires && *to.token_expires > *from.token_expires)));
  if (from.name != to.name) change("another name", ChangeKind::kNeutral);
}

}  // namespace

void diff_operators(const Policy& from, const Policy& to, Changes& changes) {
  for (const Operator& operator_now : to.operators) {
    if (const Operator* before = from.find_operator(operator_now.id)) {
      diff_operator(*before, operator_now, changes);
      continue;
    }
    changes.push_back({"",
                       fmt::format("new operator {} ({})", operator_now.id, policy::name(operator_now.role)),
                       may_act(operator_now.role) ? ChangeKind::kLoosens : ChangeKind::kNeutral, kNoReload});
  }
  for (const Operator& before : from.operators)
    if (to.find_operator(before.id) == nullptr)
      changes.push_back({"", fmt::format("operator {} leaves", before.id), ChangeKind::kTightens, kNoReload});
}

}  // namespace bulkhead::control
