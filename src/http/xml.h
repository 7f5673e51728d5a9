// A body of XML, kept for the request so that rules can ask it by XPath.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "http/argument_sink.h"

// libxml2's own names.
struct _xmlDoc;            // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)
struct _xmlXPathCompExpr;  // NOLINT(bugprone-reserved-identifier,readability-identifier-naming)

namespace bulkhead::http {

/// What is wrong with a body of XML.
enum class XmlError : std::uint8_t {
  kNone,
  kNotWellFormed,
  kDeclarations,  ///< Its document type declares entities or attributes.
  kEncoding,      ///< Its encoding is none of those that are read.
  kBytes,
  kDepth,
  kNodes,
  kAttributes,
  kNamespaces,
  kMemory,
};

/// REQBODY_ERROR_MSG of an error; empty for kNone.
std::string_view message(XmlError error);

/// Bounds on what one body can make libxml2 do. Its costs grow with the square of the attributes of an element, and with elements
/// times namespaces.
struct XmlLimits {
  std::size_t bytes_max = 1u << 20;
  std::uint32_t nodes_max = 100'000;  ///< Elements, attributes, comments and the like: some 120 bytes each.
  std::uint32_t depth_max = 256;      ///< libxml2's own maximum is 256.
  /// Of one element. Counted in advance as `=` with a quote behind it, between one `<` and the next.
  std::uint32_t attributes_max = 256;
  std::uint32_t namespaces_max = 256;  ///< Declared and in force at one place.
};

/// A prefix that an expression may use (action `xmlns`).
struct XmlNamespace {
  std::string prefix;
  std::string uri;
};

/// An XPath 1.0 expression of a rule, compiled.
///
/// Ownership  Owns the compiled form.
/// Threads    One thread: evaluating it writes to it. Give each worker its own.
class XmlExpression {
 public:
  /// Nothing when it is no XPath.
  static std::optional<XmlExpression> compile(std::string_view text,
                                              std::span<const XmlNamespace> namespaces);

  std::string_view text() const { return text_; }

 private:
  friend class XmlDocument;
  /// Two expressions are answered without the XPath engine.
  enum class Kind : std::uint8_t { kAny, kRootElement, kAllAttributes };

  struct Free {
    void operator()(_xmlXPathCompExpr* compiled) const;
  };
  XmlExpression() = default;

  std::string text_;
  std::vector<XmlNamespace> namespaces_;
  Kind kind_ = Kind::kAny;
  std::unique_ptr<_xmlXPathCompExpr, Free> compiled_;
};

/// A parsed body.
///
/// Parsed by libxml2 as libmodsecurity 3.0.9 does, without network, external entities or an external document type. What was
/// understood of a body that is not well-formed can be asked too.
/// Differs: a document type that declares entities or attributes is kDeclarations, and the document then empty. There, entities
/// are declared, and their text put into the answers: a few hundred bytes can become gigabytes.
/// Differs: XmlLimits. There, libxml2's own apply alone. An encoding must be UTF-8, UTF-16, US-ASCII, ISO-8859 or Windows-125x,
/// and bytes that cannot be converted from it make the body not well-formed: there, it can end before them in silence.
///
/// Ownership  Owns libxml2's document, on the heap: libxml2 knows no arenas.
/// Threads    One thread at a time.
/// Cost       Linear in the body within the limits, some 30 times its bytes of memory at worst.
/// Errors     XmlError.
class XmlDocument {
 public:
  XmlDocument() = default;

  static XmlDocument parse(std::string_view bytes, const XmlLimits& limits);

  XmlError error() const { return error_; }

  /// Gives the text of each node that `expression` finds, in document order, named by the expression's text: an element's is
  /// that of all within it, an attribute's its value. An expression that is no set of nodes (a number, say) gives nothing.
  ///
  /// Ownership  Values live as long as the document and the arena.
  /// Cost       `/*` and `//@*`: linear in the document. Any other: what XPath takes, cut off after kXPathStepsMax steps.
  ReadStop evaluate(const XmlExpression& expression, Arena& arena, ArgumentSink& sink) const;

  /// The same by the XPath engine, whatever the expression: what the two above must be equal to.
  ReadStop evaluate_for_test(const XmlExpression& expression, Arena& arena, ArgumentSink& sink) const;

  static constexpr unsigned long kXPathStepsMax = 2'000'000;

 private:
  struct Free {
    void operator()(_xmlDoc* document) const;
  };

  ReadStop evaluate_by_xpath(const XmlExpression& expression, Arena& arena, ArgumentSink& sink) const;

  std::unique_ptr<_xmlDoc, Free> document_;
  XmlError error_ = XmlError::kNone;
};

}  // namespace bulkhead::http
