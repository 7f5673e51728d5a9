#include <string>

#include "http/multipart.h"
#include "oracle/variables.h"

namespace bulkhead::oracle {

namespace {

using enum lexicon::Variable;

class Parts final : public http::MultipartSink {
 public:
  explicit Parts(Variables& variables) : variables_(variables) {}

  bool disposition_name(std::string_view name) override {
    variables_.add(kMultipartName, name, name);
    return true;
  }
  bool disposition_filename(std::string_view filename) override {
    variables_.add(kMultipartFilename, filename, filename);
    return true;
  }
  bool part_header(std::string_view part, std::string_view line) override {
    variables_.add(kMultipartPartHeaders, part, line);
    return true;
  }
  bool field(std::string_view name, std::string_view value) override {
    return variables_.add_argument(kArgsPost, name, value);
  }
  bool file(const http::MultipartFile& file) override {
    variables_.add(kFiles, file.name, file.filename);
    variables_.add(kFilesNames, file.name, file.name);
    variables_.add(kFilesSizes, file.name, std::to_string(file.content.size()));
    variables_.add(kFilesTmpContent, file.name, file.content);
    return true;
  }

 private:
  Variables& variables_;
};

}  // namespace

void Variables::read_multipart(const std::string& content_type, const std::string& body) {
  Arena arena(std::size_t{1} << 28, 0);
  Parts sink(*this);
  const http::MultipartOptions options{static_cast<std::uint32_t>(settings_.upload_files_max.value_or(0))};
  const http::MultipartOutcome outcome = http::read_multipart(content_type, body, options, arena, sink);
  const http::MultipartFlags& flags = outcome.flags;
  const auto flag = [this](lexicon::Variable variable, bool on) { set(variable, on ? "1" : "0"); };
  flag(kMultipartBoundaryQuoted, flags.boundary_quoted);
  flag(kMultipartBoundaryWhitespace, flags.boundary_whitespace);
  flag(kMultipartDataBefore, flags.data_before);
  flag(kMultipartDataAfter, flags.data_after);
  flag(kMultipartHeaderFolding, flags.header_folding);
  flag(kMultipartLfLine, flags.lf_line);
  flag(kMultipartCrlfLfLines, flags.crlf_lf_lines());
  flag(kMultipartMissingSemicolon, flags.missing_semicolon);
  flag(kMultipartInvalidQuoting, flags.invalid_quoting);
  flag(kMultipartInvalidPart, flags.invalid_part);
  flag(kMultipartInvalidHeaderFolding, flags.invalid_header_folding);
  flag(kMultipartFileLimitExceeded, flags.file_limit_exceeded);
  flag(kMultipartStrictError, flags.strict_error());
  set(kMultipartUnmatchedBoundary, std::to_string(flags.unmatched_boundary));
  if (outcome.files_count > 0) set(kFilesCombinedSize, std::to_string(outcome.files_bytes));
  body_error("Multipart", http::message(outcome.error));
}

}  // namespace bulkhead::oracle
