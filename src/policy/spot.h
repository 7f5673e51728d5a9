// A node of the document together with its dotted key: what every part of the reader passes on.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "policy/document.h"
#include "policy/findings.h"
#include "policy/shape.h"

namespace bulkhead::policy {

/// Points into the document, which outlives it.
struct Spot {
  const Node* node = nullptr;
  std::string key;

  Spot member(const Node& child) const;
  Spot item(std::size_t index) const;

  /// The value, for a finding about it.
  Place place() const;
  /// The key, for a finding about the member as a whole.
  Place key_place() const;
};

/// A mapping that is read by a known set of keys. Making one reports everything that the Shape can tell: not a
/// mapping, unknown keys with the nearest known one, missing keys.
class Fields {
 public:
  Fields(Spot spot, const Shape& shape, Findings& findings);

  const Spot& spot() const { return spot_; }

  /// The member, when it is there and has not been refused yet. Requires: `key` is in the Shape.
  std::optional<Spot> find(std::string_view key) const;

 private:
  void refuse_unknown(const Node& member, Findings& findings) const;

  Spot spot_;
  const Shape& shape_;
};

/// True when the node is a mapping; reports it otherwise.
bool expect_mapping(const Spot& spot, Findings& findings);

/// The items of a list with at most `items_max` of them; reports a value that is no list or too long a list, and an
/// empty one where `may_be_empty` is false.
std::vector<Spot> read_list(const Spot& spot, std::size_t items_max, bool may_be_empty, Findings& findings);

/// The members of a mapping whose keys are names that people choose, at most `members_max`; reports keys that are no
/// names and leaves them out.
std::vector<Spot> read_named(const Spot& spot, std::size_t members_max, Findings& findings);

}  // namespace bulkhead::policy
