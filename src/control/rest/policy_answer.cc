#include "control/rest/policy_answer.h"

#include <memory>

#include <nlohmann/json.hpp>

#include "control/rest/problem.h"
#include "control/rest/show.h"
#include "os/clock.h"
#include "os/sha256.h"

namespace bulkhead::control::rest {
namespace {

const char* word(PolicyAnswer::Kind kind) {
  switch (kind) {
    case PolicyAnswer::Kind::kApplied: return "applied";
    case PolicyAnswer::Kind::kProposed: return "proposed";
    case PolicyAnswer::Kind::kPreview: break;
  }
  return "preview";
}

const char* word(PolicyAnswer::Effect effect) {
  switch (effect) {
    case PolicyAnswer::Effect::kTightens: return "tightens";
    case PolicyAnswer::Effect::kLoosens: return "loosens";
    case PolicyAnswer::Effect::kNeutral: break;
  }
  return "neutral";
}

Json show(const std::vector<policy::Diagnostic>& diagnostics) {
  Json all = Json::array();
  for (const policy::Diagnostic& one : diagnostics)
    all.push_back({{"severity", one.severity == policy::Diagnostic::Severity::kError ? "error" : "warning"},
                   {"file", one.file},
                   {"line", one.line},
                   {"column", one.column},
                   {"key", one.key},
                   {"offending", one.offending},
                   {"message", one.message},
                   {"hint", one.hint}});
  return all;
}

Response refusal(const PolicyRefusal& refused) {
  Response response = problem(refused.error);
  if (refused.diagnostics.empty()) return response;
  Json body = Json::parse(response.body);
  body["diagnostics"] = show(refused.diagnostics);
  response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

Response answer(const PolicyAnswer& outcome, const Obeyed& obeyed) {
  Json changes = Json::array();
  for (const PolicyAnswer::Change& change : outcome.changes)
    changes.push_back({{"service", change.service},
                       {"what", change.what},
                       {"kind", word(change.effect)},
                       {"needs_reload", change.needs_reload}});
  Json body = {{"outcome", word(outcome.kind)},
               {"changes", std::move(changes)},
               {"needs_reload", outcome.needs_reload},
               {"needs_second_person", outcome.needs_second_person},
               {"why", outcome.why},
               {"warnings", show(outcome.warnings)}};
  if (outcome.image) body["image"] = rest::show(*outcome.image);
  if (outcome.proposal) body["proposal"] = rest::show(*outcome.proposal);
  if (outcome.kind == PolicyAnswer::Kind::kApplied) {
    body["reload"] = outcome.reload;
    body["obeyed"] = rest::show(obeyed);
  }
  const unsigned status = outcome.kind == PolicyAnswer::Kind::kApplied    ? 201
                          : outcome.kind == PolicyAnswer::Kind::kProposed ? 202
                                                                          : 200;
  return json_response(status, body);
}

/// First the job, then the workers.
struct Progress {
  PolicyJob job;
  MonoTime asked;
  std::optional<Pending> obeying;
};

std::optional<Response> advance(Api& api, Progress& progress) {
  if (progress.obeying) return progress.obeying->poll();
  auto result = progress.job();
  if (!result) return std::nullopt;
  if (!*result) return refusal(result->error());
  if ((*result)->kind != PolicyAnswer::Kind::kApplied) return answer(**result, {});
  Reply obeying = when_obeyed(api, progress.asked, [applied = std::move(**result)](const Obeyed& obeyed) {
    return answer(applied, obeyed);
  });
  progress.obeying = std::move(std::get<Pending>(obeying));
  return progress.obeying->poll();
}

}  // namespace

Json show(const KeptImage& image) {
  return {{"version", image.version},
          {"digest", os::hex(image.digest)},
          {"policy_sha256", os::hex(image.policy_digest)},
          {"created", instant(image.created)},
          {"services", image.services},
          {"bytes", image.bytes},
          {"current", image.current},
          {"damage", image.damage}};
}

Reply answer_policy(Api& api, PolicyJob job) {
  const auto progress = std::make_shared<Progress>();
  progress->job = std::move(job);
  progress->asked = api.clock.mono_now();
  return Pending{[&api, progress] { return advance(api, *progress); }, std::chrono::milliseconds(2)};
}

Reply answer_agreed_policy(Api& api, const posture::Person& approver, const Outcome& agreed) {
  if (!api.desk || !agreed.proposal) return store_broken();
  return answer_policy(api, api.desk->agreed(approver, *agreed.proposal));
}

}  // namespace bulkhead::control::rest
