// A session without a daemon or a terminal, for tests of the commands.

#pragma once

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/api.h"
#include "cli/commands.h"
#include "cli/parse.h"
#include "cli/session.h"
#include "os/clock.h"

namespace bulkhead::cli {

/// Notes what it is asked and gives the answers it was given, in order; the last one again and again.
class FakeApi final : public Api {
 public:
  Result<ApiAnswer> call(const ApiRequest& request) override {
    asked.push_back(request);
    if (answers.empty()) return fail(ErrorCode::kUnavailable, "cannot reach the daemon");
    ApiAnswer answer = answers.front();
    if (answers.size() > 1) answers.erase(answers.begin());
    return answer;
  }

  std::vector<ApiRequest> asked;
  std::vector<ApiAnswer> answers;
};

/// One `bulkhead` process, as a test sees it: words in; exit code, output and error text out.
class FakeProcess {
 public:
  Exit run(const std::vector<std::string>& words, const std::string& typed = "") {
    std::istringstream in(typed);
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    Session session({.out = out_stream,
                     .err = err_stream,
                     .in = in,
                     .api = api,
                     .clock = clock,
                     .options = options,
                     .terminal = terminal});
    const Exit exit = run_command_line(bulkhead_command(), words, session);
    out = out_stream.str();
    err = err_stream.str();
    return exit;
  }

  FakeApi api;
  os::SimulatedClock clock;  // 2026-07-17T00:00:00Z
  CommonOptions options;
  Terminal terminal;
  std::string out;
  std::string err;
};

inline const char* const kPreviewAnswer =
    R"({"outcome":"preview","preview":{"sentence":"1 service, 31 % of today's people","services":["tax"],"essential":[],)"
    R"("depends_on_it":[],"people_share":0.01,"lanes_stay":[],"needs_second_person":false,"why":"","changes":[{"service":"tax","from":"open","to":"closed"}]}})";

inline const char* const kPlacedAnswer =
    R"({"outcome":"placed","order":{"id":"01J2ZZZZZZZZZZZZZZZZZZZZZZ","scope":"service:tax","level":"closed","until":"2026-07-17T01:00:00Z","alone":false},)"
    R"("ended":[],"preview":{},"obeyed":{"workers":2,"of":2,"in_us":3100}})";

}  // namespace bulkhead::cli
