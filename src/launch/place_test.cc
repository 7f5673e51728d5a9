// What must hold: no two hold the same place, and a place that is given back can be taken again.

#include "launch/place.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <string>

namespace bulkhead::launch {
namespace {

TEST(Place, IsHeldByOne) {
  const std::string kind = "bulkhead-place-test-" + std::to_string(getpid());
  std::optional<Place> first = *Place::take(kind, 2, 5);
  EXPECT_EQ(first->number(), 1u);
  const auto second = Place::take(kind, 2, 5);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->number(), 0u);
  EXPECT_EQ(Place::take(kind, 2, 5).error().code, ErrorCode::kConflict);
  first.reset();
  EXPECT_EQ(Place::take(kind, 2, 5)->number(), 1u);
}

}  // namespace
}  // namespace bulkhead::launch
