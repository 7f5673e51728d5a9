#include "cli/run/back_off.h"

#include <algorithm>

namespace bulkhead::cli {

Milliseconds BackOff::after_end(MonoTime started, MonoTime now) {
  if (now - started >= kSteadyAfter) next_ = kFirst;
  const Milliseconds wait = next_;
  next_ = std::min(2 * next_, kMax);
  return wait;
}

}  // namespace bulkhead::cli
