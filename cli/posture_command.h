// What close, guard, lockdown, open and reopen have in common: all of it but the level and a few options.

#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/acting.h"
#include "cli/command.h"
#include "cli/order_request.h"

namespace bulkhead::cli {

/// The parsed command line of one of the five.
struct PostureArguments {
  OrderArguments order;
  ActingOptions acting;
  bool direct = false;
};

/// Options and arguments that all five take, filling `arguments`.
Command posture_command(const std::string& name, const std::string& summary,
                        const std::shared_ptr<PostureArguments>& arguments);

/// --share: whom a level lets in.
Parameter share_parameter(PostureArguments& arguments, const std::string& help);

/// Says what `level` would do, asks where it is wide, does it; one order a scope. A scope that fails does not keep the
/// others from being tried.
Result<Exit> place_orders(Session& session, PostureArguments& arguments, const std::string& level);

}  // namespace bulkhead::cli
