// bulkhead rules: rule sets by themselves, without a gateway.

#include "cli/commands.h"

namespace bulkhead::cli {

Command rules_command() {
  Command command;
  command.name = "rules";
  command.summary = "Work with rules by themselves";
  command.details = "Rules are SecLang, the language of ModSecurity and of the OWASP Core Rule Set.";
  command.commands = {rules_test_command()};
  return command;
}

}  // namespace bulkhead::cli
