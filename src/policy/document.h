// A YAML document as a bounded tree that knows where everything stands.
//
// yaml-cpp's own tree loses duplicate keys and the order of the file, and expands aliases; so this builds its own from
// the parser's events. Only the plain part of YAML is taken: no anchors, aliases, merge keys, tags, directives or
// second documents; each is refused with a diagnostic.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/findings.h"
#include "policy/source_text.h"

namespace bulkhead::policy {

struct Node {
  enum class Kind : std::uint8_t {
    kNull,
    kScalar,
    kSequence,
    kMapping,
    kRefused,  ///< Already reported: whoever meets it says nothing more.
  };

  Kind kind = Kind::kNull;
  /// A scalar written without quotes, so that `12` is a number and `true` is not text.
  bool plain = false;
  /// Where it starts; an absent value starts where its key does.
  std::uint32_t offset = 0;
  std::uint32_t key_offset = 0;
  /// Its key, when it is a member of a mapping.
  std::string key;
  std::string text;
  /// Members of a mapping or items of a sequence, in the order of the file; keys differ from each other.
  std::vector<Node> children;

  bool is_mapping() const { return kind == Kind::kMapping; }
  bool is_sequence() const { return kind == Kind::kSequence; }
  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_refused() const { return kind == Kind::kRefused; }

  /// The member called `name`; null when this is no mapping or has none.
  const Node* member(std::string_view name) const;
};

struct DocumentLimits {
  static constexpr std::size_t kDepthMax = 16;
  static constexpr std::size_t kNodesMax = 500'000;
};

/// Reads the one document of `findings.source()`. What is wrong goes to `findings`; nothing comes back when no tree could
/// be built (no text, broken syntax, a limit reached, an empty file).
///
/// Cost       Linear in the text; at most kNodesMax nodes and kDepthMax levels are ever built.
/// Errors     Never throws: what yaml-cpp throws ends here.
std::optional<Node> parse_document(Findings& findings);

}  // namespace bulkhead::policy
