// bulkhead apply: how a policy changes.

#include <filesystem>
#include <memory>

#include "cli/commands.h"
#include "cli/policy_file.h"
#include "cli/policy_request.h"
#include "cli/publishing.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command apply_command() {
  struct Arguments {
    std::string path;
    ActingOptions acting;
  };
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "apply";
  command.summary = "Check, compile and publish a policy, and say what changes for which services";
  command.details =
      "What loosens needs a second person. New hosts, listeners, certificates and upstreams reload nginx, "
      "gracefully; everything else "
      "does not. `rollback` takes it back.";
  command.arguments = {{.name = "FILE",
                        .help = "The policy.",
                        .target = &arguments->path,
                        .required = true,
                        .completes = Completes::kFile}};
  command.options = acting_parameters(arguments->acting);
  command.examples = {
      {"bulkhead apply /etc/bulkhead/bulkhead.yaml --reason 'new host for the portal'", "Publish:"}};
  command.run = [arguments](Session& session) -> Result<Exit> {
    // Checked here first: findings with their lines and carets are better read where the file is.
    const Result<PolicyFile> file = read_sound_policy(session, arguments->path);
    if (!file) return fail_as(file);
    return publish(session, arguments->acting, "/policy/apply", [&](bool dry_run) {
      const ActingOptions& acting = arguments->acting;
      // The daemon finds a relative `translations` folder beside the file.
      const std::string file_name = std::filesystem::absolute(arguments->path).lexically_normal().string();
      return apply_json(file_name, file->text, acting.reason, acting.alone, dry_run);
    });
  };
  return command;
}

}  // namespace bulkhead::cli
