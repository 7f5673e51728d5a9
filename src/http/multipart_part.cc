#include "http/multipart_part.h"

#include <algorithm>
#include <cstring>

#include "http/ascii.h"
#include "http/content_disposition.h"

namespace bulkhead::http {
namespace {

constexpr PartLineOutcome kFine{};
constexpr PartLineOutcome kNoMemory{MultipartError::kNone, ReadStop::kMemory};
constexpr PartLineOutcome kNoMoreWanted{MultipartError::kNone, ReadStop::kSink};
constexpr PartLineOutcome failed(MultipartError error) { return {error, ReadStop::kNone}; }

constexpr std::string_view kDisposition = "Content-Disposition";

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

/// As libmodsecurity: a value of nothing but CR and LF keeps them. It is no valid value of anything then.
std::string_view header_value(std::string_view text) {
  const std::string_view value = without_line_end(text);
  return value.empty() ? text : value;
}

const MultipartPart::Header* find(const MultipartPart& part, std::string_view name) {
  for (const MultipartPart::Header* header = part.headers; header != nullptr; header = header->next)
    if (equal_ignoring_case(header->name, name)) return header;
  return nullptr;
}

/// Appends " " and `text` to the value, into a buffer of its own.
bool append_folded(MultipartPart::Header& header, std::string_view text, Arena& arena) {
  const std::size_t bytes = header.value.size() + 1 + text.size();
  char* buffer = const_cast<char*>(header.value.data());
  if (bytes > header.value_capacity) {
    const std::size_t capacity = 2 * bytes;
    buffer = static_cast<char*>(arena.take(capacity, 1));
    if (buffer == nullptr) return false;
    std::ranges::copy(header.value, buffer);
    header.value_capacity = capacity;
  }
  buffer[header.value.size()] = ' ';
  std::ranges::copy(text, buffer + header.value.size() + 1);
  header.value = {buffer, bytes};
  header.folded = true;
  return true;
}

PartLineOutcome read_folded_line(MultipartPart& part, std::string_view line, MultipartFlags& flags,
                                 Arena& arena) {
  flags.header_folding = true;
  if (!is_blank(line.front())) flags.invalid_header_folding = true;
  if (part.last_header == nullptr) return failed(MultipartError::kHeaderFolding);
  while (!line.empty() && is_space(line.front())) {
    // Only blanks may begin a folded line; its own end is met here when it has nothing else.
    if (!is_blank(line.front())) flags.invalid_header_folding = true;
    line.remove_prefix(1);
  }
  MultipartPart::Header& header = *part.last_header;
  const std::string_view text = line.empty() ? line : header_value(line);
  if (header.value.size() + 1 + text.size() > kPartHeaderBytesMax)
    return failed(MultipartError::kHeaderTooLong);
  if (!append_folded(header, text, arena)) return kNoMemory;
  part.last_header_ended = false;
  return kFine;
}

PartLineOutcome read_new_header(MultipartPart& part, std::string_view line, Arena& arena) {
  part.last_header_ended = true;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return failed(MultipartError::kHeaderWithoutColon);
  if (colon == 0) return failed(MultipartError::kHeaderWithoutName);
  const std::string_view name = line.substr(0, colon);
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
  if (find(part, name) != nullptr) return failed(MultipartError::kHeaderTwice);
  if (part.headers_count == kPartHeadersMax) return failed(MultipartError::kHeadersTooMany);
  const auto memory = arena.take_array<MultipartPart::Header>(1);
  if (memory.empty()) return kNoMemory;
  MultipartPart::Header& header = memory.front();
  header.name = name;
  header.value = header_value(value);
  header.line = without_line_end(line);
  if (part.last_header == nullptr) {
    part.headers = &header;
  } else {
    part.last_header->next = &header;
  }
  part.last_header = &header;
  part.last_header_ended = false;
  ++part.headers_count;
  return kFine;
}

/// A folded header's line is made of its name and what its value became.
bool join_folded_lines(MultipartPart& part, Arena& arena) {
  static constexpr std::string_view kJoint = ": ";
  for (MultipartPart::Header* header = part.headers; header != nullptr; header = header->next) {
    if (!header->folded) continue;
    const std::size_t bytes = header->name.size() + kJoint.size() + header->value.size();
    char* const line = static_cast<char*>(arena.take(bytes, 1));
    if (line == nullptr) return false;
    std::ranges::copy(header->value,
                      std::ranges::copy(kJoint, std::ranges::copy(header->name, line).out).out);
    header->line = {line, bytes};
    header->folded = false;
  }
  return true;
}

PartLineOutcome read_disposition(MultipartPart& part, std::string_view value, MultipartFlags& flags,
                                 Arena& arena, MultipartSink& sink) {
  // Headers that went on behind an error end once more.
  if (part.disposition_was_read) return failed(MultipartError::kDispositionInvalid);
  part.disposition_was_read = true;
  const ContentDisposition found = read_content_disposition(value, arena, sink);
  flags.invalid_quoting |= found.invalid_quoting;
  part.name = found.name;
  part.filename = found.filename;
  if (found.outcome == ContentDisposition::Outcome::kSink) return kNoMoreWanted;
  if (found.outcome == ContentDisposition::Outcome::kMemory) return kNoMemory;
  if (found.outcome == ContentDisposition::Outcome::kInvalid)
    return failed(MultipartError::kDispositionInvalid);
  if (part.name.empty()) return failed(MultipartError::kDispositionWithoutName);
  // A reader that searches for the text must find the filename too.
  if (!part.filename.empty() && value.find("filename=") == std::string_view::npos)
    return failed(MultipartError::kDispositionInvalid);
  part.is_file = !part.filename.empty();
  part.in_content = true;
  return found.unterminated ? failed(MultipartError::kDispositionInvalid) : kFine;
}

}  // namespace

PartLineOutcome read_part_header_line(MultipartPart& part, std::string_view line, MultipartFlags& flags,
                                      Arena& arena, MultipartSink& sink) {
  if (line.find('\0') != std::string_view::npos) return failed(MultipartError::kHeaderNul);
  (line.ends_with("\r\n") ? flags.crlf_line : flags.lf_line) = true;
  if (line == "\r\n" || line == "\n") {
    part.last_header_ended = true;
    const MultipartPart::Header* disposition = find(part, kDisposition);
    if (disposition == nullptr) return failed(MultipartError::kDispositionMissing);
    return read_disposition(part, disposition->value, flags, arena, sink);
  }
  if (is_space(line.front())) return read_folded_line(part, line, flags, arena);
  return read_new_header(part, line, arena);
}

ReadStop give_part_headers(MultipartPart& part, Arena& arena, MultipartSink& sink) {
  if (!join_folded_lines(part, arena)) return ReadStop::kMemory;
  for (const MultipartPart::Header* header = part.headers; header != nullptr; header = header->next) {
    if (header == part.last_header && !part.last_header_ended) break;
    if (!sink.part_header(part.name, header->line)) return ReadStop::kSink;
  }
  return ReadStop::kNone;
}

void read_part_content_line(MultipartPart& part, std::string_view line) {
  if (part.content_begin == nullptr) part.content_begin = line.data();
  part.content_has_line = true;
  const std::size_t line_end_bytes = line.ends_with("\r\n") ? 2 : line.ends_with('\n') ? 1 : 0;
  part.content_end = line.data() + line.size() - line_end_bytes;
}

}  // namespace bulkhead::http
