#include "gate/rule_inspection.h"

#include <algorithm>
#include <utility>

#include "gate/error_log_line.h"
#include "lexicon/spelling.h"

namespace bulkhead::gate {

using inspect::Overrun;
using program::layout::BeyondLimit;
using program::rules::Disruption;

namespace {

// What a request brought about itself, and rules could not be asked to the end.
bool is_unjudged(Overrun overrun) {
  return overrun == Overrun::kMemory || overrun == Overrun::kBudget || overrun == Overrun::kVariables ||
         overrun == Overrun::kArguments;
}

// True when the body is packed in a way that rules cannot see through: a bypass for whoever asks for it.
bool is_packed(const inspect::RequestHead& head) {
  for (const inspect::HeaderField& field : head.fields) {
    if (lexicon::same_word(field.name, "content-encoding") && !field.value.empty() &&
        !lexicon::same_word(field.value, "identity"))
      return true;
  }
  return false;
}

std::string_view host_of(const inspect::RequestHead& head) {
  for (const inspect::HeaderField& field : head.fields) {
    if (lexicon::same_word(field.name, "host")) return field.value;
  }
  return {};
}

}  // namespace

RuleInspection::RuleInspection(inspect::Engine& engine, std::shared_ptr<const LoadedImage> image,
                               program::ServiceIndex service, bool guarded, const inspect::RequestHead& head,
                               Id reference, inspect::Tracer* tracer)
    : image_(std::move(image)),
      service_(service),
      rules_(image_->rules.of(service)),
      reference_(reference),
      inspection_(engine, *rules_.program, guarded ? rules_.guarded : rules_.usual, head, tracer),
      client_address_(head.client_address),
      target_(head.target),
      host_(host_of(head)),
      is_packed_(is_packed(head)) {}

Decision RuleInspection::decided() {
  const inspect::Interruption& interruption = inspection_.interruption();
  Decision decision = Decision::allow();
  if (interruption) {
    decision = Decision::refuse(answers::RefusalKind::kInspection, service_);
    decision.status = interruption.status;
    decision.close_connection = interruption.kind == Disruption::kDrop;
    if (interruption.kind == Disruption::kRedirect) decision.location = interruption.url;
  } else if (is_unjudged(inspection_.overrun()) && rules_.deny_overrun &&
             rules_.usual.mode == program::rules::EngineMode::kOn) {
    decision = Decision::refuse(answers::RefusalKind::kInspection, service_);
  }
  decision.reference = reference_;
  return decision;
}

Decision RuleInspection::request_head() {
  inspection_.request_head();
  Decision decision = decided();
  if (decision.allowed && is_packed_ && rules_.usual.mode == program::rules::EngineMode::kOn) {
    decision = Decision::refuse(answers::RefusalKind::kInspection, service_);
    decision.reference = reference_;
    decision.status = 415;  // RFC 9110 §8.4: an encoding that is not taken
  }
  return decision;
}

Decision RuleInspection::request_body(std::string_view body, bool cut) {
  if (cut && rules_.request_body_beyond == BeyondLimit::kDeny &&
      rules_.usual.mode == program::rules::EngineMode::kOn) {
    Decision decision = Decision::refuse(answers::RefusalKind::kTooLarge, service_);
    decision.reference = reference_;
    return decision;
  }
  const bool pass = cut && rules_.request_body_beyond == BeyondLimit::kPass;
  inspection_.request_body(pass ? std::string_view() : body, cut);
  return decided();
}

Decision RuleInspection::response_head(const inspect::ResponseHead& head) {
  inspection_.response_head(head);
  return decided();
}

Decision RuleInspection::response_body(std::string_view body, bool cut) {
  inspection_.response_body(body, cut);
  return decided();
}

void RuleInspection::log() {
  if (std::exchange(is_logged_, true)) return;
  inspection_.log();
}

std::uint32_t RuleInspection::refusing_rule() const {
  if (inspection_.interruption()) return inspection_.interruption().rule_id;
  for (const inspect::Finding& finding : inspection_.findings()) {
    const Disruption disruption = rules_.program->link(finding.link).disruption;
    if (disruption == Disruption::kDeny || disruption == Disruption::kDrop ||
        disruption == Disruption::kRedirect)
      return finding.rule_id;
  }
  return 0;
}

std::uint64_t RuleInspection::request_body_bytes() const {
  if (!inspection_.wants_request_body()) return 0;
  return std::min(rules_.request_body_bytes_max, inspection_.request_body_bytes_max());
}

std::uint64_t RuleInspection::response_body_bytes() const {
  if (!rules_.responses || !inspection_.wants_response_body()) return 0;
  return std::min(rules_.response_body_bytes_max, inspection_.response_body_bytes_max());
}

std::optional<std::string_view> RuleInspection::next_line() {
  if (!rules_.error_log || lines_given_ >= inspection_.findings().size()) return std::nullopt;
  const inspect::Finding& finding = inspection_.findings()[lines_given_++];
  write_error_log_line({*rules_.program, finding, client_address_, host_, target_, reference_}, line_);
  return line_;
}

}  // namespace bulkhead::gate
