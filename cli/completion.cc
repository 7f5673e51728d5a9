// bulkhead completion: a script for the shell.

#include <memory>
#include <ostream>

#include <fmt/core.h>

#include "base/escape.h"
#include "cli/commands.h"
#include "cli/completion_scripts.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command completion_command() {
  const auto shell = std::make_shared<std::string>();
  Command command;
  command.name = "completion";
  command.summary = "Print a completion script for a shell";
  command.details = "Names of services are asked of the daemon while you type, for at most a second.";
  command.arguments = {{.name = "SHELL",
                        .help = "bash, zsh or fish.",
                        .target = shell.get(),
                        .required = true,
                        .choices = {"bash", "zsh", "fish"}}};
  command.examples = {
      {"bulkhead completion bash > /etc/bash_completion.d/bulkhead", "For everybody on this machine:"},
      {"bulkhead completion fish > ~/.config/fish/completions/bulkhead.fish", "For yourself, with fish:"}};
  command.run = [shell](Session& session) -> Result<Exit> {
    const Command root = bulkhead_command();
    const std::string script = *shell == "bash"  ? bash_completion(root)
                               : *shell == "zsh" ? zsh_completion(root)
                                                 : fish_completion(root);
    if (session.options.json)
      session.out() << fmt::format("{{\n  \"shell\": \"{}\",\n  \"script\": \"{}\"\n}}\n", *shell,
                                   escape_json(script));
    else
      session.out() << script;
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
