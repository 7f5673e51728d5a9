// --help, the man page and docs/cli.md: three spellings of the one tree of commands.

#pragma once

#include <string>

#include "cli/command.h"

namespace bulkhead::cli {

/// Help for the terminal, wrapped to `columns`.
std::string help_text(const Command& command, const std::string& path, int columns);

/// docs/cli.md.
std::string markdown(const Command& root);

/// packaging/man/bulkhead.1, in man(7).
std::string man_page(const Command& root);

/// `text` in lines of at most `columns`, each behind `indent` blanks; words are never split.
std::string wrap(const std::string& text, int columns, int indent);

}  // namespace bulkhead::cli
