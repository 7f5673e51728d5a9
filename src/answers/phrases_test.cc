// Every phrase must have a key, an explanation and an English text; placeholders must be filled, and nothing
// that is filled in may be looked into again.

#include "answers/phrases.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace bulkhead::answers {
namespace {

class FewPhrases final : public PhraseSource {
 public:
  std::string_view phrase(std::string_view key) const override {
    const auto found = texts.find(std::string(key));
    return found == texts.end() ? std::string_view() : std::string_view(found->second);
  }
  std::map<std::string, std::string> texts;
};

TEST(PhrasesTest, keys_are_unique_and_everything_is_explained) {
  std::set<std::string_view> keys;
  for (const PhraseEntry& entry : phrases()) {
    EXPECT_TRUE(keys.insert(entry.key).second) << entry.key;
    EXPECT_FALSE(entry.description.empty()) << entry.key;
    EXPECT_EQ(entry.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), std::string_view::npos)
        << entry.key;
  }
  EXPECT_EQ(keys.size(), kPhrases);
}

TEST(PhrasesTest, english_is_complete_and_stands_in) {
  EXPECT_TRUE(missing_keys(english()).empty());
  FewPhrases few;
  EXPECT_EQ(missing_keys(few).size(), kPhrases);
  few.texts["state_closed"] = "Mbyllur";
  EXPECT_EQ(missing_keys(few).size(), kPhrases - 1);
  EXPECT_EQ(text(few, Phrase::kStateClosed), "Mbyllur");
  EXPECT_EQ(text(few, Phrase::kStateDegraded), "Limited");
  EXPECT_EQ(english().phrase("no_such_key"), "");
}

// The public is told of a precaution, never of an attack or a break-in.
TEST(PhrasesTest, stock_phrases_give_nothing_away) {
  for (const auto cause : {posture::Cause::kNone, posture::Cause::kLoad, posture::Cause::kMaintenance,
                           posture::Cause::kAttack, posture::Cause::kCompromise}) {
    const std::string words(entry(closed_text(cause)).english);
    for (const char* word : {"attack", "compromis", "breach", "hack", "lockdown", "guarded"}) {
      EXPECT_EQ(words.find(word), std::string::npos) << words;
    }
  }
}

TEST(PhrasesTest, months) {
  EXPECT_EQ(entry(month_name(1)).english, "January");
  EXPECT_EQ(entry(month_name(12)).english, "December");
}

TEST(PhrasesTest, fill) {
  const std::array<Substitution, 2> values = {{{"service", "{when} & {service}"}, {"when", "noon"}}};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {"plain", "plain"},
      {"{service}", "{when} & {service}"},
      {"a {when} b {when}", "a noon b noon"},
      {"{unknown} {when}", "{unknown} noon"},
      {"{when", "{when"},
      {"{}{ when}{When}{{when}}", "{}{ when}{When}{noon}"},
      {"}{", "}{"},
  };
  for (const auto& [phrase, expected] : cases) EXPECT_EQ(fill(phrase, values), expected) << phrase;
}

TEST(PhrasesTest, names_of_placeholders) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(placeholders("{day} {month} {day}, {time}"), (Names{"day", "month", "time"}));
  EXPECT_EQ(placeholders("{} { x} {X} {x"), Names{});
  EXPECT_EQ(placeholders("{{x}}"), Names{"x"});
}

}  // namespace
}  // namespace bulkhead::answers
