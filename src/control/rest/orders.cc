// GET and POST /api/v1/orders, POST /api/v1/orders/{id}/undo

#include <nlohmann/json.hpp>

#include "control/daemon/tighten_only.h"
#include "control/orders/order_book.h"
#include "control/rest/body.h"
#include "control/rest/outcome.h"
#include "control/rest/problem.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

constexpr std::size_t kWordBytesMax = 200;

template <typename Value>
Value parsed(Body& body, std::string_view key, const std::string& text, std::optional<Value> value,
             std::string_view right) {
  if (!value && !text.empty())
    body.refuse(key, {ErrorCode::kInvalid, std::string(key) + ": not one of " + std::string(right)});
  return value.value_or(Value{});
}

posture::Level read_level(Body& body) {
  const std::string text = body.text("level", kWordBytesMax);
  return parsed(body, "level", text, posture::parse_level(text), "open, guarded, lockdown, closed");
}

std::vector<posture::Stage> read_stages(Body& body) {
  std::vector<posture::Stage> stages;
  for (Body& part : body.objects("then", posture::Order::kStagesMax)) {
    posture::Stage stage;
    stage.level = read_level(part);
    stage.share_permille = static_cast<std::uint16_t>(
        part.number_if_any("share_permille", 0, posture::kShareAll).value_or(posture::kShareAll));
    stage.lasts = part.duration_if_any("for");
    body.adopt(part);
    stages.push_back(stage);
  }
  return stages;
}

std::map<std::string, std::string> read_public_text(Body& body, const policy::Policy* policy) {
  auto texts =
      body.translated("public_text", posture::Order::kPublicTextBytesMax, policy::Limits::kLanguagesMax);
  const auto bare = texts.find("");
  if (bare == texts.end()) {
    if (!policy || policy->agency.languages.empty()) return texts;
    if (Status known = check_languages(texts, policy->agency.languages); !known)
      body.refuse("public_text", known.error());
    return texts;
  }
  const std::string language =
      policy && !policy->agency.languages.empty() ? policy->agency.languages.front() : "en";
  return {{language, bare->second}};
}

OrderRequest read_order(Body& body, const policy::Policy* policy) {
  OrderRequest order;
  const std::string scope = body.text("scope", kWordBytesMax);
  if (const auto parsed_scope = posture::parse_scope(scope))
    order.scope = *parsed_scope;
  else if (!scope.empty())
    body.refuse("scope", {ErrorCode::kInvalid, "scope: " + parsed_scope.error().message});
  order.level = read_level(body);
  order.share_permille = static_cast<std::uint16_t>(
      body.number_if_any("share_permille", 0, posture::kShareAll).value_or(posture::kShareAll));
  const std::string cause = body.text_if_any("cause", kWordBytesMax).value_or("none");
  order.cause = parsed(body, "cause", cause, posture::parse_cause(cause),
                       "none, load, maintenance, attack, compromise");
  order.reason = body.text("reason", posture::Order::kReasonBytesMax);
  order.public_text = read_public_text(body, policy);
  order.lasts = body.duration_if_any("for");
  order.until = body.instant_if_any("until");
  if (order.lasts && order.until) body.refuse("until", {ErrorCode::kInvalid, "until: not together with for"});
  if (body.has("then")) order.then = read_stages(body);
  order.drain = body.duration_if_any("drain");
  order.alone = body.flag("alone");
  order.dry_run = body.flag("dry_run");
  order.drill = body.flag("drill");
  return order;
}

Json orders_in_force(const Api& api) {
  Json orders = Json::array();
  const BootTime now = api.clock.boot_now();
  for (const posture::Order& order : api.book->in_force())
    orders.push_back(show(order, posture::is_overdue(order, now), nullptr));
  return orders;
}

}  // namespace

Reply get_orders(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {"all"})) return *wrong;
  const std::string_view all = parameter(request, "all").value_or("0");
  if (all != "0" && all != "1") return problem({ErrorCode::kInvalid, "all: must be 0 or 1"}, "all");
  if (!api.book) return store_broken();
  Json orders = orders_in_force(api);
  if (all == "1") {
    const auto ended = api.book->ended(kHistoryPageMax, std::nullopt);
    if (!ended) return problem(ended.error());
    for (const EndedOrder& order : *ended) orders.push_back(show(order.order, false, &order));
  }
  return json_response(200, {{"as_of", instant(api.clock.real_now())}, {"orders", std::move(orders)}});
}

Reply post_order(Api& api, const Request& request) {
  Body body(request.body);
  const OrderRequest order = read_order(body, api.policy().get());
  if (auto wrong = body.problem()) return *wrong;
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book && !api.tighten_only) return store_broken();
  const MonoTime asked = api.clock.mono_now();
  return answer_outcome(api, *person, asked,
                        api.book ? api.book->place(*person, order) : api.tighten_only->place(*person, order));
}

Reply post_undo(Api& api, const Request& request) {
  Body body(request.body);
  const UndoRequest undo{.reason = body.text("reason", posture::Order::kReasonBytesMax),
                         .alone = body.flag("alone"),
                         .dry_run = body.flag("dry_run"),
                         .drill = body.flag("drill")};
  if (auto wrong = body.problem()) return *wrong;
  const auto id = Id::parse(request.parameter);
  if (!id) return problem(id.error(), "id");
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book) return store_broken();
  const MonoTime asked = api.clock.mono_now();
  return answer_outcome(api, *person, asked, api.book->undo(*person, *id, undo));
}

}  // namespace bulkhead::control::rest
