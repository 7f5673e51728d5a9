#include "cli/commands.h"

namespace bulkhead::cli {

Command bulkhead_command() {
  Command root;
  root.name = "bulkhead";
  root.summary = "Close, guard and open the doors of public services, each on its own";
  root.details =
      "Speaks to the daemon of one gateway over its unix socket, or over TCP with a token. `check`, "
      "`compile` and `render` work on "
      "files alone.\n\n"
      "Exit status: 0 done, 1 refused or failing (also when something still waits for a second person), 2 "
      "the command line is "
      "wrong. With --json the answer is JSON on the output; failures are then an object with `error.code` "
      "and `error.detail`.";
  root.commands = {
      status_command(),  close_command(),  guard_command(),     lockdown_command(), open_command(),
      reopen_command(),  undo_command(),   proposals_command(), approve_command(),  reject_command(),
      history_command(), check_command(),  apply_command(),     rollback_command(), images_command(),
      compile_command(), render_command(), rules_command(), inspect_command(),     run_command(),      completion_command(),
      version_command(), scopes_command(), documents_command(), drill_command(),
  };
  return root;
}

}  // namespace bulkhead::cli
