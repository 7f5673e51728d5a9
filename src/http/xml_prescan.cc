#include "http/xml_prescan.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "http/ascii.h"

namespace bulkhead::http {
namespace {

/// Longer than any XML declaration that somebody means.
constexpr std::size_t kDeclarationBytesMax = 256;

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
// The first four bytes by which libxml2 knows EBCDIC and the four orders of UCS-4.
constexpr std::array<std::string_view, 5> kRefusedBeginnings = {
    std::string_view("\x4C\x6F\xA7\x94", 4), std::string_view("\0\0\0<", 4), std::string_view("<\0\0\0", 4),
    std::string_view("\0\0<\0", 4), std::string_view("\0<\0\0", 4)};

/// The beginning of the document, its NULs and its byte order mark left out: UTF-16 reads as ASCII then.
struct Beginning {
  std::array<char, kDeclarationBytesMax> bytes;
  std::size_t count = 0;
  std::string_view text() const { return {bytes.data(), count}; }
};

Beginning beginning_of(std::string_view xml) {
  if (xml.starts_with(kUtf8Mark)) xml.remove_prefix(kUtf8Mark.size());
  Beginning beginning;
  for (const char c : xml.substr(0, 2 * kDeclarationBytesMax)) {
    if (c == '\0' || ((c == '\xFE' || c == '\xFF') && beginning.count == 0)) continue;
    if (beginning.count == beginning.bytes.size()) break;
    beginning.bytes[beginning.count++] = c;
  }
  return beginning;
}

bool is_read(std::string_view encoding) {
  for (const std::string_view name : {"UTF-8", "UTF8", "UTF-16", "UTF16", "UTF-16LE", "UTF-16BE", "US-ASCII",
                                      "ASCII", "ISO-LATIN-1", "ISO LATIN 1"})
    if (equal_ignoring_case(encoding, name)) return true;
  return starts_with_ignoring_case(encoding, "ISO-8859-") ||
         starts_with_ignoring_case(encoding, "WINDOWS-125") || starts_with_ignoring_case(encoding, "CP125");
}

}  // namespace

bool xml_encoding_is_read(std::string_view xml) {
  for (const std::string_view refused : kRefusedBeginnings)
    if (xml.starts_with(refused)) return false;
  const Beginning beginning = beginning_of(xml);
  std::string_view declaration = beginning.text();
  if (!declaration.starts_with("<?xml")) return true;
  const std::size_t end = declaration.find("?>");
  // libxml2 reads a declaration without "?>" too, up to where it gives up.
  if (end == std::string_view::npos && beginning.count == kDeclarationBytesMax) return false;
  declaration = declaration.substr(0, end);
  const std::size_t word = declaration.find("encoding");
  if (word == std::string_view::npos) return true;
  declaration.remove_prefix(word + std::string_view("encoding").size());
  while (!declaration.empty() && (is_space(declaration.front()) || declaration.front() == '='))
    declaration.remove_prefix(1);
  if (declaration.empty() || (declaration.front() != '"' && declaration.front() != '\'')) return false;
  const char quote = declaration.front();
  declaration.remove_prefix(1);
  return is_read(declaration.substr(0, declaration.find(quote)));
}

std::uint32_t xml_attributes_bound(std::string_view xml) {
  std::uint32_t most = 0;
  std::uint32_t count = 0;
  bool behind_equals = false;
  for (const char c : xml) {
    if (c == '<') {
      most = std::max(most, count);
      count = 0;
      behind_equals = false;
    } else if (c == '=') {
      behind_equals = true;
    } else if (c == '"' || c == '\'') {
      count += behind_equals ? 1 : 0;
      behind_equals = false;
    } else if (c != '\0' && !is_space(c)) {
      behind_equals = false;
    }
  }
  return std::max(most, count);
}

}  // namespace bulkhead::http
