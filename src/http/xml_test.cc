// XML's values are those of libmodsecurity 3.0.9 (the rows were run there once), the two expressions with a path of their
// own say what the XPath engine says, and no body makes libxml2 work without bound.

#include "http/xml.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "http/argument_list_for_test.h"

namespace bulkhead::http {
namespace {

std::string values(const XmlDocument& document, std::string_view xpath, std::vector<XmlNamespace> names = {},
                   bool by_engine = false) {
  const auto expression = XmlExpression::compile(xpath, names);
  if (!expression) return "no XPath";
  Arena arena(4u << 20, 0);
  ArgumentListForTest list;
  const ReadStop stop = by_engine ? document.evaluate_for_test(*expression, arena, list)
                                  : document.evaluate(*expression, arena, list);
  EXPECT_EQ(stop, ReadStop::kNone);
  return list.text();
}

struct XmlCase {
  const char* what;
  const char* xml;
  const char* text;        // Of the root.
  const char* attributes;  // Of all.
  XmlError error = XmlError::kNone;
};

TEST(XmlTest, TextAndAttributes) {
  const XmlCase cases[] = {
      {"one element", "<a>x</a>", "/*=x\n", ""},
      {"nothing in it", "<a/>", "/*=\n", ""},
      {"text of all within", "<a>1<b>2<c>3</c></b>4</a>", "/*=1234\n", ""},
      {"attributes in document order", "<a x='1' y='2'><b z='3'/><c w=''/></a>", "/*=\n",
       "//@*=1\n//@*=2\n//@*=3\n//@*=\n"},
      {"character references and CDATA", "<a x='&lt;&#65;'>&amp;<![CDATA[<b>]]></a>", "/*=&<b>\n",
       "//@*=<A\n"},
      {"comments and instructions have no text", "<?p q?><a>1<!--2--><?p q?>3</a><!--4-->", "/*=13\n", ""},
      {"namespace declarations are no attributes", "<a xmlns='u' xmlns:n='v' n:x='1'/>", "/*=\n", "//@*=1\n"},
      {"space counts", "<a>\n <b> 1 </b>\r\n</a>", "/*=\n  1 \n\n", ""},
      {"Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", "/*=\xc3\xa9\n", ""},
      {"a document type without declarations", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>1</a>", "/*=1\n",
       ""},
      {"not closed: what was there", "<a x='1'>1<b>2<c>3", "/*=12\n", "//@*=1\n", XmlError::kNotWellFormed},
      {"two roots: the first", "<a>1</a><b>2</b>", "/*=1\n", "", XmlError::kNotWellFormed},
      {"unknown entity", "<a>1&b;</a>", "/*=1\n", "", XmlError::kNotWellFormed},
      {"no XML", "hello", "", "", XmlError::kNotWellFormed},
      {"no body", "", "", "", XmlError::kNotWellFormed},
  };
  for (const XmlCase& c : cases) {
    SCOPED_TRACE(c.what);
    const XmlDocument document = XmlDocument::parse(c.xml, {});
    EXPECT_EQ(values(document, "/*"), c.text);
    EXPECT_EQ(values(document, "//@*"), c.attributes);
    EXPECT_EQ(document.error(), c.error) << message(document.error());
    EXPECT_EQ(message(document.error()).empty(), c.error == XmlError::kNone);
  }
}

TEST(XmlTest, AnyXPath) {
  const XmlDocument document = XmlDocument::parse(
      "<s:Envelope xmlns:s='urn:soap'><s:Body id='7'><pay "
      "xmlns='urn:bank'><to>A</to><to>B</to></pay></s:Body>"
      "</s:Envelope>",
      {});
  const std::vector<XmlNamespace> names = {{"soap", "urn:soap"}, {"b", "urn:bank"}};
  EXPECT_EQ(values(document, "//b:to/text()", names), "//b:to/text()=A\n//b:to/text()=B\n");
  EXPECT_EQ(values(document, "/soap:Envelope/soap:Body/@id", names), "/soap:Envelope/soap:Body/@id=7\n");
  EXPECT_EQ(values(document, "//b:to[2]", names), "//b:to[2]=B\n");
  EXPECT_EQ(values(document, "//b:to"), "") << "a prefix that is not registered";
  EXPECT_EQ(values(document, "count(//*)"), "") << "not a set of nodes";
  EXPECT_EQ(values(document, "//nothing"), "");
  EXPECT_EQ(values(document, "//["), "no XPath");
  EXPECT_EQ(values(XmlDocument(), "/*"), "");
  EXPECT_EQ(values(XmlDocument(), "//b:to", names), "");
}

TEST(XmlTest, DeclarationsAreRefused) {
  const char* const bodies[] = {
      "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
      "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
      "<!DOCTYPE a [<!ENTITY % b 'c'>]><a/>",
      "<!DOCTYPE a [<!ENTITY b 'cccccccccc'><!ENTITY d '&b;&b;&b;&b;&b;&b;'>]><a>&d;&d;&d;</a>",
      "<!DOCTYPE a [<!NOTATION n SYSTEM 'x'><!ENTITY b SYSTEM 'c' NDATA n>]><a/>",
      "<!DOCTYPE a [<!ATTLIST a x CDATA 'default'>]><a/>",
      "<!DOCTYPE a [<!ATTLIST a x (p|q) 'p'>]><a/>",
  };
  for (const char* body : bodies) {
    SCOPED_TRACE(body);
    const XmlDocument document = XmlDocument::parse(body, {});
    EXPECT_EQ(document.error(), XmlError::kDeclarations);
    EXPECT_EQ(values(document, "/*"), "");
    EXPECT_EQ(values(document, "//@*"), "");
  }
}

TEST(XmlTest, EncodingsAreChosen) {
  const auto error_of = [](std::string_view xml) { return XmlDocument::parse(xml, {}).error(); };
  EXPECT_EQ(error_of("<?xml version='1.0' encoding='utf-8'?><a/>"), XmlError::kNone);
  EXPECT_EQ(error_of("<?xml version='1.0' encoding = \"windows-1250\" ?><a/>"), XmlError::kNone);
  EXPECT_EQ(error_of("<?xml version='1.0' encoding='UTF-7'?><a/>"), XmlError::kEncoding);
  EXPECT_EQ(error_of("\xef\xbb\xbf<?xml version='1.0' encoding='IBM037'?><a/>"), XmlError::kEncoding);
  EXPECT_EQ(error_of("\x4c\x6f\xa7\x94"), XmlError::kEncoding);
  EXPECT_EQ(error_of(std::string_view("<\0\0\0a\0\0\0", 8)), XmlError::kEncoding) << "UCS-4";
  EXPECT_EQ(error_of(std::string_view("\xff\xfe<\0a\0/\0>\0\0\xdc", 12)), XmlError::kNotWellFormed)
      << "half a surrogate pair";
  EXPECT_EQ(error_of("<?xml version='1.0' encoding='windows-1252'?><a/>\x81"), XmlError::kNotWellFormed)
      << "no character, and behind the root";
  EXPECT_EQ(error_of("<?xml version='1.0'" + std::string(300, ' ') + "encoding='UTF-7'?><a/>"),
            XmlError::kEncoding);
  const std::string wide("\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0", 18);
  const XmlDocument document = XmlDocument::parse(wide, {});
  EXPECT_EQ(document.error(), XmlError::kNone);
  EXPECT_EQ(values(document, "/*"), "/*=\xc3\xa9\n");
  std::string wide_declaration("\xff\xfe", 2);
  for (const char c : std::string("<?xml version='1.0' encoding='UTF-7'?><a/>"))
    wide_declaration += {c, '\0'};
  EXPECT_EQ(error_of(wide_declaration), XmlError::kEncoding);
}

TEST(XmlTest, LimitsAreMetAndNotPassed) {
  const auto error_of = [](const std::string& xml, const XmlLimits& limits) {
    return XmlDocument::parse(xml, limits).error();
  };
  EXPECT_EQ(error_of("<a/>", {.bytes_max = 4}), XmlError::kNone);
  EXPECT_EQ(error_of("<a/>", {.bytes_max = 3}), XmlError::kBytes);
  const auto nested = [](std::size_t depth) {
    std::string xml;
    for (std::size_t i = 0; i < depth; ++i) xml += "<a>";
    for (std::size_t i = 0; i < depth; ++i) xml += "</a>";
    return xml;
  };
  EXPECT_EQ(error_of(nested(10), {.depth_max = 10}), XmlError::kNone);
  EXPECT_EQ(error_of(nested(11), {.depth_max = 10}), XmlError::kDepth);
  EXPECT_EQ(error_of(nested(255), {}), XmlError::kNone);
  EXPECT_NE(error_of(nested(100'000), {}), XmlError::kNone);
  EXPECT_EQ(error_of("<a><b/><!--c--></a>", {.nodes_max = 6}), XmlError::kNone);
  EXPECT_EQ(error_of("<a><b/><!--c--></a>", {.nodes_max = 5}), XmlError::kNodes);
  EXPECT_EQ(error_of("<a b='' c=''/>", {.attributes_max = 2}), XmlError::kNone);
  EXPECT_EQ(error_of("<a b='>' c\n=\t'x'/>", {.attributes_max = 1}), XmlError::kAttributes);
  EXPECT_EQ(error_of("<a xmlns='u' xmlns:b='v'><c xmlns='w'/></a>", {.namespaces_max = 3}), XmlError::kNone);
  EXPECT_EQ(error_of("<a xmlns='u' xmlns:b='v'><c xmlns='w'/></a>", {.namespaces_max = 2}),
            XmlError::kNamespaces);
  EXPECT_EQ(error_of("<a><c xmlns='w'/><c xmlns='w'/></a>", {.namespaces_max = 1}), XmlError::kNone);
}

TEST(XmlTest, StopsAtMaximaOfAnswers) {
  const XmlDocument document = XmlDocument::parse("<a x='1' y='2'>t<b>u</b></a>", {});
  Arena arena(0, 0);
  ArgumentListForTest one(1);
  EXPECT_EQ(document.evaluate(*XmlExpression::compile("//@*", {}), arena, one), ReadStop::kSink);
  ArgumentListForTest list;
  EXPECT_EQ(document.evaluate(*XmlExpression::compile("//@*", {}), arena, list), ReadStop::kNone) << "views";
  EXPECT_EQ(document.evaluate(*XmlExpression::compile("/*", {}), arena, list), ReadStop::kMemory);
  EXPECT_EQ(document.evaluate(*XmlExpression::compile("//b", {}), arena, list), ReadStop::kMemory);
}

TEST(XmlTest, OwnPathsEqualTheEngine) {
  static constexpr const char* kPieces[] = {
      "<a>",       "</a>",    "<b x='1'>", "</b>",  "<c y='&lt;' z='2'/>",        "text", "<![CDATA[<&]]>",
      "<!--no-->", "<?p i?>", "&amp;",     "&#65;", "<n:d xmlns:n='u' n:x='q'/>", "\r\n", "&undefined;",
      "<"};
  unsigned seed = 20260102;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 4'000; ++i) {
    std::string xml = i % 3 == 0 ? "<!DOCTYPE r SYSTEM 'x'><r>" : "<r>";
    for (auto pieces = random() % 12; pieces > 0; --pieces) xml += kPieces[random() % std::size(kPieces)];
    xml += "</r>";
    const XmlDocument document = XmlDocument::parse(xml, {});
    for (const char* xpath : {"/*", "//@*"})
      ASSERT_EQ(values(document, xpath), values(document, xpath, {}, true)) << xml;
  }
}

}  // namespace
}  // namespace bulkhead::http
