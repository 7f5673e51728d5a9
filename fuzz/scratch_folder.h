// A folder for the files that a fuzz target has read through the real system calls; gone at an orderly end.

#pragma once

#include <stdlib.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>

#include "base/check.h"

namespace bulkhead::fuzz {

class ScratchFolder {
 public:
  ScratchFolder() : path_(std::filesystem::temp_directory_path() / "bulkhead-fuzz-XXXXXX") {
    BULKHEAD_ASSERT(::mkdtemp(path_.data()) != nullptr);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// Damage as fuzz input, three bytes a patch: where (two bytes, little endian) and what the byte there is xored with.
template <typename Apply>
void for_each_patch(const std::uint8_t* bytes, std::size_t size, Apply apply) {
  for (; size >= 3; bytes += 3, size -= 3)
    apply(bytes[0] | static_cast<std::size_t>(bytes[1]) << 8, std::byte{bytes[2]});
}

}  // namespace bulkhead::fuzz
