// When each request of a fixed rate is due.

#pragma once

#include <cstdint>
#include <limits>
#include <random>

#include "base/time.h"

namespace bulkhead::load {

/// The times of an open loop: request i is due somewhere in the i-th share of a second, whatever became of those before.
/// The jitter inside the share comes from the seed; without it the load would beat in step with timers of the server.
///
/// A backlog needs no queue: what is not sent yet is the schedule from `index()` on.
class Schedule {
 public:
  /// Requires: rps >= 1.
  Schedule(std::uint64_t rps, std::uint64_t seed, MonoTime start) : rps_(rps), start_(start), random_(seed) {
    place();
  }

  /// The first request not taken yet, and when it is due.
  std::uint64_t index() const { return index_; }
  MonoTime due() const { return due_; }

  void take() {
    ++index_;
    place();
  }

  /// How many requests are due before `at`, to within one.
  std::uint64_t due_before(MonoTime at) const {
    const auto passed = static_cast<std::uint64_t>((at - start_).count());
    return passed / kSecond * rps_ + passed % kSecond * rps_ / kSecond;
  }

 private:
  static constexpr std::uint64_t kSecond = 1'000'000'000;

  void place() {
    const std::uint64_t share = kSecond / rps_;
    const std::uint64_t begins = index_ / rps_ * kSecond + index_ % rps_ * kSecond / rps_;
    due_ = start_ + Nanoseconds{static_cast<std::int64_t>(begins + random_() % share)};
  }

  std::uint64_t rps_;
  MonoTime start_;
  std::uint64_t index_ = 0;
  MonoTime due_;
  std::mt19937_64 random_;
};

}  // namespace bulkhead::load
