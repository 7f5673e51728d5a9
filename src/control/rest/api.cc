#include "control/rest/api.h"

#include <fmt/format.h>

#include "control/orders/order_book.h"
#include "control/rest/problem.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

posture::Role role_of(policy::Role role) {
  switch (role) {
    case policy::Role::kDuty: return posture::Role::kDuty;
    case policy::Role::kChief: return posture::Role::kChief;
    case policy::Role::kAuditor: break;
  }
  return posture::Role::kAuditor;
}

}  // namespace

Result<posture::Person> person_of(const Api& api, const Caller& caller) {
  if (caller.kind == Caller::Kind::kRoot)
    return posture::Person{.id = "root", .role = posture::Role::kDuty, .root = true};
  const auto policy = api.policy();
  const policy::Operator* person =
      policy && caller.kind == Caller::Kind::kOperator ? policy->find_operator(caller.person) : nullptr;
  if (person) return posture::Person{.id = person->id, .role = role_of(person->role), .root = false};
  return fail(ErrorCode::kDenied, fmt::format("{} is no operator of the policy", caller.person));
}

Response store_broken() {
  return problem({ErrorCode::kUnavailable,
                  "the store cannot be read: doors stay as they are, tightening works, nothing else does; "
                  "see warnings in status"});
}

Reply when_obeyed(Api& api, MonoTime asked, std::function<Response(const Obeyed&)> finish) {
  const MonoTime last = api.clock.mono_now() + kObeyWaitMax;
  return Pending{[&api, asked, last, finish = std::move(finish)]() -> std::optional<Response> {
                   const Obeyed obeyed = api.obedience ? api.obedience->look(asked) : Obeyed{};
                   if (obeyed.workers < obeyed.of && api.clock.mono_now() < last) return std::nullopt;
                   return finish(obeyed);
                 },
                 std::chrono::microseconds(200)};
}

}  // namespace bulkhead::control::rest
