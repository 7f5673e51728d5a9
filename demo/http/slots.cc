#include "demo/http/slots.h"

#include <algorithm>

namespace bulkhead::demo {

Slots::Slots(std::size_t slots, Nanoseconds delay, std::size_t waiting_max)
    : delay_(delay), wait_max_(delay * static_cast<std::int64_t>((waiting_max + slots - 1) / slots)) {
  for (std::size_t i = 0; i < slots; ++i) free_at_.emplace();
}

std::optional<MonoTime> Slots::take(MonoTime now) {
  const std::lock_guard lock(mutex_);
  const MonoTime start = std::max(now, free_at_.top());
  if (start - now > wait_max_) return std::nullopt;
  free_at_.pop();
  free_at_.push(start + delay_);
  return start + delay_;
}

}  // namespace bulkhead::demo
