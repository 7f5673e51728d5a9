// The words of @pm: is any of them in a text, and which ends first?
//
// A trie of the words in lower case, walked from each place of the text. The literal filter has said before that a
// word is likely there, so this runs seldom and may be small rather than quick.
//
// Layout (little-endian, multiple of 8): Header | nodes: Node × n | edges: Edge × m

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_set.h"
#include "base/result.h"

namespace bulkhead::match {

/// A verified set of words over bytes that somebody else keeps alive.
///
/// Ownership  A value that owns nothing.
/// Threads    Immutable: thread-safe.
/// Cost       find() is text bytes × bytes of the longest word at worst, × log of the alphabet.
/// Errors     verify() fails with kCorrupt; find() cannot fail.
class WordSet {
 public:
  static constexpr std::size_t kWordBytesMax = 4'096;
  static constexpr std::size_t kNodesMax = 4u << 20;

  struct Header {
    std::uint32_t nodes = 0;
    std::uint32_t edges = 0;
  };
  struct Node {
    std::uint32_t edges_first = 0;
    std::uint16_t edges = 0;
    std::uint16_t is_word = 0;
  };
  struct Edge {
    std::uint32_t byte = 0;
    std::uint32_t node = 0;
  };
  struct Found {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  WordSet() = default;

  /// Requires: `bytes` begins at a multiple of 8.
  static Result<WordSet> verify(std::span<const std::byte> bytes);

  /// The word that ends first, ASCII letters in any case; of several that end there the longest.
  std::optional<Found> find(std::string_view text) const;

 private:
  // Length of the shortest word at the beginning of `text`, if it is shorter than `below`.
  std::size_t shortest_at(std::string_view text, std::size_t below) const;
  const Edge* edge(const Node& node, std::uint32_t byte) const;

  std::span<const Node> nodes_;
  std::span<const Edge> edges_;
  /// Bytes that begin a word, in either case: most places of a text end there.
  ByteSet first_;
};

/// Bytes for WordSet::verify(). Empty words are left out; the same words give the same bytes.
///
/// Errors  kLimit beyond the maxima.
Result<std::vector<std::byte>> build_word_set(const std::vector<std::string>& words);

}  // namespace bulkhead::match
