// Answers are checked field by field, at their limits, and only what was offered can be chosen.

#include "demo/desk/task.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

Step sample() {
  return {.title = {"a", "b"},
          .fields = {{.name = "name", .label = {}, .chars_max = 5},
                     {.name = "count", .label = {}, .kind = Field::Kind::kWholeNumber, .required = false},
                     {.name = "day", .label = {}, .kind = Field::Kind::kDate, .required = false},
                     {.name = "colour",
                      .label = {},
                      .kind = Field::Kind::kChoice,
                      .required = false,
                      .choices = one_of({{"red", {"Red", "Kuqe"}}, {"blue", {"Blue", "Blu"}}})},
                     {.name = "sure", .label = {}, .kind = Field::Kind::kTick, .required = false}}};
}

TEST(TakeAnswers, ChecksEachField) {
  struct Case {
    std::string_view field;
    std::string_view value;
    bool accepted;
  };
  const Case cases[] = {
      {"name", "", false},
      {"name", "abcde", true},
      {"name", "abcdef", false},
      {"name", "ëëëëë", true},
      {"name", "  ab  ", true},
      {"name", "a\nb", false},
      {"name", "   ", false},
      {"count", "0", true},
      {"count", "-1", false},
      {"count", "1.5", false},
      {"count", "999999999999", true},
      {"count", "9999999999999", false},
      {"day", "2024-02-29", true},
      {"day", "2025-02-29", false},
      {"day", "2025-13-01", false},
      {"day", "01.02.2025", false},
      {"day", "2025-00-10", false},
      {"day", "+025-01-10", false},
      {"colour", "red", true},
      {"colour", "green", false},
      {"colour", "Red", false},
      {"sure", "yes", true},
      {"sure", "no", false},
      {"sure", "", true},
  };
  Database database(":memory:");
  const Citizen citizen;
  for (const Case& one : cases) {
    Answers answers;
    const Ask ask{database, citizen, answers, Language::kEnglish};
    Pairs form = {{std::string(one.field), std::string(one.value)}};
    if (one.field != "name") form.push_back({"name", "abc"});
    const auto problems = take_answers(sample(), ask, form, answers);
    EXPECT_EQ(problems.empty(), one.accepted) << one.field << '=' << one.value;
    if (problems.empty()) continue;
    EXPECT_EQ(problems[0].field, one.field);
  }
}

TEST(TakeAnswers, KeepsOnlyFieldsOfTheStep) {
  Database database(":memory:");
  const Citizen citizen;
  Answers answers;
  const Ask ask{database, citizen, answers, Language::kEnglish};
  EXPECT_TRUE(take_answers(sample(), ask, {{"name", "abc"}, {"smuggled", "x"}}, answers).empty());
  EXPECT_EQ(answers.count("smuggled"), 0u);
  EXPECT_EQ(answers.size(), sample().fields.size());
}

}  // namespace
}  // namespace bulkhead::demo
