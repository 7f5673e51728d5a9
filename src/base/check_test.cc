// A bug must stop the process where going on would be worse, and must be counted, not fatal, in the release
// build of the request path.

#include "base/check.h"

#include <gtest/gtest.h>

namespace bulkhead {
namespace {

TEST(CheckDeathTest, AssertNamesTheConditionAndEndsTheProcess) {
  BULKHEAD_ASSERT(1 + 1 == 2);
  EXPECT_DEATH(BULKHEAD_ASSERT(1 + 1 == 3), "assertion failed: 1 \\+ 1 == 3 .*check_test");
}

TEST(Check, ExpectIsTheTruthOfItsCondition) {
  const auto before = bugs_seen();
  EXPECT_TRUE(BULKHEAD_EXPECT(1 + 1 == 2));
  EXPECT_EQ(bugs_seen(), before);
}

#ifdef NDEBUG
TEST(Check, InReleaseABugIsCountedAndTheCallerGoesOn) {
  const auto before = bugs_seen();
  EXPECT_FALSE(BULKHEAD_EXPECT(1 + 1 == 3));
  EXPECT_FALSE(BULKHEAD_EXPECT(1 + 1 == 4));
  EXPECT_EQ(bugs_seen(), before + 2);
}
#else
TEST(CheckDeathTest, InDebugABugEndsTheProcess) {
  EXPECT_DEATH((void)BULKHEAD_EXPECT(1 + 1 == 3), "1 \\+ 1 == 3");
}
#endif

}  // namespace
}  // namespace bulkhead
