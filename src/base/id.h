// 128-bit ids, time-ordered, carrying the id of the gateway that made them.

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead {

/// An id of an order, an event, an approval. As text 26 characters of Crockford base 32 ("01J2…"), which
/// sort as the ids do.
///
///     | 48 bits: real time, ms | 16 bits: gateway | 64 bits: random |
class Id {
 public:
  static constexpr std::size_t kTextBytes = 26;

  constexpr Id() = default;

  /// Makes an id; `random` comes from os::Random. A time before 1970 or after 48 bits of milliseconds
  /// counts as the nearest that fits.
  static Id make(RealTime at, std::uint16_t gateway, std::uint64_t random);

  /// Reads the 26 characters, upper or lower case; I and L as 1, O as 0, as they are misread aloud.
  static Result<Id> parse(std::string_view text);

  static constexpr Id from_words(std::uint64_t high, std::uint64_t low) { return Id(high, low); }

  std::string text() const;
  std::uint64_t high() const { return high_; }
  std::uint64_t low() const { return low_; }
  bool empty() const { return high_ == 0 && low_ == 0; }

  auto operator<=>(const Id&) const = default;

 private:
  constexpr Id(std::uint64_t high, std::uint64_t low) : high_(high), low_(low) {}

  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
};

}  // namespace bulkhead
