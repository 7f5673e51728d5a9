// The media type of a body that does not say what it is.

#include <algorithm>

#include "conformance/server_line.h"
#include "conformance/upstream.h"

namespace bulkhead::conformance {

namespace {

// Bytes that are looked at.
constexpr std::size_t kLookedAt = 512;

constexpr std::string_view kHtml[] = {
    "<!DOCTYPE HTML", "<HTML",  "<HEAD", "<SCRIPT", "<IFRAME", "<H1", "<DIV", "<FONT", "<TABLE", "<A",
    "<STYLE",         "<TITLE", "<B",    "<BODY",   "<BR",     "<P",  "<!--"};

struct Magic {
  std::string_view begin;
  std::string_view type;
};
constexpr Magic kMagic[] = {
    {"%PDF-", "application/pdf"},
    {"%!PS-Adobe-", "application/postscript"},
    {"\xFE\xFF", "text/plain; charset=utf-16be"},
    {"\xFF\xFE", "text/plain; charset=utf-16le"},
    {"\xEF\xBB\xBF", "text/plain; charset=utf-8"},
    {"BM", "image/bmp"},
    {"GIF87a", "image/gif"},
    {"GIF89a", "image/gif"},
    {"\x89PNG\x0D\x0A\x1A\x0A", "image/png"},
    {"\xFF\xD8\xFF", "image/jpeg"},
    {"\x1F\x8B\x08", "application/x-gzip"},
    {"PK\x03\x04", "application/zip"},
    {"Rar!\x1A\x07", "application/x-rar-compressed"},
};

bool is_html(std::string_view text) {
  return std::ranges::any_of(kHtml, [&](std::string_view tag) {
    if (text.size() <= tag.size() || !same_name(text.substr(0, tag.size()), tag)) return false;
    return text[tag.size()] == ' ' || text[tag.size()] == '>';
  });
}

bool is_binary(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= 0x08 || byte == 0x0B || (byte >= 0x0E && byte <= 0x1A) || (byte >= 0x1C && byte <= 0x1F);
}

}  // namespace

std::string_view guess_content_type(std::string_view body) {
  body = body.substr(0, kLookedAt);
  const std::string_view text = body.substr(std::min(body.find_first_not_of("\t\n\x0C\r "), body.size()));
  if (is_html(text)) return "text/html; charset=utf-8";
  if (text.starts_with("<?xml")) return "text/xml; charset=utf-8";
  for (const Magic& one : kMagic)
    if (body.starts_with(one.begin)) return one.type;
  return std::ranges::any_of(body, is_binary) ? "application/octet-stream" : "text/plain; charset=utf-8";
}

}  // namespace bulkhead::conformance
