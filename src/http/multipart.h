// A body of multipart/form-data as fields and files.
//
// Which bytes are a part is a question that applications answer differently; attackers live on that. So everything that
// some reader could take otherwise is told in a flag or an error, and rules refuse what is flagged.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "http/argument_sink.h"
#include "http/multipart_boundary.h"

namespace bulkhead::http {

/// A part with a filename.
struct MultipartFile {
  std::string_view name;      ///< FILES_NAMES, and the key of the others.
  std::string_view filename;  ///< FILES
  std::string_view content;   ///< FILES_TMP_CONTENT; its size is FILES_SIZES.
};

/// Takes what a body holds. False from any of them: no more, the reader stops.
///
/// Ownership  Views live as long as the body, the Content-Type and the arena.
class MultipartSink {
 public:
  virtual ~MultipartSink() = default;

  /// MULTIPART_NAME and MULTIPART_FILENAME: what a Content-Disposition says, also when the body is found to be broken later.
  [[nodiscard]] virtual bool disposition_name(std::string_view name) = 0;
  [[nodiscard]] virtual bool disposition_filename(std::string_view filename) = 0;

  /// MULTIPART_PART_HEADERS: a header line of a part, without its line end; folded lines are one.
  [[nodiscard]] virtual bool part_header(std::string_view part_name, std::string_view line) = 0;

  /// A part without filename: ARGS_POST. Fields and files come at the end, and only of a body with a final boundary.
  [[nodiscard]] virtual bool field(std::string_view name, std::string_view value) = 0;
  [[nodiscard]] virtual bool file(const MultipartFile& file) = 0;
};

/// MULTIPART_…, in their order there.
struct MultipartFlags {
  bool malformed =
      false;  ///< Reading ended at something wrong: part of STRICT_ERROR without a variable of its own.
  bool boundary_quoted = false;
  bool boundary_whitespace = false;
  bool data_before = false;
  bool data_after = false;
  bool header_folding = false;
  bool lf_line = false;
  bool crlf_line = false;  ///< With lf_line: MULTIPART_CRLF_LF_LINES.
  bool missing_semicolon = false;
  bool invalid_quoting = false;
  bool invalid_part = false;
  bool invalid_header_folding = false;
  bool file_limit_exceeded = false;
  /// MULTIPART_UNMATCHED_BOUNDARY. 1: a line looked like a boundary and was none. 2: so it may be, but a boundary that
  /// matches came after it.
  std::uint8_t unmatched_boundary = 0;

  bool crlf_lf_lines() const { return crlf_line && lf_line; }
  /// MULTIPART_STRICT_ERROR
  bool strict_error() const {
    return malformed || boundary_quoted || boundary_whitespace || data_before || data_after ||
           header_folding || lf_line || missing_semicolon || invalid_quoting || invalid_part ||
           invalid_header_folding || file_limit_exceeded;
  }
};

struct MultipartOptions {
  /// SecUploadFileLimit. 0: as many as there are. Files beyond it are given without content.
  std::uint32_t files_max = 0;
};

struct MultipartOutcome {
  MultipartFlags flags;
  /// The first error; REQBODY_ERROR is its being there.
  MultipartError error = MultipartError::kNone;
  std::uint32_t fields_count = 0;
  std::uint32_t files_count = 0;
  std::size_t files_bytes = 0;  ///< FILES_COMBINED_SIZE
  /// Header lines of parts and content of fields: what SecRequestBodyNoFilesLimit bounds.
  std::size_t bytes_without_files = 0;
  ReadStop stop = ReadStop::kNone;
};

/// A part's headers, each after unfolding; and lines.
inline constexpr std::size_t kPartHeaderBytesMax = 4096;
inline constexpr std::size_t kPartHeadersMax = 64;

/// Reads a body.
///
/// Differs: values keep the line ends within them, libmodsecurity 3.0.9 drops these (`uni\r\non` reads `union`).
/// Differs: lines of MULTIPART_PART_HEADERS come without CR LF, as later releases of libmodsecurity give them.
/// Differs: a part with a header twice is kHeaderTwice, and one with more than kPartHeadersMax headers kHeadersTooMany;
/// there the second header is passed over in silence, and headers have no maximum.
/// Differs: with files_max, the file beyond it is flagged; there it is the second piece of the last file allowed.
///
/// Ownership  Contents are views of `body`; some 100 bytes for each part and 32 for each header are in the arena.
/// Cost       Linear: each line is looked at twice at most. Duplicate headers are found by comparing with at most 64.
/// Errors     MultipartError, ReadStop.
MultipartOutcome read_multipart(std::string_view content_type, std::string_view body,
                                const MultipartOptions& options, Arena& arena, MultipartSink& sink);

}  // namespace bulkhead::http
