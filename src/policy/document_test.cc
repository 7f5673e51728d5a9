// The tree keeps everything that was written, in order and with its place; what is not plain YAML is refused where it
// stands; and no document makes it grow beyond its limits.

#include "policy/document.h"

#include <gtest/gtest.h>

#include "policy/policy.h"

namespace bulkhead::policy {
namespace {

struct Parsing {
  std::optional<Node> root;
  std::vector<Diagnostic> diagnostics;
};

Parsing parse(std::string_view text) {
  const SourceText source(text);
  Findings findings(source, "x.yaml", kPolicyFile);
  Parsing result;
  result.root = parse_document(findings);
  result.diagnostics = findings.take();
  return result;
}

TEST(Document, KeepsOrderPlacesAndQuotes) {
  constexpr std::string_view kText = "zë: [1, \"2\"]\na:\n  b: |\n    text\n  c:\n";
  const Parsing parsing = parse(kText);
  ASSERT_TRUE(parsing.root && parsing.diagnostics.empty());
  const Node& root = *parsing.root;
  ASSERT_EQ(root.children.size(), 2u);
  const Node& list = root.children[0];
  EXPECT_EQ(list.key, "zë");
  ASSERT_EQ(list.children.size(), 2u);
  EXPECT_TRUE(list.children[0].plain);
  EXPECT_FALSE(list.children[1].plain);
  EXPECT_EQ(kText.substr(list.children[1].offset, 3), "\"2\"");
  const Node& mapping = root.children[1];
  EXPECT_EQ(kText.substr(mapping.key_offset, 2), "a:");
  ASSERT_NE(mapping.member("b"), nullptr);
  EXPECT_EQ(mapping.member("b")->text, "text\n");
  EXPECT_EQ(kText[mapping.member("b")->offset], '|');
  EXPECT_EQ(mapping.member("c")->kind, Node::Kind::kNull);
  EXPECT_EQ(kText.substr(mapping.member("c")->offset, 2), "c:");
  EXPECT_EQ(mapping.member("d"), nullptr);
}

TEST(Document, RefusesWhatIsNotPlainYaml) {
  struct Row {
    std::string_view text;
    std::uint32_t line, column;
    std::string_view key, message;
    bool tree;  ///< Reading goes on, so that the rest is checked too.
  };
  const Row rows[] = {
      {"a: &x 1\nb: *x\n", 1, 4, "a", "anchors (&name) are not read", true},
      {"a: 1\n<<: {b: 2}\n", 2, 1, "", "merge keys (<<) are not read", true},
      {"a: !!str 1\n", 1, 4, "a", "tags (!name) are not read", true},
      {"a:\n  b: 1\n  c: 2\n  b: 3\n", 4, 3, "a.b", "the key is given twice; first on line 2", true},
      {"a: [{b: 1, b: 2}]\n", 1, 12, "a[0].b", "the key is given twice; first on line 1", true},
      {"a: 1\n---\nb: 2\n", 2, 1, "", "a second document begins here", false},
      {"[a]: 1\n", 1, 1, "", "a list or mapping cannot be a key", false},
      {"~: 1\n", 1, 1, "", "a key is missing", false},
      {"a: {b: 1\n", 2, 1, "", "this is not YAML", false},
      {"a: \"x\n", 1, 4, "a", "the quotes are not closed", false},
      {"a: 'it''s\n", 1, 4, "a", "the quotes are not closed", false},
      {"a: \"x\\\"\n", 1, 4, "a", "the quotes are not closed", false},
      {"a: 1\n  b: 2\n", 2, 4, "", "this is not YAML", false},
      {"a: *x\n", 1, 4, "", "this is not YAML", false},
  };
  for (const Row& row : rows) {
    const Parsing parsing = parse(row.text);
    ASSERT_FALSE(parsing.diagnostics.empty()) << row.text;
    const Diagnostic& first = parsing.diagnostics.front();
    EXPECT_EQ(first.line, row.line) << row.text;
    EXPECT_EQ(first.column, row.column) << row.text;
    EXPECT_EQ(first.key, row.key) << row.text;
    EXPECT_TRUE(first.message.starts_with(row.message)) << first.message;
    EXPECT_EQ(parsing.root.has_value(), row.tree) << row.text;
  }
}

TEST(Document, RefusesNothing) {
  for (const std::string_view text : {"", "\n\n", "# a comment\n"}) {
    const Parsing parsing = parse(text);
    EXPECT_FALSE(parsing.root) << text;
    ASSERT_EQ(parsing.diagnostics.size(), 1u) << text;
    EXPECT_EQ(parsing.diagnostics.front().message, "the file is empty");
  }
}

TEST(Document, StopsAtItsDepth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse(nested(DocumentLimits::kDepthMax)).root);
  const Parsing deeper = parse(nested(DocumentLimits::kDepthMax + 1));
  EXPECT_FALSE(deeper.root);
  ASSERT_EQ(deeper.diagnostics.size(), 1u);
  EXPECT_EQ(deeper.diagnostics.front().message, "nested deeper than 16 levels");
  EXPECT_FALSE(parse(std::string(1'000'000, '[')).root);
}

TEST(Document, StopsAtItsNodes) {
  const auto list = [](std::size_t items) {
    std::string text = "[0";
    for (std::size_t i = 1; i < items; ++i) text += ",0";
    return text + "]";
  };
  EXPECT_TRUE(parse(list(DocumentLimits::kNodesMax - 1)).root);  // the list itself is a node
  const Parsing more = parse(list(DocumentLimits::kNodesMax));
  EXPECT_FALSE(more.root);
  ASSERT_EQ(more.diagnostics.size(), 1u);
  EXPECT_EQ(more.diagnostics.front().message, "the document has more than 500000 keys and values");
}

}  // namespace
}  // namespace bulkhead::policy
