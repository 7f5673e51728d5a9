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

/// What must hold before the bytes may reach the YAML parser.
bool is_readable(Findings& findings) {
  const SourceText& source = findings.source();
  if (source.bytes().size() > findings.kind().bytes_max) {
    findings.file_error("the file has " + std::to_string(source.bytes().size()) + " bytes",
                        "at most " + std::to_string(findings.kind().bytes_max));
    return false;
  }
  const auto bad = source.first_bad_byte();
  if (bad) findings.error({"", bad->offset, ""}, std::string(bad->why), "a text file in UTF-8");
  return !bad;
}

}  // namespace

const Node* Node::member(std::string_view name) const {
  if (!is_mapping()) return nullptr;
  const auto at =
      std::ranges::find(children, name, [](const Node& child) { return std::string_view(child.key); });
  return at == children.end() ? nullptr : &*at;
}

std::optional<Node> parse_document(Findings& findings) {
  if (!is_readable(findings)) return std::nullopt;
  const SourceText& source = findings.source();
  const FileKind& kind = findings.kind();
  ViewBuffer buffer(source.bytes());
  std::istream stream(&buffer);
  TreeBuilder builder(findings);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      findings.file_error("the file is empty", std::string(kind.least) + ": see " + std::string(kind.page));
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
                   "see " + std::string(kind.page) + " for the form of each key");
    return std::nullopt;
  }
}

}  // namespace bulkhead::policy
