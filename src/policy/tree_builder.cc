#include "policy/tree_builder.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace bulkhead::policy {

namespace {

/// True when the quotes that open at the front of `text` are closed in it. yaml-cpp takes the end of the file for closing
/// quotes when a line end comes before it, so a file that was cut off could pass for a whole one.
bool quotes_are_closed(std::string_view text) {
  const char quote = text.front();
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\' && quote == '"') {
      ++at;
    } else if (text[at] == quote) {
      const bool doubled = quote == '\'' && at + 1 < text.size() && text[at + 1] == quote;  // stands for one
      if (!doubled) return true;
      ++at;
    }
  }
  return false;
}

constexpr std::string_view kPlainYaml = "write the value out: only plain YAML is read";

}  // namespace

void TreeBuilder::OnDocumentStart(const YAML::Mark& mark) {
  if (documents_++ == 0) return;
  findings_.error(place(mark, "---"), "a second document begins here",
                  "one policy is one document: remove the rest");
  throw Stop{};
}

void TreeBuilder::OnNull(const YAML::Mark& mark, YAML::anchor_t) {
  if (at_key()) refuse_key(mark, "a key is missing");
  Node& node = add(mark, Node::Kind::kNull);
  if (!open_.empty() && open_.back()->is_mapping()) node.offset = node.key_offset;
  finish_value();
}

void TreeBuilder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  if (at_key()) refuse_key(mark, "an alias cannot be a key");
  Node& node = add(mark, Node::Kind::kRefused);
  findings_.error({path(node), node.offset, "*"}, "aliases (*name) are not read", std::string(kPlainYaml));
  finish_value();
}

void TreeBuilder::OnAnchor(const YAML::Mark& mark, const std::string& name) {
  findings_.error({path_here(), offset(mark), "&" + name}, "anchors (&name) are not read",
                  std::string(kPlainYaml));
}

void TreeBuilder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                           const std::string& value) {
  check_tag(mark, tag);
  check_quotes(mark, tag);
  if (at_key()) {
    if (tag == "?" && value == "<<") {
      findings_.error({path_here(), offset(mark), value}, "merge keys (<<) are not read",
                      std::string(kPlainYaml));
    }
    count(mark);
    key_ = value;
    key_offset_ = offset(mark);
    key_known_ = true;
    return;
  }
  Node& node = add(mark, Node::Kind::kScalar);
  node.plain = tag == "?";
  node.text = value;
  finish_value();
}

void TreeBuilder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                                  YAML::EmitterStyle::value) {
  open(mark, tag, Node::Kind::kSequence);
}

void TreeBuilder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                             YAML::EmitterStyle::value) {
  open(mark, tag, Node::Kind::kMapping);
}

void TreeBuilder::OnMapEnd() {
  refuse_duplicates(*open_.back());
  close();
}

std::uint32_t TreeBuilder::offset(const YAML::Mark& mark) {
  return mark.pos > 0 ? static_cast<std::uint32_t>(mark.pos) : 0;
}

Place TreeBuilder::place(const YAML::Mark& mark, std::string found) const {
  return {path_here(), offset(mark), std::move(found)};
}

void TreeBuilder::refuse_key(const YAML::Mark& mark, std::string message) {
  findings_.error(place(mark, ""), std::move(message),
                  "each line of a mapping is `key: value` with a plain word as key");
  throw Stop{};
}

void TreeBuilder::check_tag(const YAML::Mark& mark, const std::string& tag) {
  if (tag.empty() || tag == "?" || tag == "!") return;
  findings_.error(place(mark, tag), "tags (!name) are not read", std::string(kPlainYaml));
}

void TreeBuilder::check_quotes(const YAML::Mark& mark, const std::string& tag) {
  const std::string_view text = findings_.source().bytes().substr(
      std::min<std::size_t>(offset(mark), findings_.source().bytes().size()));
  const bool quoted = tag == "!" && (text.starts_with('"') || text.starts_with('\''));
  if (!quoted || quotes_are_closed(text)) return;
  findings_.error(place(mark, ""), "the quotes are not closed", "close them; or the file was cut off here");
  throw Stop{};
}

void TreeBuilder::count(const YAML::Mark& mark) {
  if (++nodes_ <= DocumentLimits::kNodesMax) return;
  findings_.error(
      place(mark, ""),
      "the document has more than " + std::to_string(DocumentLimits::kNodesMax) + " keys and values",
      "at most " + std::to_string(DocumentLimits::kNodesMax) + " are read");
  throw Stop{};
}

Node& TreeBuilder::add(const YAML::Mark& mark, Node::Kind kind) {
  count(mark);
  Node* node = &root_;
  if (!open_.empty()) node = &open_.back()->children.emplace_back();
  node->kind = kind;
  node->offset = offset(mark);
  if (key_known_) {
    node->key = std::move(key_);
    node->key_offset = key_offset_;
    key_known_ = false;
  }
  return *node;
}

void TreeBuilder::open(const YAML::Mark& mark, const std::string& tag, Node::Kind kind) {
  check_tag(mark, tag);
  if (at_key()) refuse_key(mark, "a list or mapping cannot be a key");
  if (open_.size() == DocumentLimits::kDepthMax) {
    findings_.error(place(mark, ""),
                    "nested deeper than " + std::to_string(DocumentLimits::kDepthMax) + " levels",
                    "no key that is known lies that deep");
    throw Stop{};
  }
  open_.push_back(&add(mark, kind));
}

void TreeBuilder::close() {
  BULKHEAD_ASSERT(!open_.empty());
  open_.pop_back();
}

void TreeBuilder::refuse_duplicates(Node& mapping) {
  std::vector<std::uint32_t> order(mapping.children.size());
  std::iota(order.begin(), order.end(), 0u);
  const auto key_of = [&](std::uint32_t index) -> const std::string& { return mapping.children[index].key; };
  std::ranges::stable_sort(order, {}, key_of);
  for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
    if (key_of(order[i]) != key_of(order[first])) {
      first = i;
      continue;
    }
    Node& again = mapping.children[order[i]];
    findings_.error(
        {path(again), again.key_offset, again.key},
        "the key is given twice; first on " + findings_.line_text(mapping.children[order[first]].key_offset),
        "keep one of them");
    again.kind = Node::Kind::kRefused;
  }
}

std::string TreeBuilder::path_here() const {
  std::string result;
  for (std::size_t i = 1; i < open_.size(); ++i) append_step(result, *open_[i - 1], *open_[i]);
  if (key_known_) result += (result.empty() ? "" : ".") + key_;
  return result;
}

std::string TreeBuilder::path(const Node& child) const {
  std::string result = path_here();
  if (!open_.empty()) append_step(result, *open_.back(), child);
  return result;
}

void TreeBuilder::append_step(std::string& path, const Node& parent, const Node& child) {
  if (parent.is_sequence()) {
    path += "[" + std::to_string(&child - parent.children.data()) + "]";
  } else {
    path += (path.empty() ? "" : ".") + child.key;
  }
}

}  // namespace bulkhead::policy
