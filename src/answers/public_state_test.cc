// The public must be told whether people are served, and never how alert we are.

#include "answers/public_state.h"

#include <gtest/gtest.h>

#include <vector>

namespace bulkhead::answers {
namespace {

using posture::Level;

TEST(PublicStateTest, what_is_told_of_each_posture) {
  struct Case {
    Level level;
    std::uint16_t share_permille;
    bool upstream_down;
    PublicView expected;
  };
  const PublicView works = {};
  const PublicView fault = {PublicState::kDegraded, Limitation::kFault};
  const PublicView reopening = {PublicState::kDegraded, Limitation::kReopening};
  const PublicView closed = {PublicState::kClosed, Limitation::kNone};
  const std::vector<Case> cases = {
      {Level::kOpen, 1000, false, works},     {Level::kGuarded, 1000, false, works},
      {Level::kLockdown, 1000, false, works}, {Level::kClosed, 1000, false, closed},
      {Level::kOpen, 1000, true, fault},      {Level::kGuarded, 1000, true, fault},
      {Level::kLockdown, 1000, true, fault},  {Level::kClosed, 1000, true, closed},
      {Level::kOpen, 999, false, reopening},  {Level::kGuarded, 250, false, reopening},
      {Level::kOpen, 250, true, fault},       {Level::kClosed, 0, false, closed},
  };
  for (const Case& c : cases) {
    posture::Posture posture;
    posture.level = c.level;
    posture.share_permille = c.share_permille;
    EXPECT_EQ(public_view(posture, c.upstream_down), c.expected)
        << name(c.level) << " " << c.share_permille << " " << c.upstream_down;
  }
}

}  // namespace
}  // namespace bulkhead::answers
