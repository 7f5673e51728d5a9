#include "http/xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "http/xml_library.h"
#include "http/xml_prescan.h"

namespace bulkhead::http {
namespace {

/// What is counted while libxml2 parses; hangs on its context.
struct Watch {
  const XmlLimits* limits = nullptr;
  std::uint32_t nodes_count = 0;
  XmlError error = XmlError::kNone;
};

// libxml2 passes its parser context as `context` to every handler.
Watch& watch_of(void* context) {
  return *static_cast<Watch*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}

void stop(void* context, XmlError error) {
  Watch& watch = watch_of(context);
  if (watch.error == XmlError::kNone) watch.error = error;
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

bool count_nodes(void* context, std::uint32_t nodes) {
  Watch& watch = watch_of(context);
  watch.nodes_count += nodes;
  if (watch.nodes_count <= watch.limits->nodes_max) return true;
  stop(context, XmlError::kNodes);
  return false;
}

void start_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                   int namespaces_count, const xmlChar** namespaces, int attributes_count,
                   int defaulted_count, const xmlChar** attributes) {
  const auto* parser = static_cast<xmlParserCtxtPtr>(context);
  const XmlLimits& limits = *watch_of(context).limits;
  if (static_cast<std::uint32_t>(parser->nodeNr) >= limits.depth_max) return stop(context, XmlError::kDepth);
  if (static_cast<std::uint32_t>(parser->nsNr) / 2 > limits.namespaces_max)
    return stop(context, XmlError::kNamespaces);
  // An element, the text that may follow it; an attribute, its text.
  const auto nodes = static_cast<std::uint32_t>(2 + namespaces_count + 2 * attributes_count);
  if (!count_nodes(context, nodes)) return;
  xmlSAX2StartElementNs(context, name, prefix, uri, namespaces_count, namespaces, attributes_count,
                        defaulted_count, attributes);
}

void comment(void* context, const xmlChar* text) {
  if (count_nodes(context, 2)) xmlSAX2Comment(context, text);
}

void instruction(void* context, const xmlChar* target, const xmlChar* text) {
  if (count_nodes(context, 2)) xmlSAX2ProcessingInstruction(context, target, text);
}

void cdata(void* context, const xmlChar* text, int bytes) {
  if (count_nodes(context, 2)) xmlSAX2CDataBlock(context, text, bytes);
}

void reference(void* context, const xmlChar* name) {
  if (count_nodes(context, 2)) xmlSAX2Reference(context, name);
}

void refuse_entity(void* context, const xmlChar*, int, const xmlChar*, const xmlChar*, xmlChar*) {
  stop(context, XmlError::kDeclarations);
}

void refuse_unparsed_entity(void* context, const xmlChar*, const xmlChar*, const xmlChar*, const xmlChar*) {
  stop(context, XmlError::kDeclarations);
}

void refuse_attribute(void* context, const xmlChar*, const xmlChar*, int, int, const xmlChar*,
                      xmlEnumerationPtr values) {
  xmlFreeEnumeration(values);
  stop(context, XmlError::kDeclarations);
}

void watch_parser(xmlParserCtxtPtr parser, Watch& watch) {
  xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  parser->_private = &watch;
  parser->sax->startElementNs = start_element;
  parser->sax->comment = comment;
  parser->sax->processingInstruction = instruction;
  parser->sax->cdataBlock = cdata;
  parser->sax->reference = reference;
  parser->sax->entityDecl = refuse_entity;
  parser->sax->unparsedEntityDecl = refuse_unparsed_entity;
  parser->sax->attributeDecl = refuse_attribute;
}

struct FreeParser {
  void operator()(xmlParserCtxt* parser) const { xmlFreeParserCtxt(parser); }
};

/// True when bytes could not be converted to UTF-8: libxml2 goes on with what it has, as if no more had come.
bool lost_bytes(const xmlParserCtxt& parser) {
  return parser.input != nullptr && parser.input->buf != nullptr && parser.input->buf->error != 0;
}

}  // namespace

void XmlDocument::Free::operator()(_xmlDoc* document) const { xmlFreeDoc(document); }

XmlDocument XmlDocument::parse(std::string_view bytes, const XmlLimits& limits) {
  initialise_xml_library();
  XmlDocument document;
  if (bytes.size() > limits.bytes_max || bytes.size() > INT32_MAX) {
    document.error_ = XmlError::kBytes;
  } else if (!xml_encoding_is_read(bytes)) {
    document.error_ = XmlError::kEncoding;
  } else if (xml_attributes_bound(bytes) > limits.attributes_max) {
    document.error_ = XmlError::kAttributes;
  }
  if (document.error_ != XmlError::kNone) return document;
  const XmlLibrarySilence silence;
  // Beginning with all bytes and then saying that there are no more: the order in which libmodsecurity does it, for encodings
  // are guessed from what is there at the beginning.
  const std::unique_ptr<xmlParserCtxt, FreeParser> parser(
      xmlCreatePushParserCtxt(nullptr, nullptr, bytes.data(), static_cast<int>(bytes.size()), "body.xml"));
  if (parser == nullptr) {
    document.error_ = XmlError::kMemory;
    return document;
  }
  Watch watch{.limits = &limits};
  watch_parser(parser.get(), watch);
  xmlParseChunk(parser.get(), nullptr, 0, 1);
  document.document_.reset(parser->myDoc);
  parser->myDoc = nullptr;
  document.error_ = watch.error;
  if (document.error_ == XmlError::kNone && (parser->wellFormed != 1 || lost_bytes(*parser)))
    document.error_ = parser->errNo == XML_ERR_NO_MEMORY ? XmlError::kMemory : XmlError::kNotWellFormed;
  if (document.error_ == XmlError::kDeclarations) document.document_.reset();
  return document;
}

std::string_view message(XmlError error) {
  switch (error) {
    case XmlError::kNone: return "";
    case XmlError::kNotWellFormed: return "XML parsing error: not well-formed";
    case XmlError::kDeclarations:
      return "XML parsing error: the document type declares entities or attributes";
    case XmlError::kEncoding: return "XML parsing error: an encoding that is not read here";
    case XmlError::kBytes: return "XML parsing error: larger than the maximum allows";
    case XmlError::kDepth: return "XML parsing error: deeper than the maximum allows";
    case XmlError::kNodes: return "XML parsing error: more nodes than the maximum allows";
    case XmlError::kAttributes: return "XML parsing error: more attributes than the maximum allows";
    case XmlError::kNamespaces: return "XML parsing error: more namespaces than the maximum allows";
    case XmlError::kMemory: return "XML parsing error: out of memory";
  }
  return "";
}

}  // namespace bulkhead::http
