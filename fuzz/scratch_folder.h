// A folder for the files that a fuzz target has read through the real system calls; gone at an orderly end. It lies in memory
// where the system has a place for that: what is tried syncs, and a fuzz run does so very often.

#pragma once

#include <stdlib.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "base/check.h"

namespace bulkhead::fuzz {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::error_code absent;
    path_ = std::filesystem::is_directory(kInMemory, absent)
                ? kInMemory
                : std::filesystem::temp_directory_path().string();
    path_ += "/bulkhead-fuzz-XXXXXX";
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
  static constexpr const char* kInMemory = "/dev/shm";

  std::string path_;
};

/// Writes `bytes` to the file at `path`, without a sync.
inline void write_bytes(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  BULKHEAD_ASSERT(file.good());
}

/// Damage as fuzz input, three bytes a patch: where (two bytes, little endian) and what the byte there is xored with.
template <typename Apply>
void for_each_patch(const std::uint8_t* bytes, std::size_t size, Apply apply) {
  for (; size >= 3; bytes += 3, size -= 3)
    apply(bytes[0] | static_cast<std::size_t>(bytes[1]) << 8, std::byte{bytes[2]});
}

}  // namespace bulkhead::fuzz
