// What is sent in is kept up to a number, under receipts that nobody can guess from others.

#include "demo/desk/cases.h"

#include <gtest/gtest.h>

#include "demo/desk/folder_for_test.h"
#include "demo/desk/seed.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr RealTime kNow{std::chrono::seconds{1'784'246'400}};

class CasesTest : public testing::Test {
 protected:
  CasesTest()
      : database_(open_seeded(portal(), folder_.path(), 1, 10)), citizen_(*find_citizen(*database_, 1)) {}

  FolderForTest folder_;
  os::SeededRandom random_{1};
  Result<Database> database_;
  Citizen citizen_;
};

TEST_F(CasesTest, AreFoundAgain) {
  Cases cases(portal(), *database_, random_);
  const std::string receipt = cases.submit(citizen_, {{"phone", "<1>"}}, kNow);
  EXPECT_TRUE(receipt.starts_with("POR-000061-")) << receipt;
  const auto found = cases.by_receipt(receipt);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->answers.at("phone"), "<1>");
  EXPECT_EQ(found->submitted_at, "2026-07-17T00:00:00Z");
  EXPECT_EQ(found->status, "submitted");
  EXPECT_FALSE(cases.by_receipt("POR-000061-000000"));
  EXPECT_NE(cases.submit(citizen_, {}, kNow).substr(11), receipt.substr(11));
}

TEST_F(CasesTest, BeyondTheirMaximumTheOldestGoes) {
  const std::int64_t at_first = database_->number("SELECT COUNT(*) FROM cases");
  Cases cases(portal(), *database_, random_, at_first + 1);
  cases.submit(citizen_, {}, kNow);
  EXPECT_TRUE(cases.by_id(1));
  cases.submit(citizen_, {}, kNow);
  EXPECT_FALSE(cases.by_id(1));
  EXPECT_TRUE(cases.by_id(2));
  EXPECT_EQ(database_->number("SELECT COUNT(*) FROM cases"), at_first + 1);
}

TEST_F(CasesTest, AreDecidedOnce) {
  Cases cases(portal(), *database_, random_);
  EXPECT_TRUE(cases.decide(5, true, "fine", "clerk-01", kNow));
  EXPECT_FALSE(cases.decide(5, false, "no", "clerk-02", kNow));
  EXPECT_EQ(cases.by_id(5)->clerk, "clerk-01");
  EXPECT_FALSE(cases.decide(999'999, true, "", "clerk-01", kNow));
}

}  // namespace
}  // namespace bulkhead::demo
