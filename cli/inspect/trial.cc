#include "cli/inspect/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "answers/refusal.h"
#include "cli/inspect/raw_response.h"
#include "conformance/server.h"
#include "gate/inspector.h"
#include "gate/paths.h"
#include "lexicon/severity.h"

namespace bulkhead::cli {

namespace {

using conformance::Field;
using program::rules::EngineMode;

constexpr std::string_view kScores[] = {"anomaly_score",
                                        "blocking_inbound_anomaly_score",
                                        "detection_inbound_anomaly_score",
                                        "inbound_anomaly_score",
                                        "inbound_anomaly_score_threshold",
                                        "blocking_outbound_anomaly_score",
                                        "detection_outbound_anomaly_score",
                                        "outbound_anomaly_score",
                                        "outbound_anomaly_score_threshold"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

// Fields that the module takes away from whoever is no proxy of ours.
bool is_taken_away(const Field& field) {
  const std::string name = lower(field.name);
  return name.starts_with("x-bulkhead-") || name.starts_with("x-forwarded-") || name == "x-original-url" ||
         name == "x-rewrite-url" || name == "x-real-ip" || name == "forwarded";
}

// Of the Host field: without port and trailing dot, as nginx compares it.
std::string plain_host(const conformance::Request& request) {
  const std::string* field = request.field("host");
  std::string host = field == nullptr ? "" : lower(*field);
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.pop_back();
  return host;
}

std::vector<inspect::HeaderField> views(const std::vector<Field>& fields) {
  std::vector<inspect::HeaderField> out;
  for (const Field& field : fields) out.push_back({field.name, field.value});
  return out;
}

Trial refused_before_rules(unsigned status, std::string why) {
  Trial trial;
  trial.verdict = Verdict::kRefused;
  trial.status = status;
  trial.why = std::move(why);
  return trial;
}

std::string severity_text(std::uint8_t severity) {
  return severity < lexicon::kSeverities ? lower(name(static_cast<lexicon::Severity>(severity))) : "";
}

MatchedRule matched_rule(const inspect::Finding& finding) {
  const std::size_t begin = std::min<std::size_t>(finding.match_begin, finding.value.size());
  const std::size_t end = std::clamp<std::size_t>(finding.match_end, begin, finding.value.size());
  return {.id = finding.rule_id,
          .phase = finding.phase,
          .severity = severity_text(finding.severity),
          .message = std::string(finding.message),
          .log_data = std::string(finding.log_data),
          .target = std::string(finding.target),
          .value = std::string(finding.value),
          .matched = std::string(finding.value.substr(begin, end - begin)),
          .refuses = finding.disruptive};
}

const char* mode_name(EngineMode mode) {
  switch (mode) {
    case EngineMode::kOff: return "off";
    case EngineMode::kDetectionOnly: return "detect";
    case EngineMode::kOn: return "block";
  }
  return "off";
}

// Phase after phase, as nginx/inspect.c asks.
gate::Decision run(gate::RuleInspection& inspection, const std::string& body, const RawResponse* response) {
  gate::Decision decision = inspection.request_head();
  if (!decision.allowed) return decision;
  const auto part = [](const std::string& all, std::uint64_t most) {
    return std::string_view(all).substr(0, most);
  };
  const std::uint64_t most = inspection.request_body_bytes();
  decision = inspection.request_body(part(body, most), most != 0 && body.size() > most);
  if (!decision.allowed || response == nullptr) return decision;
  const auto fields = views(response->fields);
  decision = inspection.response_head({response->status, "HTTP/1.1", fields});
  const std::uint64_t held = inspection.response_body_bytes();
  if (!decision.allowed || held == 0) return decision;
  return inspection.response_body(part(response->body, held), response->body.size() > held);
}

void describe(gate::RuleInspection& inspection, const gate::Decision& decision, Trial& trial) {
  trial.rule = inspection.refusing_rule();
  if (!decision.allowed) {
    trial.verdict = Verdict::kRefused;
    trial.status = decision.status != 0 ? decision.status : answers::refusal(decision.refusal).status;
    if (trial.rule == 0) trial.why = "rules cannot judge it: its encoding, its size, or what it would cost";
  } else if (trial.rule != 0) {
    trial.verdict = Verdict::kWouldBeRefused;
  }
  for (const std::string_view score : kScores)
    if (const std::string_view text = inspection.tx(score); !text.empty())
      trial.scores.emplace_back(score, text);
  for (const inspect::Finding& finding : inspection.inspection().findings())
    trial.matched.push_back(matched_rule(finding));
  for (const std::uint64_t word : inspection.program().heads())
    trial.rules += static_cast<std::size_t>(std::popcount(word));
}

Result<program::ServiceIndex> service_of(const gate::LoadedImage& image, const conformance::Request& request,
                                         const TrialOptions& options) {
  if (!options.service) return image.image.find(plain_host(request), request.path);
  const auto named = image.image.find(*options.service);
  if (!named) return fail(ErrorCode::kInvalid, "there is no service named '" + *options.service + "'");
  return *named;
}

inspect::RequestHead head_of(const conformance::Request& request,
                             std::span<const inspect::HeaderField> fields, RealTime now) {
  inspect::RequestHead head;
  head.method = request.method;
  head.target = request.target;
  head.path = request.path;
  head.version = request.version;
  head.fields = fields;
  head.client_address = "192.0.2.1";  // RFC 5737: nobody's.
  head.client_port = 40'000;
  head.server_address = "192.0.2.2";
  head.server_port = 80;
  head.now_s = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  return head;
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPasses: return "passes";
    case Verdict::kWouldBeRefused: return "would-be-refused";
    case Verdict::kRefused: return "refused";
  }
  return "refused";
}

Result<Trial> try_request(const std::shared_ptr<const gate::LoadedImage>& image, std::string_view bytes,
                          const TrialOptions& options) {
  std::optional<RawResponse> response;
  if (options.response) {
    auto read = read_response(*options.response);
    if (!read) return fail_as(read);
    response = std::move(*read);
  }
  auto request = conformance::split_request(bytes);
  if (!request)
    return refused_before_rules(request.error().status, "nginx answers it itself: " + request.error().reason);
  const auto service = service_of(*image, *request, options);
  if (!service) return fail_as(service);
  if (*service == program::kNoService) {
    const bool known = image->image.knows_host(plain_host(*request));
    return refused_before_rules(known ? 404 : 421,
                                known ? "no service has this path" : "no service has this host");
  }
  std::erase_if(request->fields, is_taken_away);
  const gate::LoadedImage::Service& known = image->services[*service];
  Trial trial;
  if (known.split_by_path && gate::check_path(request->target) != gate::PathFault::kNone)
    trial = refused_before_rules(400, "the path can be read in two ways");
  trial.service = known.name;
  trial.mode = mode_name(image->rules.of(*service).program == nullptr ? EngineMode::kOff
                                                                      : image->rules.of(*service).usual.mode);
  if (trial.verdict == Verdict::kRefused) return trial;
  const auto fields = views(request->fields);
  const inspect::RequestHead head = head_of(*request, fields, options.now);
  gate::Inspector inspector;
  if (options.trace != nullptr && image->rules.of(*service).program != nullptr)
    options.trace->of(*image->rules.of(*service).program);
  gate::RuleInspection* inspection =
      inspector.begin(image, *service, options.guarded, head, Id(), options.trace);
  if (inspection == nullptr) return trial;
  const gate::Decision decision = run(*inspection, request->body, response ? &*response : nullptr);
  describe(*inspection, decision, trial);
  inspector.end(inspection);
  return trial;
}

}  // namespace bulkhead::cli
