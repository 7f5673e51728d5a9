#include <algorithm>

#include "http/form.h"
#include "http/json.h"
#include "http/multipart.h"
#include "http/xml.h"
#include "inspect/request_values.h"
#include "inspect/scanner.h"
#include "inspect/value_sinks.h"
#include "inspect/variables/made_parts.h"
#include "lexicon/spelling.h"

namespace bulkhead::inspect {

namespace {

using lexicon::same_word;

class BodyReading {
 public:
  BodyReading(State& state, std::string_view body, bool cut) : state_(state), body_(body), cut_(cut) {}

  void run() {
    const std::string_view processor = state_.settings.body_processor;
    if (same_word(processor, "URLENCODED")) {
      read_form();
    } else if (same_word(processor, "MULTIPART")) {
      read_multipart();
    } else if (same_word(processor, "JSON")) {
      read_json();
    } else if (same_word(processor, "XML")) {
      read_xml();
    }
    set_error();
    if (!body_.empty()) {
      set_value(state_, Variable::kRequestBody, body_);
      set_value(state_, Variable::kRequestBodyLength,
                number_text(state_, static_cast<std::int64_t>(body_.size())));
    }
    set_value(state_, Variable::kInboundDataError, cut_ || too_large_ ? "1" : "0");
  }

 private:
  bool is_too_large(std::size_t bytes) {
    too_large_ = bytes > state_.program.settings().request_body_no_files_bytes_max;
    if (too_large_) error_ = "Request body excluding files is bigger than the maximum expected.";
    return too_large_;
  }

  void note(http::ReadStop stop) {
    if (stop == http::ReadStop::kMemory) state_.overran(Overrun::kMemory);
  }

  void read_form() {
    if (is_too_large(body_.size())) return;
    ArgumentValues sink(state_, Variable::kArgsPost, Variable::kArgsPostNames);
    const auto outcome = http::read_form(
        body_, static_cast<char>(state_.program.settings().argument_separator), state_.arena, sink);
    note(outcome.stop);
    if (outcome.invalid_encoding) set_value(state_, Variable::kUrlencodedError, "1");
    error_known_ = false;
  }

  void read_json() {
    if (is_too_large(body_.size())) return;
    ArgumentValues sink(state_, Variable::kArgsPost, Variable::kArgsPostNames);
    const auto outcome = http::read_json(body_, state_.program.settings().json_depth_max, state_.arena, sink);
    note(outcome.stop);
    if (outcome.error != http::JsonError::kNone)
      set_parser_error("JSON parsing error: ", http::message(outcome.error));
  }

  void read_xml() {
    if (is_too_large(body_.size())) return;
    const http::XmlDocument& document = state_.xml.emplace(http::XmlDocument::parse(body_, {}));
    if (document.error() != http::XmlError::kNone)
      set_parser_error("XML parsing error: ", http::message(document.error()));
    for (const Prepared::XPath& path : state_.prepared->xpaths()) {
      KeyedValues sink(state_, Variable::kXml, path.key);
      note(document.evaluate(path.expression, state_.arena, sink));
    }
  }

  class Parts;
  void read_multipart();

  void set_parser_error(std::string_view kind, std::string_view what) {
    const std::size_t bytes = kind.size() + what.size();
    char* text = static_cast<char*>(state_.arena.take(bytes, 1));
    if (text == nullptr) return state_.overran(Overrun::kMemory);
    std::copy(what.begin(), what.end(), std::copy(kind.begin(), kind.end(), text));
    error_ = {text, bytes};
    parser_error_ = true;
  }

  void set_error() {
    if (error_.empty()) {
      // After a form there is no such variable, as libmodsecurity has it.
      if (!error_known_) return;
      set_value(state_, Variable::kReqbodyError, "0");
      set_value(state_, Variable::kReqbodyProcessorError, "0");
      return;
    }
    set_value(state_, Variable::kReqbodyError, "1");
    set_value(state_, Variable::kReqbodyErrorMsg, error_);
    if (!parser_error_) return;
    set_value(state_, Variable::kReqbodyProcessorError, "1");
    set_value(state_, Variable::kReqbodyProcessorErrorMsg, error_);
  }

  State& state_;
  std::string_view body_;
  bool cut_;
  bool too_large_ = false;
  bool parser_error_ = false;
  bool error_known_ = true;
  std::string_view error_;
};

class BodyReading::Parts final : public http::MultipartSink {
 public:
  explicit Parts(State& state)
      : state_(state), arguments_(state, Variable::kArgsPost, Variable::kArgsPostNames) {}

  bool disposition_name(std::string_view name) override { return add(Variable::kMultipartName, name, name); }
  bool disposition_filename(std::string_view filename) override {
    return add(Variable::kMultipartFilename, filename, filename);
  }
  bool part_header(std::string_view part, std::string_view line) override {
    return add(Variable::kMultipartPartHeaders, part, line);
  }
  bool field(std::string_view name, std::string_view value) override {
    return arguments_.argument(name, value);
  }
  bool file(const http::MultipartFile& file) override {
    return add(Variable::kFiles, file.name, file.filename) &&
           add(Variable::kFilesNames, file.name, file.name) &&
           add(Variable::kFilesTmpContent, file.name, file.content) &&
           add(Variable::kFilesSizes, file.name,
               number_text(state_, static_cast<std::int64_t>(file.content.size())));
  }

 private:
  bool add(Variable variable, std::string_view key, std::string_view text) {
    add_value(state_, variable, key, text);
    return state_.overrun != Overrun::kMemory;
  }

  State& state_;
  ArgumentValues arguments_;
};

void BodyReading::read_multipart() {
  Parts parts(state_);
  http::MultipartOptions options;
  options.files_max = state_.program.settings().upload_files_max;
  const http::MultipartOutcome outcome =
      http::read_multipart(state_.body_type, body_, options, state_.arena, parts);
  note(outcome.stop);
  const auto flag = [&](Variable variable, bool on) { set_value(state_, variable, on ? "1" : "0"); };
  const http::MultipartFlags& flags = outcome.flags;
  flag(Variable::kMultipartStrictError, flags.strict_error());
  flag(Variable::kMultipartBoundaryQuoted, flags.boundary_quoted);
  flag(Variable::kMultipartBoundaryWhitespace, flags.boundary_whitespace);
  flag(Variable::kMultipartDataBefore, flags.data_before);
  flag(Variable::kMultipartDataAfter, flags.data_after);
  flag(Variable::kMultipartHeaderFolding, flags.header_folding);
  flag(Variable::kMultipartLfLine, flags.lf_line);
  flag(Variable::kMultipartCrlfLfLines, flags.crlf_lf_lines());
  flag(Variable::kMultipartMissingSemicolon, flags.missing_semicolon);
  flag(Variable::kMultipartInvalidQuoting, flags.invalid_quoting);
  flag(Variable::kMultipartInvalidPart, flags.invalid_part);
  flag(Variable::kMultipartInvalidHeaderFolding, flags.invalid_header_folding);
  flag(Variable::kMultipartFileLimitExceeded, flags.file_limit_exceeded);
  set_value(state_, Variable::kMultipartUnmatchedBoundary, number_text(state_, flags.unmatched_boundary));
  set_value(state_, Variable::kFilesCombinedSize,
            number_text(state_, static_cast<std::int64_t>(outcome.files_bytes)));
  if (outcome.error != http::MultipartError::kNone) {
    set_parser_error("Multipart parsing error: ", http::message(outcome.error));
  } else {
    is_too_large(outcome.bytes_without_files);
  }
}

constexpr Variable kScanned[] = {
    Variable::kArgsPost,
    Variable::kArgsPostNames,
    Variable::kFiles,
    Variable::kFilesNames,
    Variable::kFilesSizes,
    Variable::kFilesTmpContent,
    Variable::kFilesCombinedSize,
    Variable::kMultipartName,
    Variable::kMultipartFilename,
    Variable::kMultipartPartHeaders,
    Variable::kMultipartStrictError,
    Variable::kMultipartBoundaryQuoted,
    Variable::kMultipartBoundaryWhitespace,
    Variable::kMultipartDataBefore,
    Variable::kMultipartDataAfter,
    Variable::kMultipartHeaderFolding,
    Variable::kMultipartLfLine,
    Variable::kMultipartCrlfLfLines,
    Variable::kMultipartMissingSemicolon,
    Variable::kMultipartInvalidQuoting,
    Variable::kMultipartInvalidPart,
    Variable::kMultipartInvalidHeaderFolding,
    Variable::kMultipartFileLimitExceeded,
    Variable::kMultipartUnmatchedBoundary,
    Variable::kReqbodyError,
    Variable::kReqbodyErrorMsg,
    Variable::kReqbodyProcessorError,
    Variable::kReqbodyProcessorErrorMsg,
    Variable::kRequestBody,
    Variable::kRequestBodyLength,
    Variable::kInboundDataError,
    Variable::kUrlencodedError,
    Variable::kXml,
};

}  // namespace

void take_request_body(State& state, std::string_view body, bool cut) {
  BodyReading(state, body, cut).run();
  for (const Variable variable : kScanned) scan(state, variable, state.list(variable).values());
}

}  // namespace bulkhead::inspect
