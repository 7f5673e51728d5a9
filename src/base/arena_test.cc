// An arena gives memory that does not overlap, says no at its maximum, and in the steady state keeps what it has.

#include "base/arena.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>

namespace bulkhead {
namespace {

TEST(Arena, GivesAlignedMemoryThatDoesNotOverlap) {
  Arena arena(1u << 20, 2 * Arena::kBlockBytes);
  char* first = static_cast<char*>(arena.take(3, 1));
  char* second = static_cast<char*>(arena.take(8, 8));
  ASSERT_NE(first, nullptr);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(second) % 8, 0u);
  EXPECT_GE(second, first + 3);
}

TEST(Arena, SaysNoAtItsMaximum) {
  Arena arena(2 * Arena::kBlockBytes, 0);
  EXPECT_NE(arena.take(Arena::kBlockBytes), nullptr);
  EXPECT_NE(arena.take(Arena::kBlockBytes), nullptr);
  EXPECT_EQ(arena.take(1), nullptr);
  EXPECT_EQ(Arena(1024, 0).take(2048), nullptr);
  EXPECT_EQ(Arena(1u << 20, 0).take(SIZE_MAX), nullptr);
  EXPECT_TRUE(Arena(1u << 20, 0).take_array<std::uint64_t>(SIZE_MAX / 4).empty());
}

TEST(Arena, KeepsBlocksUpToWhatItIsToldAndGivesBackTheRest) {
  Arena arena(8u << 20, 2 * Arena::kBlockBytes);
  for (int i = 0; i < 4; ++i) EXPECT_NE(arena.take(Arena::kBlockBytes), nullptr);
  EXPECT_NE(arena.take(1u << 20), nullptr);
  arena.reset();
  EXPECT_EQ(arena.bytes_held(), 2 * Arena::kBlockBytes);
  void* again = arena.take(Arena::kBlockBytes);
  void* and_again = arena.take(Arena::kBlockBytes);
  EXPECT_NE(again, and_again);
  EXPECT_EQ(arena.bytes_held(), 2 * Arena::kBlockBytes);
}

TEST(Arena, TakesBackTheEndOfTheLatest) {
  Arena arena(1u << 20, 0);
  char* wide = static_cast<char*>(arena.take(100, 1));
  arena.shrink_last(100, 10);
  EXPECT_EQ(static_cast<char*>(arena.take(1, 1)), wide + 10);
}

TEST(Arena, CopiesText) {
  Arena arena(1u << 20, 0);
  const std::string_view copy = arena.copy("abc");
  EXPECT_EQ(copy, "abc");
}

}  // namespace
}  // namespace bulkhead
