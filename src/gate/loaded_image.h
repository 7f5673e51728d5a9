// An image as a worker uses it: the mapped file, and what follows from it and is worth keeping.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "os/mapped_file.h"
#include "program/image.h"

namespace bulkhead::gate {

/// Immutable once loaded; handed from the loader's thread to the worker's by pointer.
struct LoadedImage {
  os::MappedFile file;
  program::Image image;
  /// segment::hash_name of each service, by ServiceIndex.
  std::vector<std::uint64_t> name_hashes;

  /// Maps and verifies the file at `path`.
  static Result<std::unique_ptr<LoadedImage>> load(const std::string& path);
};

}  // namespace bulkhead::gate
