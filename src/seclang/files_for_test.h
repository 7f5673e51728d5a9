// Files for tests: those of a table, or those of the disk.

#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "seclang/source.h"

namespace bulkhead::seclang {

/// Files by name; a pattern is a prefix with a `*` at its end.
class TableFiles final : public FileReader {
 public:
  using Table = std::map<std::string, std::string>;

  TableFiles() = default;
  explicit TableFiles(Table files) : files_(std::move(files)) {}

  Result<Source> read(std::string_view path, std::string_view /*relative_to*/) override {
    const auto found = files_.find(std::string(path));
    if (found == files_.end()) return fail(ErrorCode::kNotFound, "no such file");
    return Source{found->first, found->second};
  }

  std::vector<std::string> glob(std::string_view pattern, std::string_view /*relative_to*/) override {
    const std::string_view prefix = pattern.substr(0, pattern.find('*'));
    std::vector<std::string> found;
    for (const auto& [name, text] : files_) {
      if (name.starts_with(prefix)) found.push_back(name);
    }
    return found;
  }

 private:
  Table files_;
};

/// Files as they lie on the disk; a pattern is a folder and `*` with an ending.
class DiskFiles final : public FileReader {
 public:
  Result<Source> read(std::string_view path, std::string_view relative_to) override {
    const std::filesystem::path full = std::filesystem::path(relative_to).parent_path() / path;
    std::ifstream in(full, std::ios::binary);
    if (!in) return fail(ErrorCode::kNotFound, "no such file");
    return Source{full.string(), std::string(std::istreambuf_iterator<char>(in), {})};
  }

  std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) override {
    const std::filesystem::path full = std::filesystem::path(relative_to).parent_path() / pattern;
    std::vector<std::string> found;
    std::error_code failure;
    for (const auto& entry : std::filesystem::directory_iterator(full.parent_path(), failure)) {
      if (entry.path().string().ends_with(full.filename().string().substr(1)))
        found.push_back(entry.path().string());
    }
    std::ranges::sort(found);
    return found;
  }
};

}  // namespace bulkhead::seclang
