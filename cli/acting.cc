#include "cli/acting.h"

#include <ostream>

#include "cli/session.h"

namespace bulkhead::cli {

std::vector<Parameter> acting_parameters(ActingOptions& options) {
  return {
      {.name = "--reason",
       .value = "TEXT",
       .help = "Why, for the history and the next shift; never shown to the public. Asked for on a terminal.",
       .target = &options.reason},
      {.name = "--alone",
       .help = "Do it without the second person. Loud, and recorded.",
       .target = &options.alone},
      {.name = "--dry-run", .help = "Only say what would change.", .target = &options.dry_run},
      {.name = "-y,--yes", .help = "Do not ask, however many are touched.", .target = &options.yes},
  };
}

Parameter drill_parameter(bool& drill) {
  return {.name = "--drill",
          .help = "Given by a rehearsal: marked so in history, never told to the public.",
          .target = &drill};
}

bool have_reason(Session& session, std::string& reason) {
  if (!reason.empty()) return true;
  if (session.terminal().in_is_terminal)
    reason = session.ask("Why (for the history, never shown to the public)? ").value_or("");
  if (!reason.empty()) return true;
  session.usage("a reason is needed: --reason 'what happened'");
  return false;
}

bool go_ahead(Session& session, const ActingOptions& options, bool wide) {
  if (options.yes || !wide || !session.terminal().in_is_terminal) return true;
  if (session.confirm("Go ahead?")) return true;
  session.err() << "Nothing was changed.\n";
  return false;
}

}  // namespace bulkhead::cli
