#include "control/publish_site/site_writer.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <vector>

#include "os/file.h"

namespace bulkhead::control {
namespace {

constexpr std::size_t kEntriesMax = 1'000;

bool is_page(const answers::StatusFile& file) { return file.path.ends_with(".html"); }

/// Files of ours at the top of the folder that this rendering does not have.
Status remove_left_over(const std::string& folder, const std::set<std::string>& written) {
  const auto names = os::list_folder(folder, kEntriesMax);
  if (!names) return fail_as(names);
  for (const std::string& name : *names) {
    const bool ours = name.ends_with(".html") || name.ends_with(".atom");
    if (!ours || written.contains(name)) continue;
    if (Status removed = os::remove_file(folder + "/" + name); !removed) return removed;
  }
  return {};
}

}  // namespace

Status write_status_site(const std::string& folder, const answers::StatusSnapshot& snapshot) {
  std::vector<answers::StatusFile> files = answers::render_status_site(snapshot);
  std::ranges::stable_partition(files, [](const answers::StatusFile& file) { return !is_page(file); });
  std::set<std::string> written;
  for (const answers::StatusFile& file : files) {
    const std::string path = folder + "/" + file.path;
    if (Status made = os::make_folder(std::filesystem::path(path).parent_path(), 0755); !made) return made;
    if (Status wrote = os::write_file_atomically(path, file.bytes, 0644); !wrote) return wrote;
    written.insert(file.path);
  }
  return remove_left_over(folder, written);
}

}  // namespace bulkhead::control
