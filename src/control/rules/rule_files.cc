#include "control/rules/rule_files.h"

#include <fnmatch.h>

#include <algorithm>

#include "os/file.h"

namespace bulkhead::control {

namespace {

// The folder part, with its slash; empty when there is none.
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash + 1);
}

std::string resolved(std::string_view path, std::string_view relative_to) {
  if (path.starts_with('/')) return std::string(path);
  return std::string(folder_of(relative_to)) + std::string(path);
}

}  // namespace

Result<seclang::Source> RuleFiles::read(std::string_view path, std::string_view relative_to) {
  const std::string name = resolved(path, relative_to);
  auto text = os::read_file(name, kFileBytesMax);
  if (!text) return fail_as(text);
  return seclang::Source{name, std::move(*text)};
}

std::vector<std::string> RuleFiles::glob(std::string_view pattern, std::string_view relative_to) {
  const std::string full = resolved(pattern, relative_to);
  const std::string folder(folder_of(full));
  const std::string last = full.substr(folder.size());
  std::vector<std::string> found;
  const auto entries = os::list_folder(folder.empty() ? "." : folder, kEntriesMax);
  if (!entries) return found;
  for (const std::string& entry : *entries) {
    if (fnmatch(last.c_str(), entry.c_str(), FNM_PERIOD) == 0) found.push_back(folder + entry);
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace bulkhead::control
