// A finding as a line of the error log in the form that ModSecurity has made usual, so that tools that read it go on working.
//
//     ModSecurity: Access denied with code 403 (phase 2). Matched … [file "…"] [line "64"] [id "942100"] [rev ""] [msg "…"]
//     [data "…"] [severity "2"] [ver "…"] [maturity "0"] [accuracy "0"] [tag "…"] [hostname "…"] [uri "…"] [unique_id "…"]

#pragma once

#include <string>
#include <string_view>

#include "base/id.h"
#include "inspect/verdict.h"
#include "program/rules/rule_program.h"

namespace bulkhead::gate {

struct ErrorLogLine {
  const program::rules::RuleProgram& program;
  const inspect::Finding& finding;
  std::string_view client;
  std::string_view host;
  std::string_view target;
  Id reference;
};

/// Replaces `out`. Bytes that came from clients are escaped for a log line and cut.
void write_error_log_line(const ErrorLogLine& line, std::string& out);

}  // namespace bulkhead::gate
