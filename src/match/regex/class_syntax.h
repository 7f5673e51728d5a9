// Bracket classes: `[a-z\d[:punct:]]`. For this folder only.

#pragma once

#include <expected>
#include <string_view>

#include "base/byte_set.h"
#include "match/regex/escape_syntax.h"

namespace bulkhead::match::regex {

struct ClassOptions {
  bool caseless = false;
  /// `(?xx)`: blanks and tabs do not count.
  bool skip_blanks = false;
};

struct BracketClass {
  ByteSet bytes{};
  /// Not empty: which bytes are in it only PCRE2 knows; `bytes` is then all of them.
  std::string_view backtracking_reason{};
};

/// Reads a class whose `[` is next, as far as behind its `]`.
std::expected<BracketClass, SyntaxError> read_class(PatternReader& reader, const ClassOptions& options);

/// True when a POSIX name `[:…:]`, `[.….]` or `[=…=]` begins here.
bool is_posix_name(const PatternReader& reader);

}  // namespace bulkhead::match::regex
