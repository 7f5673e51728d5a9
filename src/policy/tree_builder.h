// The parser's events, made into a bounded tree. Only document.cc uses it.

#pragma once

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <string>
#include <vector>

#include "policy/document.h"
#include "policy/findings.h"

namespace bulkhead::policy {

/// Builds the tree of one document and reports what is not plain YAML. Where going on makes no sense it reports why
/// and throws Stop through the parser, which is the only way to end it early.
class TreeBuilder : public YAML::EventHandler {
 public:
  /// The finding is already made when this is thrown.
  struct Stop {};

  explicit TreeBuilder(Findings& findings) : findings_(findings) {}

  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override;
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override;
  void OnMapEnd() override;

 private:
  static std::uint32_t offset(const YAML::Mark& mark);
  Place place(const YAML::Mark& mark, std::string found) const;

  /// True where a key of a mapping is next.
  bool at_key() const { return !open_.empty() && open_.back()->is_mapping() && !key_known_; }
  [[noreturn]] void refuse_key(const YAML::Mark& mark, std::string message);
  void check_tag(const YAML::Mark& mark, const std::string& tag);
  void check_quotes(const YAML::Mark& mark, const std::string& tag);
  void count(const YAML::Mark& mark);

  /// Adds a node where the parser stands. The reference holds until the next one is added to the same parent, which is
  /// after this one is finished: that is why open_ may keep pointers.
  Node& add(const YAML::Mark& mark, Node::Kind kind);
  void finish_value() { key_.clear(); }
  void open(const YAML::Mark& mark, const std::string& tag, Node::Kind kind);
  void close();
  void refuse_duplicates(Node& mapping);

  /// The dotted key of the innermost open container.
  std::string path_here() const;
  std::string path(const Node& child) const;
  static void append_step(std::string& path, const Node& parent, const Node& child);

  Findings& findings_;
  Node root_;
  std::vector<Node*> open_;
  std::string key_;
  std::uint32_t key_offset_ = 0;
  bool key_known_ = false;
  std::size_t nodes_ = 0;
  std::size_t documents_ = 0;
};

}  // namespace bulkhead::policy
