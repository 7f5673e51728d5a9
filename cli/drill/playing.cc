#include "cli/drill/playing.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "drill/report/html.h"
#include "drill/report/json.h"
#include "drill/report/text.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

constexpr const char* kFolderDefault = "./var/drill";
constexpr mode_t kReportMode = 0644;

}  // namespace

std::string PlayOptions::output_folder() const {
  return std::filesystem::absolute(folder.value_or(kFolderDefault)).lexically_normal().string();
}

Parameter scenario_argument(PlayOptions& options) {
  return {.name = "SCENARIO",
          .help = "A shipped scenario's name, or a file; july-2022 when not given.",
          .target = &options.scenario,
          .completes = Completes::kFile};
}

Parameter arm_option(PlayOptions& options, const std::string& otherwise) {
  return {.name = "--arm",
          .value = "NAME",
          .help = "Only this arm: nothing, off-by-hand, bulkhead, modsecurity or haproxy; may be repeated" +
                  otherwise + ".",
          .target = &options.arms,
          .choices = {"nothing", "off-by-hand", "bulkhead", "modsecurity", "haproxy"}};
}

Parameter seed_option(PlayOptions& options) {
  return {.name = "--seed",
          .value = "NUMBER",
          .help = "The same seed plays the same people; 1 when not given.",
          .target = &options.seed};
}

Parameter output_option(PlayOptions& options) {
  return {.name = "-o,--output",
          .value = "FOLDER",
          .help = "Where reports, logs and the arms' files go; ./var/drill when not given.",
          .target = &options.folder,
          .completes = Completes::kFolder};
}

Result<std::vector<drill::ArmKind>> arms_named(const std::vector<std::string>& names,
                                               std::vector<drill::ArmKind> otherwise) {
  if (names.empty()) return otherwise;
  std::vector<drill::ArmKind> kinds;
  for (const std::string& name : names) {
    const Result<drill::ArmKind> kind = drill::arm_named(name);
    if (!kind) return fail_as(kind);
    if (std::ranges::find(kinds, *kind) == kinds.end()) kinds.push_back(*kind);
  }
  return kinds;
}

Status write_reports(const drill::DrillResult& result, const std::string& folder) {
  if (Status written =
          os::write_file_atomically(folder + "/report.html", drill::report_html(result), kReportMode);
      !written)
    return written;
  return os::write_file_atomically(folder + "/report.json", drill::report_json(result), kReportMode);
}

Exit print_result(Session& session, const drill::DrillResult& result, const std::string& folder) {
  session.out() << (session.options.json ? drill::report_json(result) : drill::report_text(result));
  session.err() << fmt::format("\nReport: {0}/report.html\nThe same for programs: {0}/report.json\n", folder);
  const auto is_played = [](const drill::ArmResult& arm) { return arm.not_played.empty(); };
  const bool whole = std::ranges::none_of(result.arms, &drill::ArmResult::cut_short) &&
                     std::ranges::none_of(result.arms, &drill::ArmResult::failed) &&
                     std::ranges::any_of(result.arms, is_played);
  return whole ? Exit::kOk : Exit::kRefused;
}

}  // namespace bulkhead::cli
