// GET /api/v1/proposals and …/{id}, POST /api/v1/proposals/{id}/approve and …/reject

#include <nlohmann/json.hpp>

#include "control/orders/order_book.h"
#include "control/rest/body.h"
#include "control/rest/outcome.h"
#include "control/rest/policy_answer.h"
#include "control/rest/problem.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {

Reply get_proposals(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  if (!api.book) return store_broken();
  Json proposals = Json::array();
  for (const Proposal& proposal : api.book->proposals()) proposals.push_back(show(proposal));
  return json_response(200, {{"as_of", instant(api.clock.real_now())}, {"proposals", std::move(proposals)}});
}

// What stands in the way of agreeing is part of the answer: whoever looks wants to know, and the proposal is there.
Reply get_proposal(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  const auto id = Id::parse(request.parameter);
  if (!id) return problem(id.error(), "id");
  if (!api.book) return store_broken();
  const auto proposal = api.book->proposal(*id);
  if (!proposal)
    return problem(
        {ErrorCode::kNotFound, "no proposal " + id->text() + " is waiting: it was never made, or is over"});
  const auto would = api.book->preview_of(*id);
  const bool previewed = would && !is_of_another_part(proposal->kind);
  return json_response(200, {{"as_of", instant(api.clock.real_now())},
                             {"proposal", show(*proposal)},
                             {"preview", previewed ? show_preview(api, *would) : Json()},
                             {"obstacle", would ? "" : would.error().message}});
}

Reply post_approve(Api& api, const Request& request) {
  Body body(request.body);
  const std::string digest = body.text("digest", 64);
  const std::string reason = body.text_if_any("reason", posture::Order::kReasonBytesMax).value_or("");
  const bool drill = body.flag("drill");
  if (auto wrong = body.problem()) return *wrong;
  const auto id = Id::parse(request.parameter);
  if (!id) return problem(id.error(), "id");
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book) return store_broken();
  // An agreement is spent when it is given: while another policy is on its way it would be spent for nothing.
  const auto proposal = api.book->proposal(*id);
  if (proposal && proposal->kind == ProposalKind::kPolicy && api.desk && api.desk->busy())
    return problem({ErrorCode::kConflict, "another policy is being applied: wait for it, then look again"});
  const MonoTime asked = api.clock.mono_now();
  auto outcome = api.book->approve(*person, *id, digest, reason, drill);
  if (outcome && outcome->kind == Outcome::Kind::kAgreed && outcome->proposal->kind == ProposalKind::kDrill)
    return answer_agreed_drill(api, *person, *outcome->proposal);
  if (outcome && outcome->kind == Outcome::Kind::kAgreed) return answer_agreed_policy(api, *person, *outcome);
  return answer_outcome(api, *person, asked, std::move(outcome));
}

Reply post_reject(Api& api, const Request& request) {
  Body body(request.body);
  const std::string reason = body.text("reason", posture::Order::kReasonBytesMax);
  const bool drill = body.flag("drill");
  if (auto wrong = body.problem()) return *wrong;
  const auto id = Id::parse(request.parameter);
  if (!id) return problem(id.error(), "id");
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book) return store_broken();
  const auto outcome = api.book->reject(*person, *id, reason, drill);
  if (!outcome) return problem(outcome.error());
  if (api.acted) api.acted(*person, *outcome);
  return json_response(200, {{"outcome", "rejected"}, {"id", id->text()}});
}

}  // namespace bulkhead::control::rest
