// An image as a worker uses it: the mapped file, and what follows from it and is worth keeping.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/zone.h"
#include "gate/service_rules.h"
#include "os/mapped_file.h"
#include "program/image.h"

namespace bulkhead::gate {

/// Immutable once loaded; handed from the loader's thread to the worker's by pointer.
struct LoadedImage {
  os::MappedFile file;
  program::Image image;
  Zone zone;  ///< The image's, read out once.
  /// What every request asks of its service, read out once.
  struct Service {
    std::uint64_t name_hash = 0;  ///< segment::hash_name
    std::string_view name;
    program::ServiceSlot slot = 0;
    bool split_by_path = false;
    bool open_on_gateway_failure = false;
    bool has_session_cookies = false;
  };
  /// By ServiceIndex.
  std::vector<Service> services;
  ServiceRules rules;

  /// Maps and verifies the file at `path`.
  static Result<std::unique_ptr<LoadedImage>> load(const std::string& path);
  /// Verifies `file`; `name` stands in what is wrong with it.
  static Result<std::unique_ptr<LoadedImage>> take(os::MappedFile file, const std::string& name);
};

}  // namespace bulkhead::gate
