// Makes the nodes of a Syntax, in their simplest form. For this folder only.

#pragma once

#include <cstdint>
#include <span>

#include "base/byte_set.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// Every function returns the index of the node it made. A concatenation of one is that one; alternatives that are all
/// single bytes are one set: neither changes what is matched or how it is grouped.
class TreeBuilder {
 public:
  explicit TreeBuilder(Syntax& to) : to_(to) {}

  std::uint32_t empty();
  std::uint32_t anything();
  std::uint32_t bytes(const ByteSet& bytes);
  std::uint32_t assertion(Assertion assertion);
  std::uint32_t group(std::uint32_t child, std::uint16_t number);
  std::uint32_t concat(std::span<const std::uint32_t> children);
  std::uint32_t alternate(std::span<const std::uint32_t> children);
  struct Times {
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    bool greedy = true;
    bool possessive = false;
  };
  std::uint32_t repeat(std::uint32_t child, const Times& times);
  /// `\R`, which takes CR LF whole.
  std::uint32_t line_break();

 private:
  std::uint32_t add(const Node& node);
  std::uint32_t add(Node node, std::span<const std::uint32_t> children);

  Syntax& to_;
};

}  // namespace bulkhead::match::regex
