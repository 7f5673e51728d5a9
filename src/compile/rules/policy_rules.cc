#include "compile/rules/policy_rules.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "compile/rules/compile_rules.h"
#include "seclang/parse.h"

namespace bulkhead::compile {

namespace {

using seclang::Diagnostic;

// Reads through another reader and notes a digest of everything that was read.
class DigestingReader final : public seclang::FileReader {
 public:
  explicit DigestingReader(seclang::FileReader& files) : files_(files) { crypto_hash_sha256_init(&state_); }

  Result<seclang::Source> read(std::string_view path, std::string_view relative_to) override {
    auto source = files_.read(path, relative_to);
    if (source) add(*source);
    return source;
  }
  std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) override {
    return files_.glob(pattern, relative_to);
  }
  void add(const seclang::Source& source) {
    const std::uint64_t bytes = source.text.size();
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(&bytes), sizeof bytes);
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(source.text.data()),
                              source.text.size());
  }
  std::array<std::uint8_t, 32> digest() {
    std::array<std::uint8_t, 32> digest{};
    crypto_hash_sha256_final(&state_, digest.data());
    return digest;
  }

 private:
  seclang::FileReader& files_;
  crypto_hash_sha256_state state_;
};

// The list as a file of its own that includes all others: so every diagnostic has a place.
std::string list_text(const std::vector<std::string>& rules) {
  std::string text;
  for (const std::string& file : rules) {
    std::string quoted;
    for (const char c : file) {
      if (c == '"') quoted += '\\';
      quoted += c;
    }
    text += "Include \"" + quoted + "\"\n";
  }
  return text;
}

// The last rule of each program: refuses a request whose parameter says so, whatever the rules before it make of it. The gateway's
// self-test counts on it (gate/self_test_mark.h), and whoever wants to see by hand that a service is guarded may send it too. Its id is
// beyond those that rule sets use.
constexpr std::string_view kSelfTestRule =
    "SecRule ARGS_GET:bulkhead-self-test \"@streq refuse-me\" "
    "\"id:2000000100,phase:2,deny,status:403,t:none,log,msg:'Self-test'\"\n";

}  // namespace

bool PolicyRules::failed() const {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& one) { return one.severity == Diagnostic::Severity::kError; });
}

std::string PolicyRules::errors() const {
  std::string all;
  for (const Diagnostic& one : diagnostics) {
    if (one.severity == Diagnostic::Severity::kError) all += seclang::text(one);
  }
  return all;
}

PolicyRules compile_policy_rules(const policy::Policy& policy, seclang::FileReader& files) {
  PolicyRules rules;
  std::map<std::vector<std::string>, std::size_t> known;
  for (const policy::Service& service : policy.services) {
    const std::vector<std::string>& list = service.inspection.rules;
    if (list.empty() || service.inspection.mode == policy::InspectionMode::kOff) continue;
    const auto [entry, is_new] = known.try_emplace(list, rules.programs.size());
    rules.of_service.emplace(service.name, entry->second);
    if (!is_new) continue;
    DigestingReader reader(files);
    const std::array sources{seclang::Source{policy.source_path, list_text(list)},
                             seclang::Source{"the rule of self-tests", std::string(kSelfTestRule)}};
    reader.add(sources.back());
    seclang::Parsed parsed = seclang::parse(sources, reader);
    rules.diagnostics.insert(rules.diagnostics.end(), parsed.diagnostics.begin(), parsed.diagnostics.end());
    CompiledRules compiled;
    if (parsed.rules) compiled = compile_rules(*parsed.rules, reader.digest());
    rules.diagnostics.insert(rules.diagnostics.end(), compiled.diagnostics.begin(),
                             compiled.diagnostics.end());
    rules.programs.push_back(std::move(compiled.program));
  }
  return rules;
}

}  // namespace bulkhead::compile
