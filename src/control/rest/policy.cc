// POST /api/v1/policy/apply, POST /api/v1/policy/rollback, GET /api/v1/policy/images

#include <nlohmann/json.hpp>

#include "control/rest/body.h"
#include "control/rest/policy_answer.h"
#include "control/rest/problem.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

constexpr std::size_t kFileNameBytesMax = 4'096;
/// As many versions as file names have digits for.
constexpr std::int64_t kVersionMax = 999'999;

}  // namespace

Reply post_apply(Api& api, const Request& request) {
  Body body(request.body);
  PolicyRequest ask;
  ask.file_name = body.text("file_name", kFileNameBytesMax);
  ask.text = body.text("text", policy::Limits::kFileBytesMax);
  ask.dry_run = body.flag("dry_run");
  ask.alone = body.flag("alone");
  ask.reason = body.text_if_any("reason", posture::Order::kReasonBytesMax).value_or("");
  if (ask.reason.empty() && !ask.dry_run)
    body.refuse("reason", {ErrorCode::kInvalid, "reason: is missing; only a dry run needs none"});
  if (auto wrong = body.problem()) return *wrong;
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book || !api.desk) return store_broken();
  return answer_policy(api, api.desk->apply(*person, std::move(ask)));
}

Reply post_rollback(Api& api, const Request& request) {
  Body body(request.body);
  RollbackRequest ask;
  if (const auto version = body.number_if_any("version", 1, kVersionMax))
    ask.version = static_cast<std::uint64_t>(*version);
  ask.reason = body.text("reason", posture::Order::kReasonBytesMax);
  ask.dry_run = body.flag("dry_run");
  ask.alone = body.flag("alone");
  if (auto wrong = body.problem()) return *wrong;
  const auto person = person_of(api, request.caller);
  if (!person) return problem(person.error());
  if (!api.book || !api.desk) return store_broken();
  return answer_policy(api, api.desk->rollback(*person, std::move(ask)));
}

Reply get_images(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {})) return *wrong;
  if (!api.desk) return store_broken();
  const auto images = api.desk->images();
  if (!images) return problem(images.error());
  Json all = Json::array();
  for (const KeptImage& image : *images) all.push_back(show(image));
  return json_response(200, {{"as_of", instant(api.clock.real_now())}, {"images", std::move(all)}});
}

}  // namespace bulkhead::control::rest
