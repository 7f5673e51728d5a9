// bulkhead proposals: what waits for a second person.

#include <ostream>

#include "cli/commands.h"
#include "cli/proposal.h"

namespace bulkhead::cli {

Command proposals_command() {
  Command command;
  command.name = "proposals";
  command.summary = "Show what waits for a second person";
  command.run = [](Session& session) -> Result<Exit> {
    const Result<Reply> reply = read_proposals(session);
    if (!reply) return fail_as(reply);
    const JsonView root = reply->document.root();
    if (session.options.json) {
      session.out() << root.dump() << "\n";
      return Exit::kOk;
    }
    const auto proposals = root["proposals"].items();
    if (proposals.empty()) session.out() << "Nothing waits for a second person.\n";
    for (const JsonView& proposal : proposals) session.out() << proposal_text(proposal, session.now());
    if (!proposals.empty())
      session.out() << "Agree with `bulkhead approve ID`, decline with `bulkhead reject ID`.\n";
    return Exit::kOk;
  };
  return command;
}

}  // namespace bulkhead::cli
