// bulkhead drill allow, disallow, key: what an officer of the gateway says to whoever wants to rehearse on it.

#include <fmt/core.h>

#include <memory>
#include <ostream>

#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/moments.h"
#include "cli/outcome.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

struct Allowing {
  std::string from;
  std::optional<std::uint32_t> rate;
  std::string lasts = "2h";
  std::string reason;
  bool live = false;
};

Result<Exit> allow(Session& session, Allowing& arguments) {
  if (!arguments.rate) return session.usage("how fast may it be? --rate 500 (requests a second)");
  if (const Result<Milliseconds> lasts = parse_duration(arguments.lasts); !lasts)
    return session.usage("--for: " + lasts.error().message);
  if (!have_reason(session, arguments.reason)) return Exit::kUsage;
  Json body{{"from", arguments.from},
            {"requests_per_s_max", *arguments.rate},
            {"for", arguments.lasts},
            {"reason", arguments.reason}};
  if (arguments.live) body["live"] = true;
  const Result<Reply> reply =
      call(session.api(), {.method = "POST", .path = "/drill/allow", .body = dumped(body)});
  if (!reply) return fail_as(reply);
  return print_outcome(session, reply->document.root());
}

Result<Exit> disallow(Session& session, std::string& reason) {
  if (!have_reason(session, reason)) return Exit::kUsage;
  const Result<Reply> reply = call(
      session.api(), {.method = "POST", .path = "/drill/disallow", .body = dumped({{"reason", reason}})});
  if (!reply) return fail_as(reply);
  const JsonView root = reply->document.root();
  if (session.options.json)
    session.out() << root.dump() << "\n";
  else if (root["outcome"].text() == "disallowed")
    session.out()
        << "Done: this gateway agrees to no drill any more. One that is under way was told until when it "
           "may, and is not stopped by this: close doors or block its address if it must end now.\n";
  else
    session.out() << "Nothing was done: this gateway agreed to no drill.\n";
  return Exit::kOk;
}

std::string consent_line(JsonView drill, RealTime now) {
  const JsonView consent = drill["consent"];
  if (consent.empty()) return "Agrees to no drill.\n";
  return fmt::format("Agrees to a drill from {} at up to {} requests/s until {}.\n",
                     escape_terminal(consent["from"].text()), consent["requests_per_s_max"].whole(),
                     local_time(instant(consent["ends_at"].text()), now));
}

Result<Exit> key(Session& session) {
  const Result<Reply> reply = call(session.api(), {.path = "/drill"});
  if (!reply) return fail_as(reply);
  const JsonView root = reply->document.root();
  if (session.options.json) {
    session.out() << root.dump() << "\n";
    return Exit::kOk;
  }
  // The key alone on the output, so that it can be handed on as it is.
  session.out() << escape_terminal(root["key"].text()) << "\n";
  session.err() << (root["live"].truth() ? "A live gateway. " : "A rehearsal gateway. ")
                << consent_line(root, session.now());
  return Exit::kOk;
}

}  // namespace

Command drill_allow_command() {
  const auto arguments = std::make_shared<Allowing>();
  Command command;
  command.name = "allow";
  command.summary = "Agree to a drill on this gateway, from one address, up to a rate, for a while";
  command.details =
      "From now on the gateway signs, for whoever connects from that address, that it agrees: a drill that "
      "is "
      "not on the gateway's own machine plays only with that. The address has to be one of the policy's "
      "trusted_proxies. Another consent replaces this one, and a daemon that starts again agrees to "
      "nothing.\n\n"
      "On a live gateway people will be refused: it takes --live, and a second person who approves.";
  command.options = {{.name = "--from",
                      .value = "ADDRESS",
                      .help = "Where the drill comes from.",
                      .target = &arguments->from,
                      .required = true},
                     {.name = "--rate",
                      .value = "N",
                      .help = "Most requests a second; a drill that asks for more does not begin.",
                      .target = &arguments->rate,
                      .required = true},
                     {.name = "--for",
                      .value = "DURATION",
                      .help = "How long: 45m, 2h, at most 24h; 2h when not given.",
                      .target = &arguments->lasts},
                     {.name = "--live",
                      .help = "This gateway serves people, and that is meant.",
                      .target = &arguments->live},
                     {.name = "--reason",
                      .value = "TEXT",
                      .help = "Why, for the history. Asked for on a terminal.",
                      .target = &arguments->reason}};
  command.examples = {
      {"bulkhead drill allow --from 192.0.2.10 --rate 500 --for 1h --reason 'autumn exercise'",
       "For an hour:"}};
  command.run = [arguments](Session& session) { return allow(session, *arguments); };
  return command;
}

Command drill_disallow_command() {
  const auto reason = std::make_shared<std::string>();
  Command command;
  command.name = "disallow";
  command.summary = "Take the consent to a drill back";
  command.details = "No drill begins any more. It does not stop one that has begun.";
  command.options = {{.name = "--reason",
                      .value = "TEXT",
                      .help = "Why, for the history. Asked for on a terminal.",
                      .target = reason.get()}};
  command.run = [reason](Session& session) { return disallow(session, *reason); };
  return command;
}

Command drill_key_command() {
  Command command;
  command.name = "key";
  command.summary = "Print the public key by which drills know this gateway's consent";
  command.details =
      "Hand it to whoever runs the drill, by a way that nobody in between can change. The secret half stays "
      "in the "
      "state folder (keys/drill); removing that file makes a new one at the daemon's next start.";
  command.run = [](Session& session) { return key(session); };
  return command;
}

}  // namespace bulkhead::cli
