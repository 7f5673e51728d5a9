// Numbers have to be those of the published algorithm: the vectors come from other people's tests and from
// registers, not from this code.

#include "demo/people/national_number.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

constexpr Day kToday{2025, 6, 30};

struct Case {
  std::string_view text;
  bool valid;
};

TEST(NationalNumber, AcceptsWhatFitsAndRefusesWhatDoesNot) {
  const Case cases[] = {
      {"J00101999W", true},  {"J05115999K", true},  {"I90308094A", true},   // vectors
      {"J00101999A", false}, {"J05115999W", false}, {"I90308094B", false},  // another letter
      {"", false},           {"J0010199W", false},  {"J001019999W", false}, {"j00101999w", false},
      {"U00101999W", false}, {"J0010199XW", false}, {"J00101999Z", false},
  };
  for (const Case& one : cases) EXPECT_EQ(is_national_number(one.text, kToday), one.valid) << one.text;
}

TEST(NationalNumber, RefusesDatesThatAreNotAndDaysToCome) {
  EXPECT_TRUE(is_national_number(national_number({2025, 6, 30}, Sex::kFemale, 1), kToday));
  EXPECT_FALSE(is_national_number(national_number({2025, 7, 1}, Sex::kFemale, 1), kToday));
  EXPECT_FALSE(is_national_number(national_number({1999, 2, 29}, Sex::kMale, 1), kToday));
  EXPECT_TRUE(is_national_number(national_number({2000, 2, 29}, Sex::kMale, 1), kToday));
  EXPECT_FALSE(is_national_number(national_number({1999, 13, 1}, Sex::kMale, 1), kToday));
}

TEST(NationalNumber, SaysDecadeYearMonthAndSex) {
  EXPECT_EQ(national_number({1990, 1, 1}, Sex::kMale, 999), "J00101999W");
  EXPECT_TRUE(national_number({1987, 11, 5}, Sex::kFemale, 42).starts_with("I76105042"));
  EXPECT_TRUE(national_number({2024, 3, 9}, Sex::kMale, 7).starts_with("M40309007"));
}

TEST(CheckLetter, NoticesEveryWrongDigit) {
  // 23 is a prime and no weight reaches it: no single digit can be mistyped unseen. (The first character
  // can: "I" and "9" count the same.)
  const std::string good = "I90308094";
  for (std::size_t at = 1; at < good.size(); ++at) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string bad = good;
      bad[at] = c;
      EXPECT_EQ(check_letter(bad) == check_letter(good), bad == good) << bad;
    }
  }
}

TEST(CompanyNumber, AcceptsBothLettersOfRemainderZero) {
  for (const std::string_view good : {"J91402501L", "K22218003V", "L62119008A"})
    EXPECT_TRUE(is_company_number(good)) << good;
  EXPECT_TRUE(is_company_number("J00101999W"));
  EXPECT_TRUE(is_company_number("J00101999A"));
  EXPECT_FALSE(is_company_number("J91402501M"));
  EXPECT_FALSE(is_company_number("K22218003W"));
}

TEST(Day, MovesOverMonthsAndLeapDays) {
  EXPECT_EQ(day_text(day_plus({2024, 2, 28}, 1)), "2024-02-29");
  EXPECT_EQ(day_text(day_plus({2025, 2, 28}, 1)), "2025-03-01");
  EXPECT_EQ(day_text(day_plus({2025, 1, 1}, -1)), "2024-12-31");
}

}  // namespace
}  // namespace bulkhead::demo
