// GET /api/v1/drill, POST /api/v1/drill/allow and …/disallow

#include <nlohmann/json.hpp>

#include "control/consent/desk.h"
#include "control/orders/order_book.h"
#include "control/rest/body.h"
#include "control/rest/problem.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

constexpr std::size_t kAddressBytesMax = 64;

Json show_terms(const std::optional<DrillTerms>& terms) {
  if (!terms) return {};
  return {{"from", terms->from.text()},
          {"requests_per_s_max", terms->requests_per_s_max},
          {"ends_at", instant(terms->ends_at)},
          {"live", terms->live},
          {"person", terms->person},
          {"approver", terms->approver}};
}

Reply answer(Api& api, const posture::Person& person, const Result<ConsentDesk::Outcome>& outcome) {
  if (!outcome) return problem(outcome.error());
  if (!outcome->proposal)
    return json_response(201, {{"outcome", "allowed"}, {"consent", show_terms(outcome->terms)}});
  if (api.acted) {
    Outcome acted;
    acted.kind = Outcome::Kind::kProposed;
    acted.proposal = outcome->proposal;
    api.acted(person, acted);
  }
  return json_response(202, {{"outcome", "proposed"}, {"proposal", show(*outcome->proposal)}});
}

}  // namespace

Reply get_drill(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  if (!api.drills) return store_broken();
  const auto key = api.drills->public_key();
  if (!key) return problem(key.error());
  return json_response(200, {{"as_of", instant(api.clock.real_now())},
                             {"key", *key},
                             {"live", api.drills->is_live()},
                             {"consent", show_terms(api.drills->in_force())}});
}

Reply post_drill_allow(Api& api, const Request& request) {
  Body body(request.body);
  DrillRequest ask;
  const std::string from = body.text("from", kAddressBytesMax);
  if (const auto address = Address::parse(from))
    ask.from = *address;
  else if (!from.empty())
    body.refuse("from", {ErrorCode::kInvalid, "from: " + address.error().message});
  if (!body.has("requests_per_s_max"))
    body.refuse("requests_per_s_max", {ErrorCode::kInvalid, "requests_per_s_max: is missing"});
  ask.requests_per_s_max = static_cast<std::uint32_t>(
      body.number_if_any("requests_per_s_max", 1, DrillRequest::kRequestsPerSecondMax).value_or(1));
  ask.lasts = body.duration_if_any("for").value_or(DrillRequest::kLastsDefault);
  ask.live = body.flag("live");
  ask.reason = body.text("reason", posture::Order::kReasonBytesMax);
  if (auto wrong = body.problem()) return *wrong;
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book || !api.drills) return store_broken();
  return answer(api, *person, api.drills->allow(*person, ask));
}

Reply post_drill_disallow(Api& api, const Request& request) {
  Body body(request.body);
  const std::string reason = body.text("reason", posture::Order::kReasonBytesMax);
  if (auto wrong = body.problem()) return *wrong;
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  // A store that was never there has seen no consent either.
  if (!api.book || !api.drills) return store_broken();
  const auto ended = api.drills->disallow(*person, reason);
  if (!ended) return problem(ended.error());
  return json_response(200, {{"outcome", *ended ? "disallowed" : "unchanged"}});
}

Reply answer_agreed_drill(Api& api, const posture::Person& approver, const Proposal& proposal) {
  if (!api.drills) return store_broken();
  return answer(api, approver, api.drills->agreed(approver, proposal));
}

}  // namespace bulkhead::control::rest
