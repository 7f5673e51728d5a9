#include "http/content_type.h"

#include <algorithm>
#include <cstddef>

#include "http/ascii.h"

namespace bulkhead::http {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// How many bytes the parameter at the start of `text` takes: up to a ';' that is not in quotes.
std::size_t parameter_bytes(std::string_view text) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < text.size() && (quoted || text[i] != ';'); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted && text[i] == '\\') ++i;
  }
  return std::min(i, text.size());
}

}  // namespace

BodyReader reader_by_content_type(std::string_view content_type) {
  if (starts_with_ignoring_case(content_type, "multipart/form-data")) return BodyReader::kMultipart;
  if (starts_with_ignoring_case(content_type, "application/x-www-form-urlencoded")) return BodyReader::kForm;
  return BodyReader::kNone;
}

std::string_view processor_name(BodyReader reader) {
  switch (reader) {
    case BodyReader::kNone: return "";
    case BodyReader::kForm: return "URLENCODED";
    case BodyReader::kMultipart: return "MULTIPART";
    case BodyReader::kJson: return "JSON";
    case BodyReader::kXml: return "XML";
  }
  return "";
}

std::string_view media_type(std::string_view content_type) {
  return trimmed(content_type.substr(0, content_type.find(';')));
}

std::optional<std::string_view> parameter(std::string_view content_type, std::string_view name) {
  const std::size_t first = content_type.find(';');
  if (first == std::string_view::npos) return {};
  std::string_view rest = content_type.substr(first + 1);
  while (!rest.empty()) {
    const std::string_view piece = rest.substr(0, parameter_bytes(rest));
    rest.remove_prefix(std::min(rest.size(), piece.size() + 1));
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos || !equal_ignoring_case(trimmed(piece.substr(0, equals)), name))
      continue;
    const std::string_view value = trimmed(piece.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      return value.substr(1, value.size() - 2);
    return value;
  }
  return {};
}

}  // namespace bulkhead::http
