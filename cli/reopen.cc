// bulkhead reopen: a growing share of the people who waited.

#include "cli/commands.h"
#include "cli/posture_command.h"

namespace bulkhead::cli {

namespace {

// The same stages that an order which ends by itself goes through.
constexpr const char* kFirstShare = "25%";
constexpr const char* kStageLasts = "5m";
constexpr const char* kSecondStage = "open:50%:5m";

}  // namespace

Command reopen_command() {
  const auto arguments = std::make_shared<PostureArguments>();
  Command command = posture_command(
      "reopen", "Open services by stages, so that the crowd that waited does not knock them over", arguments);
  command.details =
      "Without further options: a quarter of the clients for five minutes, half of them for five minutes, "
      "then everybody.";
  command.options.push_back(share_parameter(*arguments, "The first stage's share; 25% when not given."));
  command.examples = {
      {"bulkhead reopen tax-filing --reason 'database is back'", "A quarter, a half, everybody:"},
      {"bulkhead reopen tax-filing --share 10% --for 15m --then open:30%:15m --reason 'carefully'",
       "Slower:"}};
  command.run = [arguments](Session& session) {
    OrderArguments& order = arguments->order;
    const bool own_stages = !order.lasts.empty() || !order.until.empty() || !order.then.empty();
    if (order.share.empty()) order.share = kFirstShare;
    if (order.lasts.empty() && order.until.empty()) order.lasts = kStageLasts;
    if (!own_stages) order.then = {kSecondStage};
    return place_orders(session, *arguments, "open");
  };
  return command;
}

}  // namespace bulkhead::cli
