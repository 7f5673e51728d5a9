// bulkhead rollback: an older image back into force.

#include <fmt/core.h>

#include <memory>

#include "cli/commands.h"
#include "cli/policy_request.h"
#include "cli/publishing.h"
#include "cli/session.h"

namespace bulkhead::cli {

Command rollback_command() {
  struct Arguments {
    std::optional<std::uint32_t> version;
    ActingOptions acting;
  };
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "rollback";
  command.summary = "Put an older image back into force";
  command.details =
      "Five images are kept; `images` lists them. Going back to something looser needs a second person.";
  command.arguments = {{.name = "VERSION",
                        .help = "The image; the one before the current when not given.",
                        .target = &arguments->version}};
  command.options = acting_parameters(arguments->acting);
  command.run = [arguments](Session& session) -> Result<Exit> {
    const auto body = [&](bool dry_run) {
      const ActingOptions& acting = arguments->acting;
      const std::string reason = acting.reason.empty() ? "preview" : acting.reason;
      return rollback_json(arguments->version, reason, acting.alone, dry_run);
    };
    Result<Exit> done = publish(session, arguments->acting, "/policy/rollback", body);
    if (done || done.error().code != ErrorCode::kNotFound || !arguments->version) return done;
    return fail(ErrorCode::kNotFound,
                fmt::format("image {} is not kept: see `bulkhead images`", *arguments->version));
  };
  return command;
}

}  // namespace bulkhead::cli
