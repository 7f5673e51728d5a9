#include "control/daemon/tighten_only.h"

#include <algorithm>

#include <fmt/format.h>

#include "control/orders/journal.h"
#include "control/orders/request.h"
#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::control {
namespace {

bool knows(const PolicyView& policy, const posture::Scope& scope) {
  return std::ranges::any_of(policy.services, [&](const posture::ServiceFacts& facts) {
    return posture::covers(scope, facts.place);
  });
}

}  // namespace

Result<Outcome> TightenOnly::place(const posture::Person& person, const OrderRequest& request) {
  if (request.level == posture::Level::kOpen)
    return fail(ErrorCode::kUnavailable, "the store cannot be read: doors can be made stricter, not opened");
  if (!knows(policy_, request.scope))
    return fail(ErrorCode::kNotFound, fmt::format("the policy has no {}", posture::text(request.scope)));
  const BootTime now = parts_.clock.boot_now();
  const RealTime real = parts_.clock.real_now();
  auto order =
      order_of(request, person.id, Id::make(real, parts_.gateway_id, parts_.random.next()), now, real);
  if (!order) return fail_as(order);
  order->drill = order->drill || policy_.rehearsal;

  const posture::Change change{
      .in_force = {}, .ended = {}, .placed = &*order, .scope = order->scope, .now = now};
  const auto permission =
      posture::may_order(person, request.alone, &*order, {}, posture::effects(change, policy_.services));
  if (permission.verdict == posture::Verdict::kRefused) return fail(ErrorCode::kDenied, permission.why);

  order->alone = request.alone && (permission.overridden || person.root);
  Outcome outcome;
  outcome.preview = posture::preview(change, policy_.services);
  outcome.needs_second_person = permission.verdict == posture::Verdict::kNeedsSecond;
  outcome.why = permission.why;
  if (request.dry_run) {
    outcome.kind = Outcome::Kind::kPreview;
    outcome.would_place = std::move(*order);
    return outcome;
  }
  if (outcome.needs_second_person)
    return fail(ErrorCode::kUnavailable, fmt::format("the store cannot be read, so nothing can wait for a "
                                                     "second person: ask for less, or use --alone ({})",
                                                     permission.why));
  // On record first, published second, as everywhere.
  const JournalRecord record{*order, {parts_.clock.boot_id(), now, real, parts_.clock.real_time_trusted()}};
  if (Status kept = parts_.journal.append(record); !kept) return fail_as(kept);
  outcome.kind = Outcome::Kind::kPlaced;
  outcome.in_reserve = true;
  outcome.published = parts_.publisher.tighten(*order, now);
  outcome.order = std::move(*order);
  return outcome;
}

}  // namespace bulkhead::control
