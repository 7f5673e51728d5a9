#include "places.h"

#include <filesystem>
#include <initializer_list>

namespace bulkhead {
namespace {

namespace fs = std::filesystem;

fs::path beside() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

std::string first_of(std::initializer_list<fs::path> places) {
  for (const fs::path& place : places) {
    std::error_code ignored;
    if (fs::exists(place, ignored)) return place.lexically_normal().string();
  }
  return "";
}

}  // namespace

std::string module_place() {
  return first_of({beside().parent_path() / "lib" / "ngx_http_bulkhead_module.so",
                   "/usr/lib/nginx/modules/ngx_http_bulkhead_module.so"});
}

std::string translations_place() {
  return first_of({"/usr/share/bulkhead/translations", BULKHEAD_SOURCE_DIR "/translations"});
}

std::string nginx_place() { return first_of({"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"}); }

}  // namespace bulkhead
