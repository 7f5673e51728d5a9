// What must hold: words are split as Apache splits them, and every byte of a line that goes on over several knows its own
// place in the file.

#include "seclang/line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bulkhead::seclang {
namespace {

Line line_of(std::string_view text) {
  Line line;
  line.start(0);
  line.append(text, 1, 1);
  return line;
}

std::vector<std::string> words_of(std::string_view text) {
  const Line line = line_of(text);
  std::vector<std::string> words;
  for (const Word& word : split_words(line))
    words.push_back(unescaped(word.part.text()) + (word.closed ? "" : " open"));
  return words;
}

TEST(Line, SplitsWords) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(words_of("a  b\tc"), (Words{"a", "b", "c"}));
  EXPECT_EQ(words_of(R"(a "b c" 'd "e"')"), (Words{"a", "b c", "d \"e\""}));
  EXPECT_EQ(words_of(R"(a "b \" c")"), (Words{"a", "b \" c"}));
  EXPECT_EQ(words_of(R"(a "b \\" c)"), (Words{"a", R"(b \\)", "c"}))
      << "an even number of backslashes escapes nothing";
  EXPECT_EQ(words_of(R"(a "b \\\" c")"), (Words{"a", R"(b \\" c)"}));
  EXPECT_EQ(words_of(R"(a "b\d")"), (Words{"a", R"(b\d)"})) << "other backslashes stay";
  EXPECT_EQ(words_of(R"(a "b c)"), (Words{"a", "b c open"}));
  EXPECT_EQ(words_of(""), Words());
}

TEST(Line, KnowsWhereEachByteStands) {
  Line line;
  line.start(7);
  line.append("ab ", 3, 1);
  line.append("  cd", 4, 1);
  EXPECT_EQ(line.text(), "ab   cd");
  EXPECT_EQ(line.at(0), (Position{7, 3, 1}));
  EXPECT_EQ(line.at(2), (Position{7, 3, 3}));
  EXPECT_EQ(line.at(3), (Position{7, 4, 1}));
  EXPECT_EQ(line.at(5), (Position{7, 4, 3}));
  EXPECT_EQ(line.at(99), (Position{7, 4, 5})) << "the end";
}

}  // namespace
}  // namespace bulkhead::seclang
