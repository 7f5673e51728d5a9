// libmodsecurity, through its public interface: measured beside us, no part of the product.

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Woverloaded-virtual"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <modsecurity/modsecurity.h>
#include <modsecurity/rule_message.h>
#include <modsecurity/rules_set.h>
#include <modsecurity/transaction.h>
#pragma GCC diagnostic pop

#include <glob.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "bench/inspect/engines.h"

namespace bulkhead::bench {

namespace {

using Bytes = const unsigned char*;

class LibModSecurity final : public RuleEngine {
 public:
  explicit LibModSecurity(const std::vector<std::string>& files) {
    engine_.setConnectorInformation("inspect_bench");
    engine_.setServerLogCb([](void*, const void*) {}, modsecurity::RuleMessageLogProperty);
    for (const std::string& pattern : files) load(pattern);
    if (rules_.load("SecRuleEngine DetectionOnly\nSecAuditEngine Off\nSecDebugLogLevel 0") < 0)
      fail("settings");
  }

  const char* name() const override { return "libmodsecurity"; }

  std::vector<long> rules(const BenchRequest& request) override {
    std::vector<long> ids;
    ask(request, [&](modsecurity::Transaction& transaction) {
      for (const auto& message : transaction.m_rulesMessages) ids.push_back(message.m_ruleId);
    });
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
  }

  void run(const BenchRequest& request) override {
    ask(request, [](modsecurity::Transaction&) {});
  }

 private:
  [[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "libmodsecurity: %s: %s\n", what.c_str(), rules_.getParserError().c_str());
    std::exit(1);
  }

  void load(const std::string& pattern) {
    glob_t found{};
    if (::glob(pattern.c_str(), 0, nullptr, &found) != 0) fail(pattern);
    for (std::size_t i = 0; i < found.gl_pathc; ++i) {
      if (rules_.loadFromUri(found.gl_pathv[i]) < 0) fail(found.gl_pathv[i]);
    }
    globfree(&found);
  }

  template <typename Then>
  void ask(const BenchRequest& request, Then then) {
    modsecurity::Transaction transaction(&engine_, &rules_, nullptr);
    transaction.processConnection("192.0.2.7", 40'000, "127.0.0.1", 80);
    transaction.processURI(request.target.c_str(), request.method.c_str(), "1.1");
    for (const auto& [name, value] : request.fields) transaction.addRequestHeader(name, value);
    transaction.processRequestHeaders();
    if (!request.body.empty())
      transaction.appendRequestBody(reinterpret_cast<Bytes>(request.body.data()), request.body.size());
    transaction.processRequestBody();
    transaction.addResponseHeader("Content-Type", "text/html");
    transaction.addResponseHeader("Content-Length", "87");
    transaction.processResponseHeaders(200, "HTTP/1.1");
    const std::string answer = kAnswerBody;
    transaction.appendResponseBody(reinterpret_cast<Bytes>(answer.data()), answer.size());
    transaction.processResponseBody();
    transaction.processLogging();
    then(transaction);
  }

  modsecurity::ModSecurity engine_;
  modsecurity::RulesSet rules_;
};

}  // namespace

std::unique_ptr<RuleEngine> make_libmodsecurity(const std::vector<std::string>& files) {
  return std::make_unique<LibModSecurity>(files);
}

}  // namespace bulkhead::bench
