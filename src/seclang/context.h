// What every reader of this folder needs at hand. Internal.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "seclang/findings.h"
#include "seclang/limits.h"
#include "seclang/line.h"
#include "seclang/source.h"

namespace bulkhead::seclang {

/// Ownership  Refers to what the caller of parse() keeps.
class Context {
 public:
  Context(FileReader& files, const Limits& bounds)
      : limits(bounds), findings(bounds.diagnostics_max), files_(files) {}

  const Limits& limits;
  Findings findings;

  FileReader& files() { return files_; }

  /// The file `path` as named at `at`, or nothing after an error: not to be had, too large, one too many.
  std::optional<Source> read_file(std::string_view path, Position at);

  /// As read_file(), but a file that cannot be had is no error.
  std::optional<Source> read_optional_file(std::string_view path, Position at);

  /// Counts a text that was handed in; false after an error.
  bool take_file(const Source& source, Position at);

  /// "… : 12 is the most, this is 13" as an error.
  void over_limit(Position at, std::string_view what, std::string_view limit, std::size_t max,
                  std::size_t found);

  /// `what` is not one of `known`: an error with the nearest of them.
  void unknown(Position at, std::string_view what, std::string_view word,
               std::span<const std::string_view> known);

 private:
  /// Counts a file, also one that cannot be had, for trying costs as much; false after an error.
  bool may_try_file(Position at);
  bool take_bytes(const Source& source, Position at);

  FileReader& files_;

  std::size_t files_tried_ = 0;
  std::size_t bytes_read_ = 0;
};

}  // namespace bulkhead::seclang
