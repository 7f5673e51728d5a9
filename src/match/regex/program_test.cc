// Programs: the same bytes every time, no larger than promised, and harmless whatever bytes stand in their place.

#include "match/regex/program.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "match/regex/compiled_for_test.h"
#include "match/regex/matcher.h"

namespace bulkhead::match::regex {
namespace {

TEST(RegexProgram, IsTheSameEveryTime) {
  const std::string_view pattern = "(?i)(?:union|select)\\s+[a-z]{2,5}(x*)$";
  EXPECT_EQ(CompiledForTest(pattern).bytes, CompiledForTest(pattern).bytes);
}

TEST(RegexProgram, RefusesWhatIsTooLarge) {
  for (const std::string_view pattern : {"(?:a{1000}){1000}", "(?:(?:(?:(?:){1000}){1000}){1000}){1000}",
                                         "(?:(?:(?:(?:(?:a?){9}){9}){9}){9}){9}"}) {
    const auto compiled = compile(*parse(pattern));
    ASSERT_FALSE(compiled) << pattern;
    EXPECT_EQ(compiled.error().code, ErrorCode::kLimit);
  }
}

TEST(RegexProgram, RefusesBrokenBytes) {
  const CompiledForTest whole("a(b|c)+d");
  const auto refused = [](std::vector<std::byte> bytes) { return !Program::verify(bytes).has_value(); };
  EXPECT_TRUE(refused({}));
  for (std::size_t bytes = 0; bytes < whole.bytes.size(); ++bytes)
    EXPECT_TRUE(refused({whole.bytes.begin(), whole.bytes.begin() + static_cast<std::ptrdiff_t>(bytes)}));
  std::vector<std::byte> longer = whole.bytes;
  longer.push_back(std::byte{0});
  EXPECT_TRUE(refused(longer));
  const auto with_word = [&](std::size_t offset, std::uint32_t value) {
    std::vector<std::byte> bytes = whole.bytes;
    std::memcpy(bytes.data() + offset, &value, sizeof value);
    return bytes;
  };
  const std::size_t first = sizeof(ProgramHeader);
  EXPECT_TRUE(refused(with_word(offsetof(ProgramHeader, magic), 0)));
  EXPECT_TRUE(refused(with_word(offsetof(ProgramHeader, start), 1'000)));
  // a, b with c, d, all else: four.
  EXPECT_TRUE(refused(with_word(offsetof(ProgramHeader, classes), 3)));
  EXPECT_TRUE(refused(with_word(offsetof(ProgramHeader, classes), 257)));
  EXPECT_TRUE(refused(with_word(offsetof(ProgramHeader, instructions), 0xffff'ffff)));
  EXPECT_TRUE(refused(with_word(first + 4, 1'000)));       // leads outside
  EXPECT_TRUE(refused(with_word(first, 1'000)));           // a set that is none
  EXPECT_TRUE(refused(with_word(first, 2u << 29 | 20u)));  // a slot that is none
  EXPECT_TRUE(refused(with_word(first, 3u << 29 | 7u)));   // an assertion that is none
  EXPECT_TRUE(refused(with_word(first, 5u << 29)));        // a kind that is none
  EXPECT_FALSE(refused(whole.bytes));
}

TEST(RegexProgram, RunsWhateverPasses) {
  // Programs with a few bytes changed mean something else, or nothing; they end, and stay inside their memory.
  std::mt19937 random(1);
  Matcher matcher;
  int ran = 0;
  for (const std::string_view pattern : {"(?:a|(b))*c{2,3}$", "^x?\\b(y+)\\Z", "[a-f]+[^a]*?\\d"}) {
    const CompiledForTest whole(pattern);
    for (int round = 0; round < 3'000; ++round) {
      std::vector<std::byte> bytes = whole.bytes;
      for (int change = 0; change < 2; ++change) {
        const std::size_t at =
            random() % 3 == 0 ? random() % bytes.size() : sizeof(ProgramHeader) + random() % 64;
        bytes[at] = static_cast<std::byte>(random() % 8);
      }
      const auto program = Program::verify(bytes);
      if (!program) continue;
      ++ran;
      Groups groups;
      matcher.matches(*program, "abc\nxyy1\n");
      matcher.find(*program, "abccc\nb x", 1, groups);
    }
  }
  EXPECT_GT(ran, 1'000);
}

}  // namespace
}  // namespace bulkhead::match::regex
