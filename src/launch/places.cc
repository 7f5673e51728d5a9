#include "launch/places.h"

#include <fmt/core.h>

#include <filesystem>
#include <initializer_list>

#include "os/file.h"

namespace bulkhead::launch {

namespace {

namespace fs = std::filesystem;

constexpr mode_t kFolderMode = 0750;
constexpr int kLevelsUpMax = 6;  // build/release/bin/bulkhead is three below the source tree

// The first that is there; empty when none is.
std::string first_of(std::initializer_list<fs::path> places) {
  for (const fs::path& place : places) {
    std::error_code ignored;
    if (!place.empty() && fs::exists(place, ignored)) return place.lexically_normal().string();
  }
  return "";
}

// `name` in one of the folders above `from`: for running out of a build folder inside the source tree.
fs::path above(fs::path from, const fs::path& name) {
  std::error_code ignored;
  for (int level = 0; level < kLevelsUpMax && from.has_relative_path(); ++level, from = from.parent_path()) {
    if (fs::exists(from / name, ignored)) return from / name;
  }
  return {};
}

Status present(const std::string& path, const std::string& what, const std::string& advice) {
  if (!path.empty()) return {};
  return fail(ErrorCode::kNotFound, fmt::format("{} is not there: {}", what, advice));
}

Result<fs::path> this_program() {
  std::error_code failed;
  fs::path self = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return fail(ErrorCode::kSystem, "cannot tell where this program lies: " + failed.message());
  return self;
}

}  // namespace

std::string shipped_translations() {
  const Result<fs::path> self = this_program();
  return first_of({self ? above(self->parent_path(), "translations") : fs::path(),
                   "/usr/share/bulkhead/translations", BULKHEAD_SOURCE_DIR "/translations"});
}

std::string shipped_scenarios() {
  const Result<fs::path> self = this_program();
  return first_of({self ? above(self->parent_path(), "drill/scenarios") : fs::path(),
                   "/usr/share/bulkhead/drill/scenarios", BULKHEAD_SOURCE_DIR "/drill/scenarios"});
}

Result<Programs> Programs::find(bool demo) {
  const Result<fs::path> self = this_program();
  if (!self) return fail_as(self);
  const fs::path beside = self->parent_path();
  const fs::path module = "ngx_http_bulkhead_module.so";
  Programs programs;
  programs.bulkhead = self->string();
  programs.bulkheadd = first_of({beside / "bulkheadd", "/usr/sbin/bulkheadd"});
  programs.demo_service =
      first_of({beside / "bulkhead-demo-service", "/usr/lib/bulkhead/bulkhead-demo-service"});
  programs.nginx = first_of({"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"});
  programs.module = first_of({beside.parent_path() / "lib" / module, "/usr/lib/nginx/modules" / module});
  programs.demo_policy =
      first_of({above(beside, "demo/bulkhead.yaml"), "/usr/share/bulkhead/demo/bulkhead.yaml",
                BULKHEAD_SOURCE_DIR "/demo/bulkhead.yaml"});
  programs.translations = shipped_translations();
  const std::string build = "build everything first (make build)";
  for (const Status& status :
       {present(programs.bulkheadd, "bulkheadd", build), present(programs.module, module, build),
        present(programs.nginx, "nginx", "install Debian's package nginx"),
        demo ? present(programs.demo_service, "bulkhead-demo-service", build) : Status{},
        demo ? present(programs.demo_policy, "demo/bulkhead.yaml", build) : Status{}}) {
    if (!status) return fail_as(status);
  }
  return programs;
}

Result<Folders> Folders::make(const std::string& state) {
  Folders folders;
  folders.state = fs::absolute(state).lexically_normal().string();
  if (folders.state.ends_with('/')) folders.state.pop_back();
  folders.run = folders.state + "/run";
  folders.logs = folders.run + "/logs";
  folders.demo = folders.run + "/demo";
  for (const std::string& folder : {folders.state, folders.run, folders.logs, folders.demo}) {
    if (Status made = os::make_folder(folder, kFolderMode); !made) return fail_as(made);
  }
  return folders;
}

}  // namespace bulkhead::launch
