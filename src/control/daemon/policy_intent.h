// A policy that is about to come into force: on record before it does, so that history has it whenever the daemon ends.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace bulkhead::control {

struct PolicyIntent {
  std::string person;
  std::string action;  ///< "apply" or "rollback".
  std::string what;
  std::string reason;
  bool alone = false;
  std::uint64_t base = 0;  ///< The image in force until then; 0: none.

  bool operator==(const PolicyIntent&) const = default;
};

/// One file. There is none while nothing is under way.
///
/// Time       Whole or not there at any moment, power cuts included.
class IntentFile {
 public:
  static constexpr std::size_t kBytesMax = 64u << 10;

  explicit IntentFile(std::string path) : path_(std::move(path)) {}

  Status write(const PolicyIntent& intent) const;
  /// Nothing when there is none; kCorrupt when what is there is not one.
  Result<std::optional<PolicyIntent>> read() const;
  Status remove() const;

 private:
  std::string path_;
};

}  // namespace bulkhead::control
