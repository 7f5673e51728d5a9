// Of several words in a text the one that ends first is found, as a search from left to right would meet it.

#include "match/words/word_set.h"

#include <gtest/gtest.h>

#include <random>

namespace bulkhead::match {
namespace {

struct Built {
  std::vector<std::byte> bytes;
  WordSet set;
};

Built built(const std::vector<std::string>& words) {
  Built result;
  result.bytes = build_word_set(words).value();
  result.set = WordSet::verify(result.bytes).value();
  return result;
}

std::string found(const WordSet& set, std::string_view text) {
  const auto at = set.find(text);
  return at.has_value() ? std::string(text.substr(at->begin, at->end - at->begin)) : "-";
}

TEST(WordSet, FindsTheWordThatEndsFirst) {
  const Built b = built({"union", "select", "nio", "ion sel", "("});
  EXPECT_EQ(found(b.set, "a UNION select"), "NIO");
  EXPECT_EQ(found(b.set, "Select("), "Select");
  EXPECT_EQ(found(b.set, "f(x)"), "(");
  EXPECT_EQ(found(b.set, "unio"), "nio");
  EXPECT_EQ(found(b.set, "selec"), "-");
  EXPECT_EQ(found(b.set, ""), "-");
}

TEST(WordSet, OfThoseThatEndTogetherTheLongest) {
  EXPECT_EQ(found(built({"bc", "abc", "c"}).set, "xabc"), "abc");
}

TEST(WordSet, IsTheSameAsASearchForEachWord) {
  std::mt19937 random(11);
  const auto word = [&](std::size_t most) {
    std::string text;
    for (std::size_t size = random() % (most + 1); size > 0; --size) text += "abC"[random() % 3];
    return text;
  };
  const auto lower = [](std::string text) {
    for (char& c : text) c = c == 'C' ? 'c' : c;
    return text;
  };
  for (int round = 0; round < 2'000; ++round) {
    std::vector<std::string> words;
    for (int i = 0; i < 4; ++i) words.push_back(word(4));
    const Built b = built(words);
    const std::string text = word(10);
    std::size_t end = std::string::npos;
    for (const std::string& w : words) {
      const std::size_t at = w.empty() ? std::string::npos : lower(text).find(lower(w));
      if (at != std::string::npos) end = std::min(end, at + w.size());
    }
    const auto at = b.set.find(text);
    ASSERT_EQ(at.has_value() ? at->end : std::string::npos, end) << text;
  }
}

TEST(WordSet, OrderOfWordsMakesNoDifference) {
  EXPECT_EQ(build_word_set({"b", "ab", "a"}).value(), build_word_set({"a", "b", "ab", "a", ""}).value());
}

TEST(WordSet, BrokenBytesAreRefusedOrHarmless) {
  const auto bytes = build_word_set({"union", "select", "("}).value();
  std::mt19937 random(5);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::byte> broken = bytes;
    broken[random() % broken.size()] ^= static_cast<std::byte>(1u << random() % 8);
    const auto set = WordSet::verify(broken);
    if (set.has_value()) (void)set->find("select union ( union selec");
  }
}

TEST(WordSet, RefusesAWordThatIsTooLong) {
  EXPECT_TRUE(build_word_set({std::string(WordSet::kWordBytesMax, 'a')}).has_value());
  EXPECT_EQ(build_word_set({std::string(WordSet::kWordBytesMax + 1, 'a')}).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace bulkhead::match
