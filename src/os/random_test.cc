// The system's bytes must differ, every one of them must be filled, and a seed must give the same bytes on
// every machine: a failing simulation is repeated from it.

#include "os/random.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace bulkhead::os {
namespace {

TEST(SystemRandom, DoesNotRepeat) {
  SystemRandom random;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(random.next()).second);
}

TEST(SystemRandom, FillsEveryByte) {
  SystemRandom random;
  std::array<std::byte, 33> ever{};
  for (int i = 0; i < 64; ++i) {
    std::array<std::byte, 33> bytes{};
    random.fill(bytes);
    for (std::size_t at = 0; at < bytes.size(); ++at) ever[at] |= bytes[at];
  }
  for (const std::byte byte : ever) EXPECT_NE(byte, std::byte{0});
}

// The first outputs of SplitMix64 for seed 1234567, as published with the algorithm.
TEST(SeededRandom, SameSeedSameNumbers) {
  SeededRandom random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317u);
  EXPECT_EQ(random.next(), 3203168211198807973u);
  EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(SeededRandom, FillsAnyLength) {
  SeededRandom random(1);
  std::array<std::byte, 13> bytes{};
  random.fill(bytes);
  EXPECT_NE(bytes[12], std::byte{0});
  random.fill({});
}

}  // namespace
}  // namespace bulkhead::os
