#include "cli/policy_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "base/escape.h"
#include "launch/places.h"
#include "os/file.h"

namespace bulkhead::cli {

namespace {

using Severity = policy::Diagnostic::Severity;

std::size_t count_of(const std::vector<policy::Diagnostic>& findings, Severity severity) {
  return static_cast<std::size_t>(std::ranges::count(findings, severity, &policy::Diagnostic::severity));
}

// The finding quotes the file, so each of its lines goes through the terminal's escape; the breaks between them are
// ours.
std::string harmless_lines(const std::string& text) {
  std::istringstream lines(text);
  std::string harmless;
  for (std::string line; std::getline(lines, line);) harmless += escape_terminal(line) + "\n";
  return harmless;
}

}  // namespace

std::string counted(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::size_t PolicyFile::errors() const { return count_of(findings, Severity::kError); }
std::size_t PolicyFile::warnings() const { return count_of(findings, Severity::kWarning); }

Result<PolicyFile> read_policy_text(const std::string& path) {
  Result<std::string> text = os::read_file(path, policy::Limits::kFileBytesMax);
  if (!text) return fail(text.error().code, "cannot read the policy: " + text.error().message);
  PolicyFile file{.path = path, .text = std::move(*text), .findings = {}, .checked = {}};
  auto checked = control::check_policy(file.text, path, launch::shipped_translations());
  if (checked) {
    file.findings = checked->warnings;
    file.checked = std::move(*checked);
  } else {
    file.findings = std::move(checked.error().diagnostics);
  }
  return file;
}

void print_findings(Session& session, std::span<const policy::Diagnostic> findings, const std::string& path,
                    const std::string& text) {
  for (const policy::Diagnostic& finding : findings) {
    // What is wrong in a translation file is shown without its line: that text is not at hand here.
    session.err() << harmless_lines(policy::text(finding, finding.file == path ? text : std::string()));
  }
}

void print_findings(Session& session, const PolicyFile& file) {
  print_findings(session, file.findings, file.path, file.text);
}

Result<PolicyFile> read_sound_policy(Session& session, const std::string& path) {
  Result<PolicyFile> file = read_policy_text(path);
  if (!file) return file;
  print_findings(session, *file);
  if (file->checked) return file;
  return fail(ErrorCode::kInvalid,
              fmt::format("{} has {}; nothing was done", path, counted(file->errors(), "error")));
}

}  // namespace bulkhead::cli
