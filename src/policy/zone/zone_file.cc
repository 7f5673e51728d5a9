#include "policy/zone/zone_file.h"

#include <vector>

#include <fmt/format.h>

#include "os/file.h"
#include "policy/nearest.h"
#include "policy/zone/tzif.h"

namespace bulkhead::policy {
namespace {

// The largest region, America, has 170 entries.
constexpr std::size_t kEntriesMax = 1'000;

bool is_folder(const std::string& path) { return os::list_folder(path, kEntriesMax).has_value(); }

}  // namespace

Result<Zone> read_zone(const std::string& name, const std::string& folder) {
  if (name == kUtcName) return utc();
  const std::string path = folder + "/" + name;
  const auto bytes = os::read_file(path, kZoneFileBytesMax);
  if (!bytes) {
    if (!is_folder(folder))
      return fail(ErrorCode::kUnavailable,
                  fmt::format("the time zones of this machine cannot be read: no folder {}", folder));
    if (bytes.error().code == ErrorCode::kNotFound || is_folder(path))
      return fail(ErrorCode::kNotFound, "no time zone has this name");
    return fail_as(bytes);
  }
  auto changes = parse_tzif(*bytes);
  if (!changes) return fail(changes.error().code, fmt::format("{}: {}", path, changes.error().message));
  return Zone{name, std::move(*changes)};
}

std::optional<std::string> nearest_zone(const std::string& name, const std::string& folder) {
  const std::size_t slash = name.rfind('/');
  const std::string region = slash == std::string::npos ? "" : name.substr(0, slash + 1);
  const auto names = os::list_folder(folder + "/" + region, kEntriesMax);
  if (!names) return std::nullopt;
  const std::vector<std::string_view> known(names->begin(), names->end());
  const auto near = nearest(std::string_view(name).substr(region.size()), known);
  if (!near) return std::nullopt;
  // What stands there may also be a region, or no zone at all.
  std::string name_near = region + std::string(*near);
  return read_zone(name_near, folder) ? std::optional(std::move(name_near)) : std::nullopt;
}

}  // namespace bulkhead::policy
