#include "policy/document.h"

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>

#include "policy/tree_builder.h"

namespace bulkhead::policy {

namespace {

/// Lets the parser read bytes that somebody else owns, without a copy.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // setg() wants it; nothing is ever put back or written
    setg(begin, begin, begin + bytes.size());
  }
};

}  // namespace

const Node* Node::member(std::string_view name) const {
  if (!is_mapping()) return nullptr;
  const auto at =
      std::ranges::find(children, name, [](const Node& child) { return std::string_view(child.key); });
  return at == children.end() ? nullptr : &*at;
}

std::optional<Node> parse_document(const SourceText& source, Findings& findings) {
  ViewBuffer buffer(source.bytes());
  std::istream stream(&buffer);
  TreeBuilder builder(findings);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      findings.file_error("the file is empty",
                          "a policy has at least agency and services: see docs/policy.md");
      return std::nullopt;
    }
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take_root();
  } catch (const TreeBuilder::Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& broken) {
    const std::uint32_t offset = broken.mark.pos > 0 ? static_cast<std::uint32_t>(broken.mark.pos) : 0;
    findings.error({"", offset, ""}, "this is not YAML: " + broken.msg,
                   "see docs/policy.md for the form of each key");
    return std::nullopt;
  }
}

}  // namespace bulkhead::policy
