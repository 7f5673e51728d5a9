// bulkhead check: is the policy right? Everything that is not, in one go.

#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/policy_file.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

using Json = nlohmann::ordered_json;

// The same members as a Diagnostic of the REST interface.
Json finding_json(const policy::Diagnostic& finding) {
  const bool error = finding.severity == policy::Diagnostic::Severity::kError;
  return {{"severity", error ? "error" : "warning"},
          {"file", finding.file},
          {"line", finding.line},
          {"column", finding.column},
          {"key", finding.key},
          {"offending", finding.offending},
          {"message", finding.message},
          {"hint", finding.hint}};
}

std::string result_json(const PolicyFile& file) {
  Json json{{"file", file.path},
            {"ok", file.checked.has_value()},
            {"errors", file.errors()},
            {"warnings", file.warnings()},
            {"diagnostics", Json::array()}};
  for (const policy::Diagnostic& finding : file.findings)
    json["diagnostics"].push_back(finding_json(finding));
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

std::string summary(const PolicyFile& file) {
  const std::string path = escape_terminal(file.path);
  const std::string warnings = file.warnings() == 0 ? "" : ", " + counted(file.warnings(), "warning");
  if (!file.checked) return path + ": " + counted(file.errors(), "error") + warnings + "\n";
  const policy::Policy& policy = file.checked->policy;
  return path + " is right: " + counted(policy.services.size(), "service") + ", " +
         counted(policy.compartments().size(), "compartment") + ", " +
         counted(policy.operators.size(), "operator") + warnings + "\n";
}

}  // namespace

Command check_command() {
  const auto path = std::make_shared<std::string>();
  Command command;
  command.name = "check";
  command.summary = "Check a policy file: everything that is wrong, in one go";
  command.details =
      "Says for each finding where it is, what was found and what would be right. Works without the daemon.";
  command.arguments = {{.name = "FILE",
                        .help = "The policy.",
                        .target = path.get(),
                        .required = true,
                        .completes = Completes::kFile}};
  command.run = [path](Session& session) -> Result<Exit> {
    const Result<PolicyFile> file = read_policy_text(*path);
    if (!file) return fail_as(file);
    if (session.options.json) {
      session.out() << result_json(*file) << "\n";
    } else {
      print_findings(session, *file);
      session.out() << summary(*file);
    }
    return file->checked ? Exit::kOk : Exit::kRefused;
  };
  return command;
}

}  // namespace bulkhead::cli
