#include "http/multipart.h"

#include <algorithm>
#include <cstring>

#include "http/ascii.h"
#include "http/multipart_lines.h"
#include "http/multipart_part.h"

namespace bulkhead::http {
namespace {

constexpr std::string_view kDashes = "--";

/// The bytes before the first NUL: libmodsecurity compares boundaries as C strings.
std::string_view before_nul(std::string_view bytes) { return bytes.substr(0, bytes.find('\0')); }

class Reader {
 public:
  Reader(std::string_view body, const MultipartOptions& options, Arena& arena, MultipartSink& sink)
      : lines_(body), options_(options), arena_(arena), sink_(sink) {}

  MultipartOutcome read(const MultipartBoundary& boundary);

 private:
  /// What a line is, as far as boundaries go.
  enum class LineKind : std::uint8_t { kContent, kBoundary, kFinalBoundary, kBroken };

  // These are false when reading ends there.
  bool join_dashes();
  bool read_line(const MultipartLine& line);
  bool begin_part();
  bool end_part();
  bool content(const MultipartLine& line);

  LineKind classify(const MultipartLine& line);
  LineKind match_boundary(const MultipartLine& line);
  LineKind near_boundary(std::string_view line);
  void finish();
  bool rest_is_final_boundary() const;
  void give_parts();
  bool give(const MultipartPart& part);

  MultipartFlags& flags() { return outcome_.flags; }
  void note(MultipartError error) {
    if (outcome_.error == MultipartError::kNone) outcome_.error = error;
  }
  bool stop(ReadStop stop) {
    outcome_.stop = stop;
    return false;
  }
  LineKind broken(MultipartError error) {
    note(error);
    flags().malformed = true;
    return LineKind::kBroken;
  }

  MultipartLines lines_;
  const MultipartOptions& options_;
  Arena& arena_;
  MultipartSink& sink_;
  std::string_view boundary_;
  std::string_view dashed_boundary_;
  // True once a line of content of the latest part was read: only behind such a line can a boundary stand.
  bool content_has_line_ = false;
  std::size_t boundaries_count_ = 0;
  bool complete_ = false;
  std::uint32_t files_with_content_count_ = 0;
  MultipartPart* part_ = nullptr;
  MultipartPart* first_ = nullptr;
  MultipartPart* last_ = nullptr;
  MultipartOutcome outcome_;
};

MultipartOutcome Reader::read(const MultipartBoundary& boundary) {
  boundary_ = boundary.boundary;
  flags().boundary_quoted = boundary.quoted;
  flags().boundary_whitespace = boundary.whitespace;
  flags().missing_semicolon = boundary.missing_semicolon;
  if (boundary.error != MultipartError::kNone) {
    broken(boundary.error);
    return outcome_;
  }
  if (lines_.rest().empty()) return outcome_;
  if (!join_dashes()) {
    stop(ReadStop::kMemory);
    return outcome_;
  }
  MultipartLine line;
  bool going = true;
  while (going && lines_.next(line)) going = read_line(line);
  if (outcome_.stop != ReadStop::kNone) return outcome_;
  finish();
  return outcome_;
}

bool Reader::join_dashes() {
  const std::size_t bytes = kDashes.size() + boundary_.size();
  char* const text = static_cast<char*>(arena_.take(bytes, 1));
  if (text == nullptr) return false;
  std::ranges::copy(boundary_, std::ranges::copy(kDashes, text).out);
  dashed_boundary_ = {text, bytes};
  return true;
}

bool Reader::read_line(const MultipartLine& line) {
  switch (classify(line)) {
    case LineKind::kBroken: return false;
    case LineKind::kContent: return content(line);
    case LineKind::kBoundary: ++boundaries_count_; return end_part() && begin_part();
    case LineKind::kFinalBoundary:
      ++boundaries_count_;
      if (!end_part()) return false;
      complete_ = true;
      flags().data_after = !lines_.rest().empty();
      return false;
  }
  return false;
}

Reader::LineKind Reader::classify(const MultipartLine& line) {
  const std::string_view text = before_nul(line.bytes);
  if (line.begins_line && text.size() > 3 && text.starts_with(kDashes)) {
    const std::string_view behind = text.substr(kDashes.size());
    return behind.starts_with(boundary_) ? match_boundary(line) : near_boundary(behind);
  }
  // Somewhere within the line it is no boundary, but somebody could take it for one. memmem is linear whatever both hold.
  if (line.begins_line && flags().unmatched_boundary != 1 &&
      memmem(line.bytes.data(), line.bytes.size(), dashed_boundary_.data(), dashed_boundary_.size()) !=
          nullptr)
    flags().unmatched_boundary = 1;
  return LineKind::kContent;
}

Reader::LineKind Reader::match_boundary(const MultipartLine& line) {
  if (line.behind_lone_lf) flags().lf_line = true;
  if (boundaries_count_ > 0 && !content_has_line_) {
    // Where a part's first line should be: to libmodsecurity no boundary, to others one.
    flags().invalid_part = true;
    return LineKind::kContent;
  }
  if (boundaries_count_ > 0) flags().unmatched_boundary = 2;
  std::string_view behind = line.bytes.substr(kDashes.size() + boundary_.size());
  const bool is_final = behind.starts_with(kDashes);
  if (is_final) behind.remove_prefix(kDashes.size());
  if (behind != "\r\n" && behind != "\n") return broken(MultipartError::kBoundaryLine);
  (behind == "\n" ? flags().lf_line : flags().crlf_line) = true;
  return is_final ? LineKind::kFinalBoundary : LineKind::kBoundary;
}

/// Two dashes, then something else.
Reader::LineKind Reader::near_boundary(std::string_view behind) {
  if (flags().boundary_quoted && behind.starts_with('"') && behind.substr(1).starts_with(boundary_))
    return broken(MultipartError::kQuotedBoundaryInBody);
  std::string_view text = behind;
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  if (text.size() != behind.size() && text.starts_with(boundary_))
    return broken(MultipartError::kSpaceBeforeBoundary);
  flags().unmatched_boundary = 1;
  return LineKind::kContent;
}

bool Reader::content(const MultipartLine& line) {
  if (part_ == nullptr) {
    flags().data_before = true;
    return true;
  }
  if (part_->in_content) {
    if (part_->is_file && !part_->content_has_line && options_.files_max != 0 &&
        ++files_with_content_count_ > options_.files_max) {
      part_->withheld = true;
      flags().file_limit_exceeded = true;
      note(MultipartError::kFilesTooMany);
    }
    read_part_content_line(*part_, line.bytes);
    content_has_line_ = true;
    return true;
  }
  if (line.full) {
    broken(MultipartError::kHeaderLineTooLong);
    return false;
  }
  const PartLineOutcome read = read_part_header_line(*part_, line.bytes, flags(), arena_, sink_);
  if (read.error != MultipartError::kHeaderNul) outcome_.bytes_without_files += line.bytes.size();
  note(read.error);
  return read.stop == ReadStop::kNone || stop(read.stop);
}

bool Reader::begin_part() {
  const auto memory = arena_.take_array<MultipartPart>(1);
  if (memory.empty()) return stop(ReadStop::kMemory);
  part_ = &memory.front();
  content_has_line_ = false;
  return true;
}

bool Reader::end_part() {
  if (part_ == nullptr) return true;
  MultipartPart* const part = part_;
  part_ = nullptr;
  if (const ReadStop given = give_part_headers(*part, arena_, sink_); given != ReadStop::kNone)
    return stop(given);
  if (!part->is_file) outcome_.bytes_without_files += part->content().size();
  if (part->name.empty()) {
    flags().invalid_part = true;
    return true;
  }
  (first_ == nullptr ? first_ : last_->next) = part;
  last_ = part;
  return true;
}

bool Reader::rest_is_final_boundary() const {
  std::string_view rest = lines_.rest();
  if (!lines_.rest_begins_line() || rest.size() != boundary_.size() + 2 * kDashes.size()) return false;
  return rest.starts_with(kDashes) && rest.ends_with(kDashes) &&
         rest.substr(kDashes.size()).starts_with(boundary_);
}

/// The end of the body: its last boundary may have no line end.
void Reader::finish() {
  if (!complete_ && boundaries_count_ > 0 && !flags().malformed && rest_is_final_boundary()) {
    if (lines_.rest_is_behind_lone_lf()) flags().lf_line = true;
    if (!content_has_line_) flags().invalid_part = true;
    complete_ = true;
    if (!end_part()) return;
  }
  if (!complete_) {
    note(boundaries_count_ > 0 ? MultipartError::kFinalBoundaryMissing : MultipartError::kNoBoundaryInBody);
    return;
  }
  give_parts();
}

void Reader::give_parts() {
  for (const MultipartPart* part = first_; part != nullptr; part = part->next) {
    if (!give(*part)) {
      outcome_.stop = ReadStop::kSink;
      return;
    }
  }
}

bool Reader::give(const MultipartPart& part) {
  if (!part.is_file) {
    if (!sink_.field(part.name, part.content())) return false;
    ++outcome_.fields_count;
    return true;
  }
  const std::string_view content = part.withheld ? std::string_view{} : part.content();
  if (!sink_.file({part.name, part.filename, content})) return false;
  ++outcome_.files_count;
  outcome_.files_bytes += part.content().size();
  return true;
}

}  // namespace

MultipartOutcome read_multipart(std::string_view content_type, std::string_view body,
                                const MultipartOptions& options, Arena& arena, MultipartSink& sink) {
  return Reader(body, options, arena, sink).read(read_multipart_boundary(content_type));
}

}  // namespace bulkhead::http
