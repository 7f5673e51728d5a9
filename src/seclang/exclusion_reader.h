// Reads SecRuleRemove… and SecRuleUpdate… Internal.

#pragma once

#include <cstddef>
#include <vector>

#include "seclang/context.h"
#include "seclang/draft.h"
#include "seclang/order.h"

namespace bulkhead::seclang {

/// Collects exclusions; what is wrong with one is reported and it is left out.
class ExclusionReader {
 public:
  ExclusionReader(std::vector<Exclusion>& exclusions, Context& context)
      : exclusions_(exclusions), context_(context) {}

  void removal(const Order& order, Exclusion::By by);
  void update_targets(const Order& order, Exclusion::By by);
  void update_actions(const Order& order);

 private:
  bool read_which(Exclusion& exclusion, Part part);
  void read_ids(Exclusion& exclusion, Part part);
  void add(Exclusion exclusion);

  std::vector<Exclusion>& exclusions_;
  Context& context_;
};

}  // namespace bulkhead::seclang
