// The only place where randomness comes from.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bulkhead::os {

/// A source of random bytes.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> bytes) = 0;
  std::uint64_t next();
};

/// The kernel's generator: fit for keys and tokens. Ends the process should the kernel have none to give,
/// since going on with predictable keys would be worse.
///
/// Threads    Thread-safe.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// The same bytes for the same seed, for simulations and tests; never for keys.
///
/// Threads    Thread-compatible.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::byte> bytes) override;

 private:
  std::uint64_t state_;
};

}  // namespace bulkhead::os
