#include "lexicon/variable.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

struct Row {
  std::string_view name;
  VariableShape shape;
  std::uint8_t phase;
  VariableLife life = VariableLife::kRequest;
};

using enum VariableShape;
using enum VariableLife;

constexpr std::array<Row, kVariables> kRows = {{
    {"ARGS", kCollection, 2},
    {"ARGS_COMBINED_SIZE", kScalar, 2},
    {"ARGS_GET", kCollection, 1},
    {"ARGS_GET_NAMES", kCollection, 1},
    {"ARGS_NAMES", kCollection, 2},
    {"ARGS_POST", kCollection, 2},
    {"ARGS_POST_NAMES", kCollection, 2},
    {"AUTH_TYPE", kScalar, 1},
    {"DURATION", kScalar, 1},
    {"ENV", kCollection, 1},
    {"FILES", kCollection, 2},
    {"FILES_COMBINED_SIZE", kScalar, 2},
    {"FILES_NAMES", kCollection, 2},
    {"FILES_SIZES", kCollection, 2},
    {"FILES_TMP_CONTENT", kCollection, 2},
    {"FILES_TMPNAMES", kCollection, 2},
    {"FULL_REQUEST", kScalar, 2},
    {"FULL_REQUEST_LENGTH", kScalar, 2},
    {"GEO", kCollection, 1},
    {"GLOBAL", kCollection, 1, kPersistent},
    {"HIGHEST_SEVERITY", kScalar, 1},
    {"INBOUND_DATA_ERROR", kScalar, 2},
    {"IP", kCollection, 1, kPersistent},
    {"MATCHED_VAR", kScalar, 1},
    {"MATCHED_VAR_NAME", kScalar, 1},
    {"MATCHED_VARS", kCollection, 1},
    {"MATCHED_VARS_NAMES", kCollection, 1},
    {"MODSEC_BUILD", kScalar, 1},
    {"MSC_PCRE_ERROR", kScalar, 1},
    {"MSC_PCRE_LIMITS_EXCEEDED", kScalar, 1},
    {"MULTIPART_BOUNDARY_QUOTED", kScalar, 2},
    {"MULTIPART_BOUNDARY_WHITESPACE", kScalar, 2},
    {"MULTIPART_CRLF_LF_LINES", kScalar, 2},
    {"MULTIPART_DATA_AFTER", kScalar, 2},
    {"MULTIPART_DATA_BEFORE", kScalar, 2},
    {"MULTIPART_FILE_LIMIT_EXCEEDED", kScalar, 2},
    {"MULTIPART_FILENAME", kCollection, 2},
    {"MULTIPART_HEADER_FOLDING", kScalar, 2},
    {"MULTIPART_INVALID_HEADER_FOLDING", kScalar, 2},
    {"MULTIPART_INVALID_PART", kScalar, 2},
    {"MULTIPART_INVALID_QUOTING", kScalar, 2},
    {"MULTIPART_LF_LINE", kScalar, 2},
    {"MULTIPART_MISSING_SEMICOLON", kScalar, 2},
    {"MULTIPART_NAME", kCollection, 2},
    {"MULTIPART_PART_HEADERS", kCollection, 2},
    {"MULTIPART_STRICT_ERROR", kScalar, 2},
    {"MULTIPART_UNMATCHED_BOUNDARY", kScalar, 2},
    {"OUTBOUND_DATA_ERROR", kScalar, 4},
    {"PATH_INFO", kScalar, 1},
    {"QUERY_STRING", kScalar, 1},
    {"REMOTE_ADDR", kScalar, 1},
    {"REMOTE_HOST", kScalar, 1},
    {"REMOTE_PORT", kScalar, 1},
    {"REMOTE_USER", kScalar, 1},
    {"REQBODY_ERROR", kScalar, 2},
    {"REQBODY_ERROR_MSG", kScalar, 2},
    {"REQBODY_PROCESSOR", kScalar, 1},
    {"REQBODY_PROCESSOR_ERROR", kScalar, 2},
    {"REQBODY_PROCESSOR_ERROR_MSG", kScalar, 2},
    {"REQUEST_BASENAME", kScalar, 1},
    {"REQUEST_BODY", kScalar, 2},
    {"REQUEST_BODY_LENGTH", kScalar, 2},
    {"REQUEST_COOKIES", kCollection, 1},
    {"REQUEST_COOKIES_NAMES", kCollection, 1},
    {"REQUEST_FILENAME", kScalar, 1},
    {"REQUEST_HEADERS", kCollection, 1},
    {"REQUEST_HEADERS_NAMES", kCollection, 1},
    {"REQUEST_LINE", kScalar, 1},
    {"REQUEST_METHOD", kScalar, 1},
    {"REQUEST_PROTOCOL", kScalar, 1},
    {"REQUEST_URI", kScalar, 1},
    {"REQUEST_URI_RAW", kScalar, 1},
    {"RESOURCE", kCollection, 1, kPersistent},
    {"RESPONSE_BODY", kScalar, 4},
    {"RESPONSE_CONTENT_LENGTH", kScalar, 4},
    {"RESPONSE_CONTENT_TYPE", kScalar, 3},
    {"RESPONSE_HEADERS", kCollection, 3},
    {"RESPONSE_HEADERS_NAMES", kCollection, 3},
    {"RESPONSE_PROTOCOL", kScalar, 3},
    {"RESPONSE_STATUS", kScalar, 3},
    {"RULE", kSelected, 1},
    {"SERVER_ADDR", kScalar, 1},
    {"SERVER_NAME", kScalar, 1},
    {"SERVER_PORT", kScalar, 1},
    {"SESSION", kCollection, 1, kPersistent},
    {"SESSIONID", kScalar, 1},
    {"STATUS", kScalar, 3},
    {"STATUS_LINE", kScalar, 3},
    {"TIME", kScalar, 1},
    {"TIME_DAY", kScalar, 1},
    {"TIME_EPOCH", kScalar, 1},
    {"TIME_HOUR", kScalar, 1},
    {"TIME_MIN", kScalar, 1},
    {"TIME_MON", kScalar, 1},
    {"TIME_SEC", kScalar, 1},
    {"TIME_WDAY", kScalar, 1},
    {"TIME_YEAR", kScalar, 1},
    {"TX", kCollection, 1, kSettable},
    {"UNIQUE_ID", kScalar, 1},
    {"URLENCODED_ERROR", kScalar, 1},
    {"USER", kCollection, 1, kPersistent},
    {"USERID", kScalar, 1},
    {"WEBAPPID", kScalar, 1},
    {"XML", kSelected, 2},
}};

struct Unknown {
  std::string_view name;
  std::string_view reason;
};

constexpr std::string_view kOnlyVersion2 = "only version 2 of the language has it";
constexpr std::string_view kFileSystem = "requests are not mapped to files here";
constexpr std::string_view kNoTimes = "rules cannot see how long rules take; the metrics say it";
constexpr std::string_view kNoStream = "bodies are looked at as a whole: use REQUEST_BODY or RESPONSE_BODY";

constexpr std::array<Unknown, 25> kUnknown = {{
    {"PERF_ALL", kNoTimes},
    {"PERF_COMBINED", kNoTimes},
    {"PERF_GC", kNoTimes},
    {"PERF_LOGGING", kNoTimes},
    {"PERF_PHASE1", kNoTimes},
    {"PERF_PHASE2", kNoTimes},
    {"PERF_PHASE3", kNoTimes},
    {"PERF_PHASE4", kNoTimes},
    {"PERF_PHASE5", kNoTimes},
    {"PERF_RULES", kNoTimes},
    {"PERF_SREAD", kNoTimes},
    {"PERF_SWRITE", kNoTimes},
    {"SCRIPT_BASENAME", kFileSystem},
    {"SCRIPT_FILENAME", kFileSystem},
    {"SCRIPT_GID", kFileSystem},
    {"SCRIPT_GROUPNAME", kFileSystem},
    {"SCRIPT_MODE", kFileSystem},
    {"SCRIPT_UID", kFileSystem},
    {"SCRIPT_USERNAME", kFileSystem},
    {"SDBM_DELETE_ERROR", kOnlyVersion2},
    {"SERVER_ROOT", kFileSystem},
    {"STREAM_INPUT_BODY", kNoStream},
    {"STREAM_OUTPUT_BODY", kNoStream},
    {"USERAGENT_IP", "REMOTE_ADDR is the client's address already"},
    {"WEBSERVER_ERROR_LOG", "rules cannot see the server's own log"},
}};

const Row& row(Variable variable) { return kRows.at(static_cast<std::size_t>(variable)); }

}  // namespace

std::string_view name(Variable variable) { return row(variable).name; }

VariableShape shape(Variable variable) { return row(variable).shape; }

VariableLife life(Variable variable) { return row(variable).life; }

Phase first_phase(Variable variable) { return static_cast<Phase>(row(variable).phase); }

std::optional<Variable> find_variable(std::string_view name) {
  if (same_word(name, "MULTIPART_SEMICOLON_MISSING")) return Variable::kMultipartMissingSemicolon;
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (same_word(name, kRows[i].name)) return static_cast<Variable>(i);
  }
  return std::nullopt;
}

std::optional<std::string_view> why_no_variable(std::string_view name) {
  for (const Unknown& unknown : kUnknown) {
    if (same_word(name, unknown.name)) return unknown.reason;
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon
