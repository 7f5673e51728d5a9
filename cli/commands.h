// One function a command; each in its own file. tree.cc puts them together.

#pragma once

#include "cli/command.h"

namespace bulkhead::cli {

struct CommonOptions;

Command apply_command();
Command approve_command();
Command check_command();
Command close_command();
Command compile_command();
Command completion_command();
Command documents_command();
Command drill_command();
/// Of `bulkhead drill`.
Command drill_allow_command();
Command drill_disallow_command();
Command drill_key_command();
Command guard_command();
Command history_command();
Command images_command();
Command inspect_command();
Command lockdown_command();
Command open_command();
Command proposals_command();
Command reject_command();
Command render_command();
Command reopen_command();
Command rollback_command();
Command rules_command();
/// Of `bulkhead rules`.
Command rules_test_command();
Command run_command();
Command scopes_command();
Command status_command();
Command undo_command();
Command version_command();

/// The whole program.
Command bulkhead_command();

}  // namespace bulkhead::cli
