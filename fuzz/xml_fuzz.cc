// Any bytes as XML, and any line as XPath: the two expressions that have a path of their own must give what the engine gives, and
// libxml2's other parser must take what was taken here. The first line is the XPath.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <libxml/parser.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/utf8.h"
#include "http/argument_list_for_test.h"
#include "http/xml.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::http;

std::string values(const XmlDocument& document, const XmlExpression& expression, bool by_engine) {
  Arena arena(64u << 20, 0);
  ArgumentListForTest list(10'000);
  (void)(by_engine ? document.evaluate_for_test(expression, arena, list)
                   : document.evaluate(expression, arena, list));
  return list.text();
}

bool accepted_elsewhere(std::string_view xml) {
  xmlDoc* const document = xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                                         XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  xmlFreeDoc(document);
  return document != nullptr;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(bytes), size);
  const std::string_view xpath = input.substr(0, std::min(input.find('\n'), std::size_t{200}));
  const std::string_view xml = input.substr(std::min(input.size(), xpath.size() + 1));
  const XmlDocument document = XmlDocument::parse(xml, {});
  static const auto root = XmlExpression::compile("/*", {});
  static const auto attributes = XmlExpression::compile("//@*", {});
  BULKHEAD_ASSERT(root && attributes);
  BULKHEAD_ASSERT(values(document, *root, false) == values(document, *root, true));
  BULKHEAD_ASSERT(values(document, *attributes, false) == values(document, *attributes, true));
  // Byte order marks and other encodings are treated differently by libxml2's two parsers.
  const bool is_plain = is_utf8(xml) && xml.find('\0') == std::string_view::npos;
  if (is_plain && document.error() == XmlError::kNone) BULKHEAD_ASSERT(accepted_elsewhere(xml));
  if (const auto any = XmlExpression::compile(xpath, {})) (void)values(document, *any, false);
  return 0;
}
