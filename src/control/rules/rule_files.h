// The files that rules are read from, on this machine's disk.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "seclang/source.h"

namespace bulkhead::control {

/// Ownership  Holds nothing.
/// Errors     A file that is not there, cannot be read, or has more than kFileBytesMax is a failure that names it.
class RuleFiles final : public seclang::FileReader {
 public:
  static constexpr std::size_t kFileBytesMax = 8u << 20;
  static constexpr std::size_t kEntriesMax = 4'096;

  Result<seclang::Source> read(std::string_view path, std::string_view relative_to) override;
  /// `*`, `?` and `[…]` in the last part of the path.
  std::vector<std::string> glob(std::string_view pattern, std::string_view relative_to) override;
};

}  // namespace bulkhead::control
