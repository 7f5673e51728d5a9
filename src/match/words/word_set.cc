#include "match/words/word_set.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

namespace bulkhead::match {

namespace {

constexpr std::uint32_t folded(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return byte >= 'A' && byte <= 'Z' ? byte + 32u : byte;
}

}  // namespace

Result<WordSet> WordSet::verify(std::span<const std::byte> bytes) {
  const auto corrupt = [](const char* what) {
    return fail(ErrorCode::kCorrupt, std::string("word set: ") + what);
  };
  Header header;
  if (bytes.size() < sizeof header) return corrupt("shorter than its header");
  if (std::bit_cast<std::uintptr_t>(bytes.data()) % 8 != 0)
    return corrupt("does not begin at a multiple of 8");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.nodes == 0 || header.nodes > kNodesMax || header.edges != header.nodes - 1)
    return corrupt("counts do not fit");
  if (bytes.size() != sizeof header + header.nodes * sizeof(Node) + header.edges * sizeof(Edge)) {
    return corrupt("length does not fit its counts");
  }
  WordSet set;
  const std::byte* at = bytes.data() + sizeof header;
  set.nodes_ = {reinterpret_cast<const Node*>(at), header.nodes};
  set.edges_ = {reinterpret_cast<const Edge*>(at + header.nodes * sizeof(Node)), header.edges};
  for (const Node& node : set.nodes_) {
    if (node.edges_first > header.edges || node.edges > header.edges - node.edges_first)
      return corrupt("a node points outside");
  }
  for (const Edge& edge : set.edges_) {
    if (edge.node >= header.nodes) return corrupt("an edge points outside");
  }
  const Node& root = set.nodes_.front();
  for (const Edge& edge : set.edges_.subspan(root.edges_first, root.edges)) {
    if (edge.byte > 0xff) continue;
    set.first_.insert(static_cast<std::uint8_t>(edge.byte));
    if (edge.byte >= 'a' && edge.byte <= 'z') set.first_.insert(static_cast<std::uint8_t>(edge.byte - 32));
  }
  return set;
}

const WordSet::Edge* WordSet::edge(const Node& node, std::uint32_t byte) const {
  const auto run = edges_.subspan(node.edges_first, node.edges);
  const auto at = std::lower_bound(run.begin(), run.end(), byte,
                                   [](const Edge& e, std::uint32_t b) { return e.byte < b; });
  return at == run.end() || at->byte != byte ? nullptr : &*at;
}

std::size_t WordSet::shortest_at(std::string_view text, std::size_t below) const {
  const Node* node = &nodes_[0];
  for (std::size_t i = 0; i < text.size() && i + 1 < below; ++i) {
    const Edge* next = edge(*node, folded(text[i]));
    if (next == nullptr) return below;
    node = &nodes_[next->node];
    if (node->is_word != 0) return i + 1;
  }
  return below;
}

std::optional<WordSet::Found> WordSet::find(std::string_view text) const {
  if (nodes_.empty()) return std::nullopt;
  std::optional<Found> best;
  for (std::size_t begin = 0; begin < text.size() && (!best.has_value() || begin < best->end); ++begin) {
    if (!first_.contains(static_cast<std::uint8_t>(text[begin]))) continue;
    const std::size_t below = best.has_value() ? best->end - begin : SIZE_MAX;
    const std::size_t length = shortest_at(text.substr(begin), below);
    if (length < below) best = Found{begin, begin + length};
  }
  return best;
}

Result<std::vector<std::byte>> build_word_set(const std::vector<std::string>& words) {
  struct Building {
    std::map<std::uint32_t, std::uint32_t> edges;
    bool is_word = false;
  };
  std::vector<Building> trie(1);
  for (const std::string& word : words) {
    if (word.empty()) continue;
    if (word.size() > WordSet::kWordBytesMax) {
      return fail(ErrorCode::kLimit, "a word of " + std::to_string(word.size()) + " bytes, at most " +
                                         std::to_string(WordSet::kWordBytesMax));
    }
    std::uint32_t at = 0;
    for (const char c : word) {
      const auto [edge, is_new] =
          trie[at].edges.try_emplace(folded(c), static_cast<std::uint32_t>(trie.size()));
      at = edge->second;
      if (is_new) trie.emplace_back();
    }
    trie[at].is_word = true;
    if (trie.size() > WordSet::kNodesMax)
      return fail(ErrorCode::kLimit, "the words of one @pm need too much room");
  }
  // Numbered by the order in which words come, so sorted input would be needed for equal bytes: the words are a set.
  std::vector<std::uint32_t> order = {0};
  std::vector<std::uint32_t> number(trie.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    number[order[i]] = static_cast<std::uint32_t>(i);
    for (const auto& [byte, child] : trie[order[i]].edges) order.push_back(child);
  }
  const WordSet::Header header{static_cast<std::uint32_t>(trie.size()),
                               static_cast<std::uint32_t>(trie.size() - 1)};
  std::vector<WordSet::Node> nodes;
  std::vector<WordSet::Edge> edges;
  for (const std::uint32_t old : order) {
    nodes.push_back({static_cast<std::uint32_t>(edges.size()),
                     static_cast<std::uint16_t>(trie[old].edges.size()),
                     static_cast<std::uint16_t>(trie[old].is_word ? 1 : 0)});
    for (const auto& [byte, child] : trie[old].edges) edges.push_back({byte, number[child]});
  }
  std::vector<std::byte> bytes(sizeof header + nodes.size() * sizeof(nodes[0]) +
                               edges.size() * sizeof(WordSet::Edge));
  std::memcpy(bytes.data(), &header, sizeof header);
  std::memcpy(bytes.data() + sizeof header, nodes.data(), nodes.size() * sizeof(nodes[0]));
  if (!edges.empty()) {
    std::memcpy(bytes.data() + sizeof header + nodes.size() * sizeof(nodes[0]), edges.data(),
                edges.size() * sizeof(edges[0]));
  }
  return bytes;
}

}  // namespace bulkhead::match
