#include "cli/inspect/subject.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "base/escape.h"
#include "cli/policy_file.h"
#include "compile/compile.h"
#include "control/rules/rule_files.h"
#include "launch/places.h"

namespace bulkhead::cli {

namespace {

using Subject = Result<std::shared_ptr<const gate::LoadedImage>>;

// A policy of one service that blocks by these rules and by nothing else.
std::string policy_of_rules(const std::vector<std::string>& rules) {
  std::string list;
  for (const std::string& file : rules)
    list += (list.empty() ? "\"" : ", \"") + escape_json(std::filesystem::absolute(file).string()) + "\"";
  return fmt::format(
      "agency: {{ name: {{ en: Rules }}, contact: {{ en: none }}, languages: [en] }}\n"
      "gateway: {{ listen: [\"127.0.0.1:80\"] }}\n"
      "operators: {{ one: {{ uid: 1, role: duty }}, other: {{ uid: 2, role: chief }} }}\n"
      "services:\n"
      "  {}:\n"
      "    title: {{ en: Rules }}\n"
      "    match: {{ hosts: [rules.invalid], paths: [/] }}\n"
      "    upstream: [\"http://127.0.0.1:81\"]\n"
      "    inspection: {{ rules: [{}], mode: block }}\n",
      kRulesAlone, list);
}

Result<PolicyFile> read_policy(Session& session, const SubjectOptions& options) {
  if (options.policy) return read_sound_policy(session, *options.policy);
  PolicyFile file{.path = "rules", .text = policy_of_rules(options.rules), .findings = {}, .checked = {}};
  auto checked = control::check_policy(file.text, file.path, launch::shipped_translations());
  if (!checked) {
    print_findings(session, checked.error().diagnostics, file.path, file.text);
    return fail(ErrorCode::kInvalid, "these rules cannot be inspected by");
  }
  file.checked = std::move(*checked);
  return file;
}

void set_paranoia(policy::Policy& policy, std::uint32_t paranoia) {
  const auto level = static_cast<std::uint8_t>(paranoia);
  for (policy::Service& service : policy.services) {
    policy::Inspection& inspection = service.inspection;
    inspection.paranoia = level;
    inspection.detection_paranoia = std::max(inspection.detection_paranoia.value_or(level), level);
    if (inspection.guarded.paranoia)
      inspection.guarded.paranoia = std::max(*inspection.guarded.paranoia, level);
  }
}

}  // namespace

Subject open_subject(Session& session, const SubjectOptions& options) {
  if (!options.policy && options.rules.empty()) {
    auto loaded = gate::LoadedImage::load(session.options.state_folder() + "/images/current.img");
    if (!loaded) return fail_as(loaded);
    return std::shared_ptr<const gate::LoadedImage>(std::move(*loaded));
  }
  Result<PolicyFile> file = read_policy(session, options);
  if (!file) return fail_as(file);
  policy::Policy& policy = file->checked->policy;
  if (options.paranoia) set_paranoia(policy, *options.paranoia);
  control::RuleFiles files;
  const compile::PolicyRules rules = compile::compile_policy_rules(policy, files);
  compile::CompileOptions compiling;
  compiling.slots = compile::slots_in_name_order(policy);
  compiling.rules = &rules;
  compiling.now = session.now();
  const auto bytes = compile::compile(policy, file->checked->phrases, compiling);
  if (!bytes) return fail_as(bytes);
  auto mapped = os::MappedFile::copy_of(*bytes);
  if (!mapped) return fail_as(mapped);
  auto loaded = gate::LoadedImage::take(std::move(*mapped), file->path);
  if (!loaded) return fail_as(loaded);
  return std::shared_ptr<const gate::LoadedImage>(std::move(*loaded));
}

}  // namespace bulkhead::cli
