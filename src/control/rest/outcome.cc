#include "control/rest/outcome.h"

#include <nlohmann/json.hpp>

#include "control/rest/problem.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
Json show_preview(const Api& api, const Outcome& outcome) {
  Json preview = show(outcome.preview, outcome.needs_second_person, outcome.why, api.clock,
                      api.policy ? api.policy().get() : nullptr);
  const bool repeats =
      outcome.order && (outcome.kind == Outcome::Kind::kPreview || outcome.kind == Outcome::Kind::kUnchanged);
  preview["repeats"] = repeats ? Json(outcome.order->id.text()) : Json();
  preview["would_place"] = outcome.would_place ? show_intended(*outcome.would_place) : Json();
  return preview;
}

namespace {

Json show_placed(const Api& api, const Outcome& outcome, const Obeyed& obeyed) {
  Json ended = Json::array();
  Json ended_orders = Json::array();
  for (const posture::Order& order : outcome.ended) {
    ended.push_back(order.id.text());
    ended_orders.push_back({{"id", order.id.text()},
                            {"scope", posture::key(order.scope)},
                            {"level", posture::name(order.level)},
                            {"share_permille", order.share_permille}});
  }
  return {{"outcome", name(outcome.kind)},
          {"order", outcome.order ? show(*outcome.order, false, nullptr) : Json()},
          {"ended", std::move(ended)},
          {"ended_orders", std::move(ended_orders)},
          {"in_reserve", outcome.in_reserve},
          {"merged", outcome.merged},
          {"overridden", outcome.overridden ? outcome.why : ""},
          {"preview", show_preview(api, outcome)},
          {"obeyed", show(obeyed)}};
}

Reply answer_done(Api& api, const posture::Person& person, MonoTime asked, const Outcome& outcome) {
  if (api.acted) api.acted(person, outcome);
  // Without a publication nobody can obey: the book says so in its warnings and tries again.
  if (!outcome.published) return json_response(201, show_placed(api, outcome, {}));
  return when_obeyed(api, asked, [&api, outcome](const Obeyed& obeyed) {
    return json_response(201, show_placed(api, outcome, obeyed));
  });
}

}  // namespace

Reply answer_outcome(Api& api, const posture::Person& person, MonoTime asked, Result<Outcome> outcome) {
  if (!outcome) return problem(outcome.error());
  using enum Outcome::Kind;
  switch (outcome->kind) {
    case kPlaced:
    case kEnded: return answer_done(api, person, asked, *outcome);
    case kUnchanged: return json_response(200, show_placed(api, *outcome, {}));
    case kProposed:
      if (api.acted) api.acted(person, *outcome);
      return json_response(202, {{"outcome", "proposed"},
                                 {"proposal", show(*outcome->proposal)},
                                 {"preview", show_preview(api, *outcome)}});
    case kPreview:
      return json_response(200, {{"outcome", "preview"}, {"preview", show_preview(api, *outcome)}});
    case kAgreed:
    case kRejected: break;
  }
  return problem({ErrorCode::kSystem, "an order cannot come out so"});
}

}  // namespace bulkhead::control::rest
