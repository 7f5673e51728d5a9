// The boundary of a multipart body, read from the Content-Type.

#pragma once

#include <cstdint>
#include <string_view>

namespace bulkhead::http {

/// What is wrong with a multipart body or its Content-Type.
enum class MultipartError : std::uint8_t {
  kNone,
  kNoContentType,
  kContentTypeTooLong,
  kMediaType,
  kSeveralBoundaries,      ///< More than one `boundary` parameter.
  kBoundaryMalformed,      ///< Something else stands before it, or it has no '='.
  kBoundaryParameterName,  ///< Something between its name and '='.
  kBoundaryQuotes,         ///< A quote on one side only.
  kBoundaryWord,           ///< The boundary holds `boundary=` itself.
  kBoundaryCharacters,     ///< Bytes that RFC 2046 does not allow in a boundary.
  kBoundaryEmpty,
  kBoundaryCase,  ///< `boundary` is there, but not in lower case.
  kBoundaryMissing,
  kQuotedBoundaryInBody,  ///< A boundary in the body stands in quotes.
  kSpaceBeforeBoundary,   ///< A boundary in the body has space before it.
  kBoundaryLine,          ///< Something behind a boundary on its line.
  kHeaderLineTooLong,
  kHeaderTooLong,  ///< After unfolding.
  kHeadersTooMany,
  kHeaderNul,
  kHeaderFolding,  ///< A folded line without a header before it.
  kHeaderWithoutColon,
  kHeaderWithoutName,
  kHeaderTwice,
  kDispositionMissing,
  kDispositionInvalid,
  kDispositionWithoutName,
  kFilesTooMany,
  kFinalBoundaryMissing,
  kNoBoundaryInBody,
};

/// REQBODY_ERROR_MSG of an error; empty for kNone.
std::string_view message(MultipartError error);

/// A Content-Type longer than this has no boundary that counts.
inline constexpr std::size_t kMultipartContentTypeBytesMax = 1024;

struct MultipartBoundary {
  std::string_view boundary;
  MultipartError error = MultipartError::kNone;
  bool quoted = false;             ///< MULTIPART_BOUNDARY_QUOTED
  bool whitespace = false;         ///< MULTIPART_BOUNDARY_WHITESPACE: next to its '='.
  bool missing_semicolon = false;  ///< MULTIPART_MISSING_SEMICOLON: between media type and parameter.
};

/// Reads the boundary, strictly: a boundary that two readers could read differently is an error.
///
/// What follows a ';' behind an unquoted boundary is passed over (some clients send a charset there).
/// Differs: libmodsecurity passes over an empty boundary (`boundary=`) without error and reads no part; here it is
/// kBoundaryEmpty.
///
/// Ownership  A view of `content_type`.
/// Cost       Linear.
MultipartBoundary read_multipart_boundary(std::string_view content_type);

}  // namespace bulkhead::http
