// A text of a rule with the variables that are filled in for each request: "user %{REMOTE_USER} of %{tx.site}".

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lexicon/variable.h"

namespace bulkhead::seclang {

/// What stands in `%{…}`.
struct Reference {
  lexicon::Variable variable{};
  std::string selector;  ///< Empty when there is none; names are compared with letters in any case.

  bool operator==(const Reference&) const = default;
};

/// Either literal bytes or a reference.
struct Piece {
  std::string literal;
  std::optional<Reference> reference;

  bool operator==(const Piece&) const = default;
};

/// Pieces one after the other; no two literals touch, and none is empty.
struct Text {
  std::vector<Piece> pieces;

  bool empty() const { return pieces.empty(); }
  bool has_references() const;
  /// The bytes of a text without references; of one with them, its literals alone.
  std::string literal() const;
  /// As the rule spells it, with `%{…}`.
  std::string spelled() const;

  bool operator==(const Text&) const = default;
};

}  // namespace bulkhead::seclang
