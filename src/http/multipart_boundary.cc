#include "http/multipart_boundary.h"

#include <algorithm>
#include <cstddef>

#include "http/ascii.h"

namespace bulkhead::http {
namespace {

constexpr std::string_view kMediaType = "multipart/form-data";
constexpr std::string_view kWord = "boundary";

/// How often the word stands in `text`, in any case, with a '=' somewhere behind it. More than one is all the same.
unsigned count_boundary_words(std::string_view text) {
  const std::size_t last_equals = text.rfind('=');
  if (last_equals == std::string_view::npos) return 0;
  unsigned count = 0;
  for (std::size_t i = 0; i + kWord.size() <= last_equals; ++i)
    if (equal_ignoring_case(text.substr(i, kWord.size()), kWord)) ++count;
  return count;
}

/// What RFC 2046 §5.1.1 allows in a boundary: space only if something follows.
bool characters_are_valid(std::string_view boundary) {
  static constexpr std::string_view kBesides = " '()+_,-./:=?";
  return !boundary.ends_with(' ') && std::ranges::all_of(boundary, [](char c) {
    return is_digit(c) || is_letter(c) || kBesides.find(c) != std::string_view::npos;
  });
}

/// Between media type and the word only space and one ';' may stand.
MultipartError check_before(std::string_view between, MultipartBoundary& found) {
  found.missing_semicolon = true;
  for (const char c : between) {
    if (is_space(c)) continue;
    if (c != ';' || !found.missing_semicolon) {
      found.missing_semicolon = false;
      return MultipartError::kBoundaryMalformed;
    }
    found.missing_semicolon = false;
  }
  return MultipartError::kNone;
}

MultipartError check_value(std::string_view value, MultipartBoundary& found) {
  const bool opens = value.starts_with('"');
  const bool closes = value.size() >= 2 && value.ends_with('"');
  found.whitespace |= !value.empty() && is_space(value.front());
  if (opens != closes) return MultipartError::kBoundaryQuotes;
  if (opens) value = value.substr(1, value.size() - 2);
  if (value.empty()) return MultipartError::kBoundaryEmpty;
  found.quoted = opens;
  if (count_boundary_words(value) != 0) return MultipartError::kBoundaryWord;
  if (!characters_are_valid(value)) value = value.substr(0, value.find(';'));
  if (!characters_are_valid(value)) return MultipartError::kBoundaryCharacters;
  if (value.empty()) return MultipartError::kBoundaryEmpty;
  found.boundary = value;
  return MultipartError::kNone;
}

MultipartError read(std::string_view field, MultipartBoundary& found) {
  if (field.empty()) return MultipartError::kNoContentType;
  if (field.size() > kMultipartContentTypeBytesMax) return MultipartError::kContentTypeTooLong;
  if (!starts_with_ignoring_case(field, kMediaType)) return MultipartError::kMediaType;
  const unsigned words = count_boundary_words(field);
  if (words > 1) return MultipartError::kSeveralBoundaries;
  const std::size_t word = field.find(kWord);
  if (word == std::string_view::npos)
    return words > 0 ? MultipartError::kBoundaryCase : MultipartError::kBoundaryMissing;
  const MultipartError before =
      check_before(field.substr(kMediaType.size(), word - kMediaType.size()), found);
  if (before != MultipartError::kNone) return before;
  const std::string_view behind = field.substr(word + kWord.size());
  const std::size_t equals = behind.find('=');
  if (equals == std::string_view::npos) return MultipartError::kBoundaryMalformed;
  for (const char c : behind.substr(0, equals)) {
    if (!is_space(c)) return MultipartError::kBoundaryParameterName;
    found.whitespace = true;
  }
  return check_value(behind.substr(equals + 1), found);
}

}  // namespace

MultipartBoundary read_multipart_boundary(std::string_view content_type) {
  MultipartBoundary found;
  found.error = read(content_type, found);
  return found;
}

std::string_view message(MultipartError error) {
  switch (error) {
    case MultipartError::kNone: return "";
    case MultipartError::kNoContentType: return "Multipart parsing error: no Content-Type";
    case MultipartError::kContentTypeTooLong: return "Multipart parsing error: Content-Type over 1024 bytes";
    case MultipartError::kMediaType: return "Multipart parsing error: not multipart/form-data";
    case MultipartError::kSeveralBoundaries: return "Multipart parsing error: several boundary parameters";
    case MultipartError::kBoundaryMalformed: return "Multipart parsing error: malformed boundary parameter";
    case MultipartError::kBoundaryParameterName:
      return "Multipart parsing error: something between boundary and =";
    case MultipartError::kBoundaryQuotes: return "Multipart parsing error: boundary with one quote";
    case MultipartError::kBoundaryWord: return "Multipart parsing error: boundary parameter in the boundary";
    case MultipartError::kBoundaryCharacters:
      return "Multipart parsing error: boundary with characters that are not allowed";
    case MultipartError::kBoundaryEmpty: return "Multipart parsing error: empty boundary";
    case MultipartError::kBoundaryCase: return "Multipart parsing error: boundary not in lower case";
    case MultipartError::kBoundaryMissing: return "Multipart parsing error: no boundary in Content-Type";
    case MultipartError::kQuotedBoundaryInBody: return "Multipart parsing error: a boundary in quotes";
    case MultipartError::kSpaceBeforeBoundary: return "Multipart parsing error: space before a boundary";
    case MultipartError::kBoundaryLine: return "Multipart parsing error: something behind a boundary";
    case MultipartError::kHeaderLineTooLong:
      return "Multipart parsing error: a part's header line of 4096 bytes or more";
    case MultipartError::kHeaderTooLong: return "Multipart parsing error: a part's header over 4096 bytes";
    case MultipartError::kHeadersTooMany: return "Multipart parsing error: a part with more than 64 headers";
    case MultipartError::kHeaderNul: return "Multipart parsing error: NUL in a part's header";
    case MultipartError::kHeaderFolding: return "Multipart parsing error: a folded line without a header";
    case MultipartError::kHeaderWithoutColon: return "Multipart parsing error: a part's header without colon";
    case MultipartError::kHeaderWithoutName: return "Multipart parsing error: a part's header without name";
    case MultipartError::kHeaderTwice: return "Multipart parsing error: a part's header stands twice";
    case MultipartError::kDispositionMissing:
      return "Multipart parsing error: a part without Content-Disposition";
    case MultipartError::kDispositionInvalid: return "Multipart parsing error: invalid Content-Disposition";
    case MultipartError::kDispositionWithoutName:
      return "Multipart parsing error: Content-Disposition without name";
    case MultipartError::kFilesTooMany: return "Multipart parsing error: more files than the maximum allows";
    case MultipartError::kFinalBoundaryMissing: return "Multipart parsing error: no final boundary";
    case MultipartError::kNoBoundaryInBody: return "Multipart parsing error: no boundary in the body";
  }
  return "";
}

}  // namespace bulkhead::http
