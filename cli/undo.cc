// bulkhead undo: takes one order away; the rest shows through.

#include <algorithm>
#include <memory>
#include <ostream>

#include "base/escape.h"
#include "base/id.h"
#include "cli/acting.h"
#include "cli/commands.h"
#include "cli/order_request.h"
#include "cli/outcome.h"
#include "cli/preview_view.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

struct Arguments {
  std::string order;
  ActingOptions acting;
};

constexpr std::size_t kNameShownMax = 80;

// Ids sort by time, so the greatest is the newest.
Result<std::string> newest_order(Session& session) {
  const Result<Reply> reply = call(session.api(), {.path = "/orders"});
  if (!reply) return fail_as(reply);
  std::string newest;
  for (const JsonView& order : reply->document.root()["orders"].items()) {
    if (order["rank"].text() == "operator") newest = std::max(newest, order["id"].text());
  }
  if (newest.empty())
    return fail(ErrorCode::kNotFound, "no operator's order is in force: there is nothing to undo");
  return newest;
}

Result<Reply> post(Session& session, const Arguments& arguments, const std::string& order, bool dry_run) {
  const std::string reason = arguments.acting.reason.empty() ? "preview" : arguments.acting.reason;
  return call(session.api(),
              {.method = "POST",
               .path = "/orders/" + percent_encode(order) + "/undo",
               .body = reason_json(reason, arguments.acting.alone, dry_run, arguments.acting.drill)});
}

// A name is what people have at hand; what they mean by undoing it is `open`.
Result<Exit> no_order(const Error& error, const std::string& order) {
  const bool is_id = order == "last" || Id::parse(order);
  if (is_id || (error.code != ErrorCode::kNotFound && error.code != ErrorCode::kInvalid))
    return std::unexpected(error);
  return fail(ErrorCode::kInvalid, "'" + cut(order, kNameShownMax) +
                                       "' is no id of an order (`bulkhead history` has them); to open "
                                       "what has that name: `bulkhead open " +
                                       cut(order, kNameShownMax) + "`");
}

Result<Exit> undo(Session& session, Arguments& arguments) {
  if (!arguments.acting.dry_run && !have_reason(session, arguments.acting.reason)) return Exit::kUsage;
  std::string order = arguments.order;
  if (order == "last") {
    Result<std::string> newest = newest_order(session);
    if (!newest) return fail_as(newest);
    order = std::move(*newest);
  }
  const Result<Reply> preview = post(session, arguments, order, true);
  if (!preview) return no_order(preview.error(), arguments.order);
  if (arguments.acting.dry_run) return print_outcome(session, preview->document.root());
  const JsonView what = preview->document.root()["preview"];
  if (!session.options.json)
    session.out() << preview_text(what, arguments.order == "last", session.now()) << std::flush;
  // "last" may have become somebody else's order a moment ago: there the question is always asked.
  if (!go_ahead(session, arguments.acting, is_wide(what) || arguments.order == "last")) return Exit::kRefused;
  const Result<Reply> done = post(session, arguments, order, false);
  if (!done) return fail_as(done);
  return print_outcome(session, done->document.root(), what["why"].text());
}

}  // namespace

Command undo_command() {
  const auto arguments = std::make_shared<Arguments>();
  Command command;
  command.name = "undo";
  command.summary = "Take one order away; the rest shows through";
  command.details = "Taking away an order with cause compromise needs a second person.";
  command.arguments = {{.name = "ORDER",
                        .help = "Id of the order, or last: the newest in force.",
                        .target = &arguments->order,
                        .required = true}};
  command.options = acting_parameters(arguments->acting);
  command.options.push_back(drill_parameter(arguments->acting.drill));
  command.examples = {{"bulkhead undo last --reason 'wrong service'", "A slip:"}};
  command.run = [arguments](Session& session) { return undo(session, *arguments); };
  return command;
}

}  // namespace bulkhead::cli
