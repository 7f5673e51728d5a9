// bulkhead rules test: a rule set's own tests, in this process or through a gateway.
//
// Not rules_test.cc: a file of that ending is a unit test.

#include <chrono>
#include <memory>
#include <ostream>

#include "cli/commands.h"
#include "cli/session.h"
#include "conformance/gateway.h"
#include "conformance/in_process.h"
#include "conformance/report.h"
#include "conformance/run.h"
#include "conformance/suite_reader.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::string folder;
  std::vector<std::string> rules;
  std::optional<std::string> overrides;
  std::optional<std::string> through;
  std::optional<std::string> log;
  std::vector<std::string> only;
  std::vector<std::string> expected;
  bool list_failures = false;
};

Result<std::vector<conformance::TestCase>> read_tests(const Arguments& arguments) {
  Result<std::vector<conformance::TestCase>> tests = conformance::read_suite(arguments.folder);
  if (!tests || !arguments.overrides) return tests;
  const Result<std::string> text = os::read_file(*arguments.overrides, conformance::kYamlBytesMax);
  if (!text) return fail_as(text);
  const auto overrides = conformance::read_overrides(*text, *arguments.overrides);
  if (!overrides) return fail_as(overrides);
  conformance::apply_overrides(*overrides, *tests);
  return tests;
}

Result<conformance::Deviations> read_deviations(const Arguments& arguments) {
  conformance::Deviations all;
  for (const std::string& file : arguments.expected) {
    const Result<std::string> text = os::read_file(file, conformance::kYamlBytesMax);
    if (!text) return fail_as(text);
    Result<conformance::Deviations> listed = conformance::read_deviations(*text, file);
    if (!listed) return listed;
    all.merge(*listed);
    if (!listed->empty())
      return fail(ErrorCode::kInvalid, file + ": " + listed->begin()->first + " is listed in a file before");
  }
  return all;
}

using TargetResult = Result<std::unique_ptr<conformance::Target>>;

TargetResult open_gateway(const Arguments& arguments) {
  Result<conformance::Endpoint> address = conformance::Endpoint::parse_url(*arguments.through);
  if (!address) return fail_as(address);
  Result<conformance::LogFollower> log = conformance::LogFollower::open(*arguments.log);
  if (!log) return fail_as(log);
  return std::make_unique<conformance::Gateway>(std::move(*address), std::move(*log));
}

TargetResult load_rules(Session& session, const Arguments& arguments, conformance::Service service) {
  std::vector<seclang::Diagnostic> diagnostics;
  Result<conformance::LoadedRules> rules = conformance::LoadedRules::load(arguments.rules, diagnostics);
  for (const seclang::Diagnostic& one : diagnostics)
    if (!rules || arguments.list_failures) session.err() << seclang::text(one);
  if (!rules) return fail_as(rules);
  return std::make_unique<conformance::InProcess>(
      std::move(*rules),
      std::chrono::duration_cast<std::chrono::seconds>(session.now().time_since_epoch()).count(), service);
}

Result<Exit> test_rules(Session& session, const Arguments& arguments) {
  if (arguments.through.has_value() != arguments.log.has_value())
    return session.usage("--through and --log go together: the log is the gateway's own");
  if (arguments.through.has_value() == !arguments.rules.empty())
    return session.usage(
        "say which rules (--rules FILE), or which gateway has them (--through URL --log FILE)");
  const auto tests = read_tests(arguments);
  if (!tests) return fail_as(tests);
  const auto deviations = read_deviations(arguments);
  if (!deviations) return fail_as(deviations);
  const auto service =
      conformance::is_older_form(*tests) ? conformance::Service::kHttpbin : conformance::Service::kAlbedo;
  const TargetResult target =
      arguments.through ? open_gateway(arguments) : load_rules(session, arguments, service);
  if (!target) return fail_as(target);
  const auto report = conformance::run_suite(*tests, **target, arguments.only, *deviations);
  if (!report) return fail_as(report);
  session.out() << (session.options.json ? conformance::report_json(*report)
                                         : conformance::report_text(*report, arguments.list_failures));
  return report->as_expected() ? Exit::kOk : Exit::kRefused;
}

std::vector<Parameter> options(Arguments& arguments) {
  return {
      {.name = "--rules",
       .value = "FILE",
       .help = "Rules to test in this process; a name with * stands for several files. Can be given several "
               "times, in the order in "
               "which they are read.",
       .target = &arguments.rules,
       .completes = Completes::kFile},
      {.name = "--overrides",
       .value = "FILE",
       .help = "Other expectations for some tests, in the form of the Core Rule Set's platform overrides.",
       .target = &arguments.overrides,
       .completes = Completes::kFile},
      {.name = "--through",
       .value = "URL",
       .help = "Send the requests to a running gateway (http://HOST:PORT); needs --log.",
       .target = &arguments.through},
      {.name = "--log",
       .value = "FILE",
       .help = "The gateway's error log, in which its findings are.",
       .target = &arguments.log,
       .completes = Completes::kFile},
      {.name = "--only",
       .value = "ID[-N]",
       .help = "Only the tests of this rule, or this one test. Can be given several times.",
       .target = &arguments.only},
      {.name = "--expected",
       .value = "FILE",
       .help =
           "Tests that are known to fail, and why: only other failures count, and listed tests that pass. "
           "Can be given several times.",
       .target = &arguments.expected,
       .completes = Completes::kFile},
      {.name = "--list-failures",
       .help = "Show the listed failures and the rules' warnings as well.",
       .target = &arguments.list_failures},
  };
}

}  // namespace

Command rules_test_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "test";
  command.summary = "Run a rule set's own regression tests";
  command.details =
      "Reads tests in the form of the OWASP Core Rule Set (go-ftw, YAML), sends each request through the "
      "rules, "
      "and compares what they "
      "found with what each test expects. In this process, what nginx itself would answer is answered so as "
      "well.\n\n"
      "Through a gateway, the rules need one that logs the field X-CRS-Test, as the Core Rule Set's own "
      "set-up has it.";
  command.arguments = {{.name = "DIR",
                        .help = "The tests: a folder with *.yaml or *.yml at any depth, or one such file.",
                        .target = &arguments->folder,
                        .required = true,
                        .completes = Completes::kFolder}};
  command.options = options(*arguments);
  command.examples = {
      {"bulkhead rules test tests --rules crs-setup.conf --rules 'rules/*.conf'",
       "The tests of a Core Rule Set."},
      {"bulkhead rules test tests --only 942100 --through http://127.0.0.1:8080 --log error.log",
       "The tests of one rule, through a gateway."}};
  command.run = [arguments](Session& session) { return test_rules(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli
