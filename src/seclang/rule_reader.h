// Reads SecRule, SecAction, SecDefaultAction and SecMarker, and links chains. Internal.

#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "seclang/context.h"
#include "seclang/draft.h"
#include "seclang/order.h"

namespace bulkhead::seclang {

/// Collects rules, defaults and markers in the order of the files; what is wrong with them is reported.
class RuleReader {
 public:
  RuleReader(Draft& draft, Context& context) : draft_(draft), context_(context) {}

  void rule(const Order& order);
  void action(const Order& order);
  void default_action(const Order& order);
  void marker(const Order& order);

  /// Reports a chain that the last rule leaves open.
  void expect_chain_closed();

 private:
  void add_link(DraftLink link, std::size_t errors_before);
  void start_rule(DraftLink link, bool had_errors);
  void join_chain(DraftLink link);
  void allow_only_defaults(const ActionList& actions);

  Draft& draft_;
  Context& context_;
  std::unordered_map<std::uint64_t, Position> ids_;  ///< Where each id was taken.
  bool chain_open_ = false;
};

}  // namespace bulkhead::seclang
