#include "control/apply/gateway_host.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/check.h"
#include "base/escape.h"
#include "control/render/nginx.h"
#include "os/command.h"
#include "os/file.h"

namespace bulkhead::control {
namespace {

constexpr mode_t kFolderMode = 0755;
// Names no secret; certificates' keys are elsewhere.
constexpr mode_t kConfigurationMode = 0644;
constexpr std::size_t kConfigurationBytesMax = 64u << 20;
constexpr std::size_t kShownOutputBytesMax = 2'000;

// The lines of `text` that nginx acts on, without the one that names the image: workers change that by
// themselves.
std::string meaning(const std::string& text) {
  std::string kept;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    const std::string_view bare = line.substr(std::min(line.find_first_not_of(' '), line.size()));
    if (!bare.starts_with('#') && !bare.starts_with("bulkhead_image ")) kept += line;
    begin = end;
  }
  return kept;
}

}  // namespace

Result<CommandRunner::Outcome> SystemCommandRunner::run(const std::vector<std::string>& arguments,
                                                        Milliseconds timeout) {
  auto outcome = os::run_command(arguments, timeout);
  if (!outcome) return fail_as(outcome);
  return Outcome{.status = outcome->status, .output = std::move(outcome->output)};
}

Status GatewayHost::prepare() {
  for (const std::string_view folder : kNginxFolders)
    if (auto made = os::make_folder(options_.state_folder + "/" + std::string(folder), kFolderMode); !made)
      return made;
  return {};
}

Result<std::string> GatewayHost::configuration() const {
  auto text = os::read_file(configuration_path(), kConfigurationBytesMax);
  if (!text && text.error().code == ErrorCode::kNotFound) return std::string();
  return text;
}

Status GatewayHost::run(const std::vector<std::string>& arguments, ErrorCode code, const char* what) {
  const auto outcome = runner_.run(arguments, options_.command_timeout);
  if (!outcome) return fail_as(outcome);
  if (outcome->status == 0) return {};
  return fail(code, fmt::format("{} (status {}): {}", what, outcome->status,
                                escape_log(cut(outcome->output, kShownOutputBytesMax))));
}

Status GatewayHost::try_configuration(const std::string& text) {
  const std::string path = configuration_path() + ".new";
  if (auto written = os::write_file_atomically(path, text, kConfigurationMode); !written) return written;
  const Status accepted =
      run({options_.nginx_path, "-t", "-q", "-e", "stderr", "-p", options_.state_folder, "-c", path},
          ErrorCode::kInvalid, "nginx does not accept the configuration");
  const Status removed = os::remove_file(path);
  return accepted ? removed : accepted;
}

Status GatewayHost::install(const std::string& text) {
  if (text.empty()) return os::remove_file(configuration_path());
  return os::write_file_atomically(configuration_path(), text, kConfigurationMode);
}

Status GatewayHost::reload() {
  BULKHEAD_ASSERT(reloads_by_itself());
  return run(options_.reload_command, ErrorCode::kUnavailable, "nginx was not reloaded");
}

bool configurations_differ(const std::string& from, const std::string& to) {
  return meaning(from) != meaning(to);
}

}  // namespace bulkhead::control
