#include "control/metrics/rates.h"

namespace bulkhead::control::metrics {

void Rate::sample(std::uint64_t count, MonoTime now) {
  if (held_ > 0 && now <= newest().at) return;
  if (held_ > 0 && count < newest().count) held_ = 0;
  if (held_ == kSamplesMax) {
    first_ = (first_ + 1) % kSamplesMax;
    --held_;
  }
  samples_[(first_ + held_) % kSamplesMax] = {count, now};
  ++held_;
}

std::optional<double> Rate::per_second() const {
  if (held_ < 2) return std::nullopt;
  const Sample& oldest = samples_[first_];
  const std::chrono::duration<double> span = newest().at - oldest.at;
  return static_cast<double>(newest().count - oldest.count) / span.count();
}

}  // namespace bulkhead::control::metrics
