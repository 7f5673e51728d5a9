// @noMatch: never.

#include "inspect/operators/operator.h"

namespace bulkhead::inspect::operators {

bool no_match(const Question&, Match&) { return false; }

}  // namespace bulkhead::inspect::operators
