#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "bench/inspect/engines.h"
#include "compile/rules/compile_rules.h"
#include "control/rules/rule_files.h"
#include "inspect/inspection.h"
#include "inspect/local_collections.h"
#include "seclang/parse.h"

namespace bulkhead::bench {

namespace {

class Bulkhead final : public RuleEngine {
 public:
  explicit Bulkhead(const std::vector<std::string>& files) : engine_({}, collections_, nullptr) {
    std::string list;
    for (const std::string& file : files) list += "Include \"" + file + "\"\n";
    control::RuleFiles disk;
    const seclang::Source source{"/bench.conf", list};
    const seclang::Parsed parsed = seclang::parse({&source, 1}, disk);
    for (const auto& one : parsed.diagnostics) {
      if (one.severity == seclang::Diagnostic::Severity::kError)
        std::fputs(seclang::text(one).c_str(), stderr);
    }
    if (!parsed.rules) std::exit(1);
    const compile::CompiledRules compiled = compile::compile_rules(*parsed.rules, {});
    memory_.resize((compiled.program.size() + 7) / 8);
    std::memcpy(memory_.data(), compiled.program.data(), compiled.program.size());
    auto program =
        program::rules::RuleProgram::open(std::as_bytes(std::span(memory_)).first(compiled.program.size()));
    if (!program) std::exit(1);
    program_ = std::make_unique<program::rules::RuleProgram>(std::move(*program));
    overlay_.mode = program::rules::EngineMode::kDetectionOnly;
    overlay_.decides_mode = true;
  }

  const char* name() const override { return "bulkhead"; }

  std::vector<long> rules(const BenchRequest& request) override {
    std::vector<long> ids;
    ask(request, [&](const inspect::Inspection& one) {
      for (const inspect::Finding& finding : one.findings()) ids.push_back(finding.rule_id);
    });
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  void run(const BenchRequest& request) override {
    ask(request, [](const inspect::Inspection&) {});
  }

 private:
  template <typename Then>
  void ask(const BenchRequest& request, Then then) {
    fields_.clear();
    for (const auto& [name, value] : request.fields) fields_.push_back({name, value});
    inspect::RequestHead head;
    head.method = request.method;
    head.target = request.target;
    head.version = "1.1";
    head.fields = fields_;
    head.client_address = "192.0.2.7";
    head.client_port = 40'000;
    head.server_address = "127.0.0.1";
    head.server_port = 80;
    head.unique_id = "0123456789";
    head.now_s = 1'790'000'000;
    inspect::Inspection one(engine_, *program_, overlay_, head);
    one.request_head();
    one.request_body(request.body, false);
    static const inspect::HeaderField kAnswer[] = {{"Content-Type", "text/html"}, {"Content-Length", "87"}};
    one.response_head({200, "HTTP/1.1", kAnswer});
    if (one.wants_response_body()) one.response_body(kAnswerBody, false);
    one.log();
    then(one);
  }

  inspect::LocalCollections collections_;
  inspect::Engine engine_;
  std::vector<std::uint64_t> memory_;
  std::unique_ptr<program::rules::RuleProgram> program_;
  program::rules::Overlay overlay_;
  std::vector<inspect::HeaderField> fields_;
};

}  // namespace

std::unique_ptr<RuleEngine> make_bulkhead(const std::vector<std::string>& files) {
  return std::make_unique<Bulkhead>(files);
}

}  // namespace bulkhead::bench
