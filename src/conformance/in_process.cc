#include "conformance/in_process.h"

#include <fmt/format.h>

#include "conformance/server.h"
#include "conformance/upstream.h"
#include "inspect/inspection.h"

namespace bulkhead::conformance {

namespace {

using inspect::HeaderField;

std::vector<HeaderField> views(const std::vector<Field>& fields) {
  std::vector<HeaderField> out;
  out.reserve(fields.size());
  for (const Field& field : fields) out.push_back({field.name, field.value});
  return out;
}

// As the error log has it, apart from what it leaves out: no byte of a request may break the line.
std::string log_line(const inspect::Finding& finding) {
  std::string line = fmt::format(
      "ModSecurity: {}. Matched against variable `{}' (Value: `{}' ) [id \"{}\"] [msg \"{}\"] [data \"{}\"] "
      "[severity \"{}\"]",
      finding.disruptive ? "Access denied" : "Warning", finding.target, finding.value, finding.rule_id,
      finding.message, finding.log_data, finding.severity);
  for (char& c : line)
    if (c == '\n' || c == '\r' || c == '\0') c = ' ';
  return line;
}

void run_response(inspect::Inspection& inspection, const Answer& answer,
                  const std::vector<HeaderField>& fields) {
  inspection.response_head({.status = answer.status, .version = "HTTP/1.1", .fields = fields});
  if (!inspection.wants_response_body()) return;
  const bool cut = answer.body.size() > inspection.response_body_bytes_max();
  inspection.response_body(std::string_view(answer.body).substr(0, inspection.response_body_bytes_max()),
                           cut);
}

void run_request(inspect::Inspection& inspection, const Request& request) {
  inspection.request_head();
  const bool reads = inspection.wants_request_body();
  const bool cut = request.body.size() > inspection.request_body_bytes_max();
  const std::string_view body =
      reads ? std::string_view(request.body).substr(0, inspection.request_body_bytes_max())
            : std::string_view();
  inspection.request_body(body, reads && cut);
}

void note(const inspect::Inspection& inspection, Observed& observed) {
  for (const inspect::Finding& finding : inspection.findings()) {
    observed.log_lines.push_back(log_line(finding));
    observed.rule_ids.push_back(finding.rule_id);
  }
  sort_ids(observed.rule_ids);
  if (inspection.overrun() != inspect::Overrun::kNone)
    observed.log_lines.push_back(fmt::format("overrun {}", static_cast<int>(inspection.overrun())));
  if (inspection.interruption()) observed.status = inspection.interruption().status;
}

Observed refused(const Refusal& refusal) {
  Observed observed;
  observed.answered = refusal.status != 0;
  observed.status = refusal.status;
  observed.refused = refusal.reason;
  return observed;
}

}  // namespace

InProcess::InProcess(LoadedRules rules, std::int64_t now_s, Service service)
    : rules_(std::move(rules)),
      collections_(std::make_unique<inspect::LocalCollections>()),
      engine_(std::make_unique<inspect::Engine>(inspect::Engine::Options(), *collections_, nullptr)),
      now_s_(now_s),
      service_(service) {}

Result<Observed> InProcess::send(std::string_view bytes) {
  const auto request = split_request(bytes);
  if (!request) return refused(request.error());
  const std::string unique_id = fmt::format("{:020}", ++sent_);
  const std::vector<HeaderField> fields = views(request->fields);
  inspect::RequestHead head;
  head.method = request->method;
  head.target = request->target;
  head.path = request->path;
  head.version = request->version;
  head.fields = fields;
  head.client_address = "127.0.0.1";
  head.client_port = 40'000;
  head.server_address = "127.0.0.1";
  head.server_port = 80;
  head.unique_id = unique_id;
  head.now_s = now_s_;
  program::rules::Overlay overlay;
  overlay.mode = program::rules::EngineMode::kOn;
  const Answer answer = upstream_answer(*request, service_);
  const std::vector<HeaderField> answer_fields = views(answer.fields);
  inspect::Inspection inspection(*engine_, rules_.program(), overlay, head);
  run_request(inspection, *request);
  if (!inspection.interruption()) run_response(inspection, answer, answer_fields);
  inspection.log();
  Observed observed;
  // HTTP/0.9 has no head: what a client of today reads is no answer.
  observed.answered = request->version != "0.9";
  observed.status = answer.status;
  observed.response = fmt::format("HTTP/1.1 {}\r\n", answer.status);
  for (const Field& field : answer.fields) {
    observed.response += field.name + ": " + field.value + "\r\n";
    if (field.name == "Location") observed.location = field.value;
  }
  observed.response += "\r\n" + answer.body;
  note(inspection, observed);
  return observed;
}

}  // namespace bulkhead::conformance
