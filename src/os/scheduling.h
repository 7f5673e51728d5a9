// What a thread asks of the scheduler.

#pragma once

#include "base/time.h"

namespace bulkhead::os {

/// The calling thread runs soon after it wakes, and in turn gives way sooner: what matters to it is when it runs, not for how long.
/// A wish (a shorter slice gives an earlier virtual deadline: EEVDF, Linux 6.12 and later; between 100 µs and 100 ms); older
/// kernels ignore it.
void ask_for_slice(Nanoseconds slice);

}  // namespace bulkhead::os
