// What is wrong with rules, where, and how it is shown.

#pragma once

#include <cstdint>
#include <string>

#include "seclang/position.h"

namespace bulkhead::seclang {

/// One finding.
///
///     rules/local.conf:12:18: error: no such variable: AGRS
///         SecRule REQUEST|AGRS "@rx x" "id:1"
///                         ^
///       did you mean ARGS?
///
/// Ownership  Owns its texts; outlives the parser and the files.
struct Diagnostic {
  enum class Severity : std::uint8_t {
    kError,    ///< There is no rule set.
    kWarning,  ///< There is one, but something in it does nothing or not what it seems to.
  };

  Severity severity = Severity::kError;
  Position position;
  std::string file;         ///< The name of the file.
  std::string message;      ///< One line, without a full stop.
  std::string hint;         ///< What to do about it; may be empty.
  std::string excerpt;      ///< The part of the line around the position, safe on a terminal; may be empty.
  std::uint32_t caret = 0;  ///< Columns of `excerpt` before the position.
};

/// As above, with a line feed after each line.
std::string text(const Diagnostic& diagnostic);

}  // namespace bulkhead::seclang
