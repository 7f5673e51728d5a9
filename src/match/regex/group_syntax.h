// What stands behind an opening parenthesis. For this folder only.

#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "match/regex/escape_syntax.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// The options in force at a place of a pattern.
struct PlaceOptions {
  bool caseless = false;
  bool dot_all = true;
  bool multi_line = true;
  bool extended = false;           ///< `(?x)`: blanks and `#…` do not count.
  bool skip_class_blanks = false;  ///< `(?xx)`
  bool lazy = false;               ///< `(?U)`: quantifiers are lazy unless they end in `?`.
  bool no_auto_capture = false;    ///< `(?n)`
  bool duplicate_names = false;    ///< `(?J)`
};

struct GroupHead {
  enum class Kind : std::uint8_t {
    kPlain,
    kCapture,
    kAtomic,
    kLookAround,   ///< Its contents take no part in the match.
    kBranchReset,  ///< `(?|`
    kOptions,      ///< `(?i)`: no group; `options` hold from here on.
    kComment,      ///< `(?#…)`, passed.
    kReference,    ///< `(?P=name)`, `(?R)` and the like, passed; any text may stand there.
    kUnknown,      ///< What comes is no longer read.
  };
  Kind kind = Kind::kPlain;
  PlaceOptions options{};
  std::string_view name{};
  /// Not empty: needs backtracking.
  std::string_view reason{};
};

/// Reads from the opening parenthesis to where the group's contents begin.
std::expected<GroupHead, SyntaxError> read_group_head(PatternReader& reader, const PlaceOptions& now);

}  // namespace bulkhead::match::regex
