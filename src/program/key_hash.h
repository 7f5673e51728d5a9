// The hash of the tables in an image: deterministic, seeded, the same in the writer and in every worker.
//
// Keys come from the policy, so nobody outside chooses what collides; a client's look-up reads at most
// Header::probes_max slots whatever it asks for. That is why a fast unkeyed mix is enough here.

#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace bulkhead::program {

/// Grows by pieces: the hash of a path prefix is the hash of the shorter prefix and one more segment.
class KeyHash {
 public:
  explicit KeyHash(std::uint64_t seed) noexcept : state_(seed ^ kMultiplier) {}

  void add(std::uint64_t word) noexcept {
    // Odd multiplier (2^64 / golden ratio); the shift brings high bits down to where the tables look.
    state_ = (state_ ^ word) * kMultiplier;
    state_ ^= state_ >> 29;
  }

  void add(std::string_view piece) noexcept {
    add(piece.size());
    for (; piece.size() >= sizeof(std::uint64_t); piece.remove_prefix(sizeof(std::uint64_t)))
      add(word(piece));
    if (!piece.empty()) add(word(piece));
  }

  std::uint64_t value() const noexcept {
    const std::uint64_t folded = (state_ ^ (state_ >> 32)) * kMultiplier;
    return folded ^ (folded >> 29);
  }

 private:
  static constexpr std::uint64_t kMultiplier = 0x9e37'79b9'7f4a'7c15;

  static std::uint64_t word(std::string_view piece) noexcept {
    std::uint64_t value = 0;
    std::memcpy(&value, piece.data(), piece.size() < sizeof value ? piece.size() : sizeof value);
    return value;
  }

  std::uint64_t state_;
};

}  // namespace bulkhead::program
