#include "launch/back_off.h"

#include <algorithm>

namespace bulkhead::launch {

Milliseconds BackOff::after_end(MonoTime started, MonoTime now) {
  if (now - started >= kSteadyAfter) next_ = kFirst;
  const Milliseconds wait = next_;
  next_ = std::min(2 * next_, kMax);
  return wait;
}

}  // namespace bulkhead::launch
