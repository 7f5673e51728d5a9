#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "http/xml.h"
#include "http/xml_library.h"

namespace bulkhead::http {
namespace {

std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : reinterpret_cast<const char*>(text);
}

const xmlChar* to_xml(const std::string& text) { return reinterpret_cast<const xmlChar*>(text.c_str()); }

bool is_text(const xmlNode* node) {
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/// The node behind `node` in document order within `root`, itself included; null when there is none.
const xmlNode* next_in_order(const xmlNode* node, const xmlNode* root) {
  if (node->type == XML_ELEMENT_NODE && node->children != nullptr) return node->children;
  while (node != root) {
    if (node->next != nullptr) return node->next;
    node = node->parent;
    if (node == nullptr) return nullptr;
  }
  return nullptr;
}

/// All text within an element: a view when it is in one piece.
std::optional<std::string_view> text_within(const xmlNode* root, Arena& arena) {
  std::size_t bytes = 0;
  std::size_t pieces = 0;
  std::string_view piece;
  for (const xmlNode* node = root; node != nullptr; node = next_in_order(node, root)) {
    if (!is_text(node)) continue;
    piece = view_of(node->content);
    bytes += piece.size();
    ++pieces;
  }
  if (pieces <= 1) return piece;
  char* const text = static_cast<char*>(arena.take(bytes, 1));
  if (text == nullptr) return {};
  char* out = text;
  for (const xmlNode* node = root; node != nullptr; node = next_in_order(node, root))
    if (is_text(node)) out += view_of(node->content).copy(out, std::string_view::npos);
  return std::string_view{text, bytes};
}

/// The text of any node, by libxml2.
std::optional<std::string_view> content_of(const xmlNode* node, Arena& arena) {
  xmlChar* const content = xmlNodeGetContent(node);
  if (content == nullptr) return std::string_view{""};
  const std::string_view copy = arena.copy(view_of(content));
  xmlFree(content);
  if (copy.data() == nullptr) return {};
  return copy;
}

std::optional<std::string_view> value_of(const xmlAttr* attribute, Arena& arena) {
  const xmlNode* const only = attribute->children;
  if (only == nullptr) return std::string_view{""};
  if (only->next == nullptr && only->type == XML_TEXT_NODE) return view_of(only->content);
  return content_of(reinterpret_cast<const xmlNode*>(attribute), arena);
}

ReadStop give(std::string_view name, std::optional<std::string_view> value, ArgumentSink& sink) {
  if (!value) return ReadStop::kMemory;
  return sink.argument(name, *value) ? ReadStop::kNone : ReadStop::kSink;
}

ReadStop give_all_attributes(const xmlNode* root, std::string_view name, Arena& arena, ArgumentSink& sink) {
  for (const xmlNode* node = root; node != nullptr; node = next_in_order(node, root)) {
    if (node->type != XML_ELEMENT_NODE) continue;
    for (const xmlAttr* attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      const ReadStop stop = give(name, value_of(attribute, arena), sink);
      if (stop != ReadStop::kNone) return stop;
    }
  }
  return ReadStop::kNone;
}

struct FreeContext {
  void operator()(xmlXPathContext* context) const { xmlXPathFreeContext(context); }
};
struct FreeObject {
  void operator()(xmlXPathObject* object) const { xmlXPathFreeObject(object); }
};
}  // namespace

void XmlExpression::Free::operator()(_xmlXPathCompExpr* compiled) const { xmlXPathFreeCompExpr(compiled); }

std::optional<XmlExpression> XmlExpression::compile(std::string_view text,
                                                    std::span<const XmlNamespace> namespaces) {
  initialise_xml_library();
  const XmlLibrarySilence silence;
  XmlExpression expression;
  expression.text_ = text;
  expression.namespaces_.assign(namespaces.begin(), namespaces.end());
  const std::unique_ptr<xmlXPathContext, FreeContext> context(xmlXPathNewContext(nullptr));
  if (context == nullptr) return {};
  context->error = ignore_xml_error;
  expression.compiled_.reset(xmlXPathCtxtCompile(context.get(), to_xml(expression.text_)));
  if (expression.compiled_ == nullptr) return {};
  if (text == "/*") expression.kind_ = Kind::kRootElement;
  if (text == "//@*") expression.kind_ = Kind::kAllAttributes;
  return expression;
}

ReadStop XmlDocument::evaluate(const XmlExpression& expression, Arena& arena, ArgumentSink& sink) const {
  if (expression.kind_ == XmlExpression::Kind::kAny) return evaluate_by_xpath(expression, arena, sink);
  if (document_ == nullptr) return ReadStop::kNone;
  const xmlNode* const root = xmlDocGetRootElement(document_.get());
  if (root == nullptr) return ReadStop::kNone;
  if (expression.kind_ == XmlExpression::Kind::kRootElement)
    return give(expression.text(), text_within(root, arena), sink);
  return give_all_attributes(root, expression.text(), arena, sink);
}

ReadStop XmlDocument::evaluate_for_test(const XmlExpression& expression, Arena& arena,
                                        ArgumentSink& sink) const {
  return evaluate_by_xpath(expression, arena, sink);
}

ReadStop XmlDocument::evaluate_by_xpath(const XmlExpression& expression, Arena& arena,
                                        ArgumentSink& sink) const {
  if (document_ == nullptr) return ReadStop::kNone;
  const XmlLibrarySilence silence;
  const std::unique_ptr<xmlXPathContext, FreeContext> context(xmlXPathNewContext(document_.get()));
  if (context == nullptr) return ReadStop::kMemory;
  context->error = ignore_xml_error;
  context->opLimit = kXPathStepsMax;
  for (const XmlNamespace& name : expression.namespaces_)
    if (xmlXPathRegisterNs(context.get(), to_xml(name.prefix), to_xml(name.uri)) != 0)
      return ReadStop::kMemory;
  const std::unique_ptr<xmlXPathObject, FreeObject> object(
      xmlXPathCompiledEval(expression.compiled_.get(), context.get()));
  if (object == nullptr || object->nodesetval == nullptr) return ReadStop::kNone;
  for (int i = 0; i < object->nodesetval->nodeNr; ++i) {
    const ReadStop stop = give(expression.text(), content_of(object->nodesetval->nodeTab[i], arena), sink);
    if (stop != ReadStop::kNone) return stop;
  }
  return ReadStop::kNone;
}

}  // namespace bulkhead::http
