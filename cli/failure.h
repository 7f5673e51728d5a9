// How a failure is told: one plain line for people, one object for scripts.

#pragma once

#include <iosfwd>
#include <string_view>

#include "base/result.h"

namespace bulkhead::cli {

class Session;

/// "invalid", "not_found", …: stable words for scripts.
const char* code_name(ErrorCode code);

/// "bulkhead: …" on the error stream, and with --json {"error": {"code", "detail"}} on the output.
void report_failure(Session& session, const Error& error);

/// The object alone. `code`: one of code_name(), or "usage" for a command line that is wrong.
void print_failure(std::ostream& out, std::string_view code, std::string_view detail);

}  // namespace bulkhead::cli
