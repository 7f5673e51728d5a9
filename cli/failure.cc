#include "cli/failure.h"

#include <fmt/core.h>

#include <ostream>

#include "base/escape.h"
#include "cli/session.h"

namespace bulkhead::cli {

const char* code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalid: return "invalid";
    case ErrorCode::kNotFound: return "not_found";
    case ErrorCode::kConflict: return "conflict";
    case ErrorCode::kDenied: return "denied";
    case ErrorCode::kLimit: return "limit";
    case ErrorCode::kUnavailable: return "unavailable";
    case ErrorCode::kNoSpace: return "no_space";
    case ErrorCode::kCorrupt: return "corrupt";
    case ErrorCode::kSystem: return "system";
  }
  return "system";
}

void report_failure(Session& session, const Error& error) {
  session.err() << session.paint(Colour::kRed, "bulkhead:") << " " << escape_terminal(error.message) << "\n";
  if (session.options.json) print_failure(session.out(), code_name(error.code), error.message);
}

void print_failure(std::ostream& out, std::string_view code, std::string_view detail) {
  out << fmt::format("{{\n  \"error\": {{\n    \"code\": \"{}\",\n    \"detail\": \"{}\"\n  }}\n}}\n", code,
                     escape_json(detail));
}

}  // namespace bulkhead::cli
