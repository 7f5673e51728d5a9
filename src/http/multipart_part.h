// One part of a multipart body while it is read: its headers, then its content.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "http/multipart.h"

namespace bulkhead::http {

/// A part, in the arena.
struct MultipartPart {
  /// A header's name as it came and its value, unfolded.
  struct Header {
    std::string_view name;
    std::string_view value;
    std::string_view line;  // What a rule sees.
    std::size_t value_capacity =
        0;  // Beyond 0 the value is in a buffer of its own, which folding may fill further.
    bool folded = false;
    Header* next = nullptr;
  };

  std::string_view name;
  std::string_view filename;
  bool is_file = false;
  bool in_content = false;        // Headers are over.
  bool content_has_line = false;  // At least one line of content, be it empty, has been read.
  const char* content_begin = nullptr;
  const char* content_end =
      nullptr;  // Without the line's end that stands there: it belongs to the boundary, if one follows.

  Header* headers = nullptr;
  Header* last_header = nullptr;  // The latest that was added; folded lines belong to it.
  std::size_t headers_count = 0;
  bool last_header_ended =
      false;  // By a line that begins another one, or by the empty one: a rule sees it then.
  bool disposition_was_read = false;
  bool withheld = false;  // A file beyond the maximum.

  MultipartPart* next = nullptr;

  std::string_view content() const {
    if (content_begin == nullptr) return {};
    return {content_begin, static_cast<std::size_t>(content_end - content_begin)};
  }
};

/// What a line did to a part.
struct PartLineOutcome {
  MultipartError error = MultipartError::kNone;
  ReadStop stop = ReadStop::kNone;
};

/// Reads header lines into `part`, up to the empty one that makes it `in_content`. After an error the part goes on with its
/// headers: that is what libmodsecurity does, and a rule sees the error.
///
/// Cost  Linear over all lines of a part; folding copies into a buffer that doubles.
PartLineOutcome read_part_header_line(MultipartPart& part, std::string_view line, MultipartFlags& flags,
                                      Arena& arena, MultipartSink& sink);

/// Gives the part's header lines to the sink.
ReadStop give_part_headers(MultipartPart& part, Arena& arena, MultipartSink& sink);

/// Takes a line of content, with its end.
void read_part_content_line(MultipartPart& part, std::string_view line);

}  // namespace bulkhead::http
