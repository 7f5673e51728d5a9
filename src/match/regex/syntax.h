// A regular expression as a tree: PCRE2's language, read over bytes.
//
// Read this for what a pattern says. What every match of it must hold is analysis.h; how it is run is compile.h and
// matcher.h. Source of the language: the manual pages pcre2pattern and pcre2syntax of PCRE2 10.42.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_set.h"

namespace bulkhead::match::regex {

/// What stands at a place without taking a byte.
enum class Assertion : std::uint8_t {
  kLineStart,       ///< `^`: at the start, or after a line feed that is not the last byte.
  kLineEnd,         ///< `$`: at the end, or before a line feed.
  kTextStart,       ///< `\A`, and `^` under `(?-m)`.
  kTextEnd,         ///< `\z`
  kFinalLineEnd,    ///< `\Z`, and `$` under `(?-m)`: at the end, or before a line feed that is the last byte.
  kWordBoundary,    ///< `\b`
  kNoWordBoundary,  ///< `\B`
};

enum class NodeKind : std::uint8_t {
  kEmpty,      ///< Matches the empty text.
  kBytes,      ///< One byte of `bytes`.
  kAssertion,  ///< `assertion`.
  kGroup,      ///< Its child, noting where it stood as group `group`.
  kConcat,     ///< Its children, one after another.
  kAlternate,  ///< One of its children, the earlier the better.
  kRepeat,     ///< Its child `min` to `max` times.
  kAnything,   ///< Any text: stands where only PCRE2 knows. Only in a Syntax that needs backtracking.
};

/// One node; children are `Syntax::children[first_child, first_child + child_count)`.
struct Node {
  static constexpr std::uint32_t kNoMax = 0xffff'ffff;

  NodeKind kind = NodeKind::kEmpty;
  Assertion assertion = Assertion::kLineStart;
  bool greedy = true;
  /// Gives nothing back. Left behind only where that is the same as greedy, or where backtracking is needed.
  bool possessive = false;
  std::uint16_t group = 0;
  std::uint32_t min = 0;
  std::uint32_t max = 0;
  std::uint32_t first_child = 0;
  std::uint32_t child_count = 0;
  ByteSet bytes{};
};

/// What is wrong with a pattern, where, and what would be right.
struct SyntaxError {
  std::size_t offset_bytes = 0;
  std::string message;
};

/// A pattern that was read.
///
/// Ownership  Owns its nodes; nothing points into the pattern.
/// Depth      At most kDepthMax nodes from the root to a leaf, so that walking it may recurse.
struct Syntax {
  static constexpr std::size_t kPatternBytesMax = 64u << 10;
  static constexpr std::size_t kNestingMax = 250;
  static constexpr std::size_t kDepthMax = 4 * (kNestingMax + 1);
  static constexpr std::uint32_t kRepeatMax = 1'000;
  static constexpr std::uint16_t kGroupsMax = 1'000;

  std::vector<Node> nodes;
  std::vector<std::uint32_t> children;
  std::uint32_t root = 0;
  /// Capturing groups in the pattern, not counting the whole match.
  std::uint16_t groups = 0;

  /// Not empty: the pattern says something that linear-time matching cannot, and this names it ("look-ahead"). The tree
  /// then stands for a wider language: all that the pattern matches, and more. Match with Pcre2Regex; analyse as usual.
  std::string backtracking_reason;
  std::size_t backtracking_offset_bytes = 0;

  bool needs_backtracking() const { return !backtracking_reason.empty(); }

  const Node& child(const Node& node, std::uint32_t index) const {
    return nodes[children[node.first_child + index]];
  }
};

/// The options that a pattern starts with; `(?i)` and the like change them on the way.
struct SyntaxOptions {
  bool caseless = false;
  /// `.` is any byte, also a line feed. SecLang always.
  bool dot_all = true;
  /// `^` and `$` also stand at line feeds. SecLang always.
  bool multi_line = true;
};

/// Reads `pattern`.
///
/// Meaning    PCRE2's with no UTF, no Unicode properties, its built-in tables (so only ASCII letters have case), and a line
///            feed as the newline. What PCRE2 refuses is refused, except where backtracking is needed: there PCRE2 judges
///            what comes after.
/// Limits     kPatternBytesMax, kNestingMax, kGroupsMax: errors. A count over kRepeatMax needs backtracking.
/// Cost       Linear in the pattern. No recursion.
/// Errors     The first thing that is wrong.
std::expected<Syntax, SyntaxError> parse(std::string_view pattern, const SyntaxOptions& options = {});

}  // namespace bulkhead::match::regex
