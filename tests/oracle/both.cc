#include "oracle/both.h"

#include <glob.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compile/rules/compile_rules.h"
#include "inspect/inspection.h"
#include "program/rules/overlay.h"
#include "seclang/parse.h"

namespace bulkhead::oracle {

namespace {

using program::rules::Disruption;

std::string resolved(std::string_view path, std::string_view relative_to) {
  const std::filesystem::path given(path);
  if (given.is_absolute()) return std::string(path);
  return (std::filesystem::path(relative_to).parent_path() / given).string();
}

std::string spelled(Disruption kind) {
  switch (kind) {
    case Disruption::kDeny: return "deny";
    case Disruption::kDrop: return "drop";
    case Disruption::kRedirect: return "redirect";
    default: return "";
  }
}

std::vector<inspect::HeaderField> views(const Fields& fields) {
  std::vector<inspect::HeaderField> out;
  for (const auto& [name, value] : fields) out.push_back({name, value});
  return out;
}

inspect::RequestHead head_of(const Exchange& exchange, std::span<const inspect::HeaderField> fields) {
  inspect::RequestHead head;
  head.method = exchange.method;
  head.target = exchange.target;
  head.version = exchange.version;
  head.fields = fields;
  head.client_address = exchange.client_address;
  head.client_port = 40'000;
  head.server_address = "198.51.100.1";
  head.server_port = 443;
  head.unique_id = "oracle";
  head.now_s = 1'000'000'000;
  return head;
}

void run_phases(inspect::Inspection& one, const Exchange& exchange) {
  one.request_head();
  if (!one.interruption())
    one.request_body(one.wants_request_body() ? exchange.body : std::string_view(), false);
  if (!one.interruption()) {
    const std::vector<inspect::HeaderField> fields = views(exchange.response_fields);
    one.response_head({exchange.status, exchange.version, fields});
    if (!one.interruption() && one.wants_response_body()) one.response_body(exchange.response_body, false);
  }
  one.log();
}

}  // namespace

Result<seclang::Source> Files::read(std::string_view path, std::string_view relative_to) {
  const std::string name = resolved(path, relative_to);
  std::ifstream in(name, std::ios::binary);
  if (!in) return fail(ErrorCode::kNotFound, "no such file");
  std::stringstream text;
  text << in.rdbuf();
  return seclang::Source{name, text.str()};
}

std::vector<std::string> Files::glob(std::string_view pattern, std::string_view relative_to) {
  std::vector<std::string> names;
  glob_t found{};
  if (::glob(resolved(pattern, relative_to).c_str(), 0, nullptr, &found) == 0) {
    for (std::size_t i = 0; i < found.gl_pathc; ++i) names.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  return names;
}

std::unique_ptr<Both> Both::from(const std::string& rules, std::string& why) {
  const std::array<seclang::Source, 1> sources = {seclang::Source{"oracle.conf", rules}};
  auto both = from(sources, why);
  if (both != nullptr) both->text_ = rules;
  return both;
}

std::unique_ptr<Both> Both::from(std::span<const seclang::Source> sources, std::string& why) {
  Files files;
  seclang::Parsed parsed = seclang::parse(sources, files);
  for (const auto& one : parsed.diagnostics) {
    if (one.severity == seclang::Diagnostic::Severity::kError) why += seclang::text(one);
  }
  if (!parsed.rules.has_value()) return nullptr;
  std::unique_ptr<Both> both(new Both);
  both->rules_ = std::move(*parsed.rules);
  const compile::CompiledRules compiled = compile::compile_rules(both->rules_, {});
  for (const auto& one : compiled.diagnostics) why += seclang::text(one);
  if (compiled.program.empty()) return nullptr;
  both->aligned_.resize((compiled.program.size() + 7) / 8);
  std::memcpy(both->aligned_.data(), compiled.program.data(), compiled.program.size());
  auto program = program::rules::RuleProgram::open(
      std::as_bytes(std::span(both->aligned_)).first(compiled.program.size()));
  if (!program.has_value()) {
    why += program.error().message;
    return nullptr;
  }
  both->program_ = std::make_unique<program::rules::RuleProgram>(std::move(*program));
  both->collections_ = std::make_unique<inspect::LocalCollections>();
  both->engine_ = std::make_unique<inspect::Engine>(inspect::Engine::Options{}, *both->collections_, nullptr);
  return both;
}

Outcome Both::truth(const Exchange& exchange) { return Evaluator(rules_, persistent_).run(exchange); }

Outcome Both::fast(const Exchange& exchange, const Outcome& truth) {
  const std::vector<inspect::HeaderField> fields = views(exchange.fields);
  const inspect::RequestHead head = head_of(exchange, fields);
  program::rules::Overlay overlay;
  overlay.mode = program_->settings().engine;
  inspect::Inspection one(*engine_, *program_, overlay, head);
  run_phases(one, exchange);
  Outcome outcome;
  for (const inspect::Finding& finding : one.findings()) {
    outcome.logged.push_back({finding.rule_id, finding.phase, std::string(finding.target),
                              std::string(finding.message), std::string(finding.log_data)});
  }
  if (const inspect::Interruption& stop = one.interruption()) {
    outcome.stopped = {spelled(stop.kind), stop.rule_id, stop.status, std::string(stop.url)};
  }
  if (one.overrun() == inspect::Overrun::kArguments) outcome.trouble = "too many arguments";
  if (one.overrun() == inspect::Overrun::kMemory) outcome.trouble = "memory";
  if (one.overrun() == inspect::Overrun::kBudget) outcome.trouble = "budget";
  if (one.overrun() == inspect::Overrun::kFindings) outcome.trouble = "findings";
  if (one.overrun() == inspect::Overrun::kVariables) outcome.trouble = "variables";
  const auto note = [&](const std::string& name) {
    const std::string_view value = one.tx(name);
    if (!value.empty()) outcome.tx[name] = value;
  };
  for (const auto& [name, value] : truth.tx) note(name);
  for (std::size_t i = 0; i < program_->tx_names(); ++i) {
    note(std::string(program_->tx_name(static_cast<std::uint16_t>(i))));
  }
  for (int i = 0; i < 100; ++i) note(std::to_string(i));
  return outcome;
}

std::string Both::disagreement(const Exchange& exchange) {
  const Outcome slow = truth(exchange);
  const Outcome quick = fast(exchange, slow);
  const std::string differs = difference(slow, quick);
  if (differs.empty()) return {};
  return differs + (text_.empty() ? "" : "-- rules\n" + text_) + "\n-- request\n" + text(exchange);
}

}  // namespace bulkhead::oracle
