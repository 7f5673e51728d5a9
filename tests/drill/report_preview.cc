// Writes the reports of a made-up drill, for tests of them and for the eyes of whoever changes their design.
//
//     report_preview FOLDER
//
// FOLDER gets sample, largest, hostile and empty, each as .html and .json; and, of the scoreboard, board-preparing, board-playing
// and board-over in the same way.

#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>

#include "drill/live/page.h"
#include "drill/live/sample_for_test.h"
#include "drill/live/state_json.h"
#include "drill/report/html.h"
#include "drill/report/json.h"
#include "drill/report/sample_for_test.h"
#include "os/file.h"

namespace bulkhead::drill {
namespace {

bool write(const std::string& path, const DrillResult& result) {
  return os::write_file_atomically(path + ".json", report_json(result), 0644).has_value() &&
         os::write_file_atomically(path + ".html", report_html(result), 0644).has_value();
}

bool write_board(const std::string& folder, LiveState::Stage stage) {
  const LiveState state = sample_board(stage);
  const std::string path = folder + "/board-" + std::string(name(stage));
  return os::write_file_atomically(path + ".json", state_json(state).dump(), 0644).has_value() &&
         os::write_file_atomically(path + ".html", board_page(state, "sample"), 0644).has_value();
}

int run(const std::string& folder) {
  if (!os::make_folder(folder, 0755)) return 1;
  bool ok = write(folder + "/sample", sample_result());
  ok = write(folder + "/largest", largest_result()) && ok;
  ok = write(folder + "/hostile", hostile_result()) && ok;
  ok = write(folder + "/empty", DrillResult()) && ok;
  for (const auto stage : {LiveState::Stage::kPreparing, LiveState::Stage::kPlaying, LiveState::Stage::kOver})
    ok = write_board(folder, stage) && ok;
  return ok ? 0 : 1;
}

}  // namespace
}  // namespace bulkhead::drill

int main(int argc, char** argv) {
  if (argc != 2) {
    static_cast<void>(std::fprintf(stderr, "usage: report_preview FOLDER\n"));
    return 2;
  }
  return bulkhead::drill::run(argv[1]);
}
