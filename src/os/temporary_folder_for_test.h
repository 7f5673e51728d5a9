// A folder of its own for a test, gone with all that is in it at the end.

#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <system_error>

namespace bulkhead::os {

class TemporaryFolderForTest {
 public:
  TemporaryFolderForTest() : path_(std::filesystem::temp_directory_path() / "bulkhead-test-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "cannot make a folder like " << path_;
  }
  TemporaryFolderForTest(const TemporaryFolderForTest&) = delete;
  TemporaryFolderForTest& operator=(const TemporaryFolderForTest&) = delete;
  ~TemporaryFolderForTest() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace bulkhead::os
