// Ids must read back as written, sort by time as ids and as text alike, and nothing that is not an id may
// be taken for one.

#include "base/id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

namespace bulkhead {
namespace {

RealTime at_ms(std::int64_t ms) { return RealTime{Milliseconds{ms}}; }

TEST(Id, ReadsBackAsWritten) {
  const std::vector<Id> ids{Id{}, Id::from_words(~0ull, ~0ull), Id::from_words(1, 0), Id::from_words(0, 1),
                            Id::make(at_ms(1'784'254'447'000), 7, 0x0123456789ABCDEF)};
  for (const Id& id : ids) {
    const auto read = Id::parse(id.text());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, id);
    EXPECT_EQ(id.text().size(), Id::kTextBytes);
  }
}

TEST(Id, Spelling) {
  EXPECT_EQ(Id{}.text(), "00000000000000000000000000");
  EXPECT_EQ(Id::from_words(~0ull, ~0ull).text(), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  EXPECT_EQ(Id::from_words(0, 33).text(), "00000000000000000000000011");
}

TEST(Id, CarriesTimeAndGateway) {
  const Id id = Id::make(at_ms(0x123456789ABC), 0xDEF0, 42);
  EXPECT_EQ(id.high(), 0x123456789ABCDEF0u);
  EXPECT_EQ(id.low(), 42u);
}

TEST(Id, TimesOutsideTheFieldAreHeldAtItsEnds) {
  EXPECT_EQ(Id::make(at_ms(-1), 0, 0), Id::make(at_ms(0), 0, 0));
  const std::int64_t max = (std::int64_t{1} << 48) - 1;
  EXPECT_EQ(Id::make(at_ms(max + 1), 0, 0), Id::make(at_ms(max), 0, 0));
}

TEST(Id, TextSortsAsTheIdsDo) {
  std::vector<Id> ids;
  for (std::int64_t ms : {0, 1, 31, 32, 1'000'000})
    for (std::uint64_t random : {0ull, 1ull, 31ull, 1ull << 60, ~0ull})
      ids.push_back(Id::make(at_ms(ms), 3, random));
  ASSERT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_TRUE(
      std::is_sorted(ids.begin(), ids.end(), [](const Id& a, const Id& b) { return a.text() < b.text(); }));
}

TEST(Id, LowerCaseAndTheMistakenLettersAreRead) {
  const Id id = Id::make(at_ms(1'784'254'447'000), 7, 0x0123456789ABCDEF);
  std::string lower = id.text();
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(Id::parse(lower), id);
  EXPECT_EQ(Id::parse("oO0000000000000000000000iL"), Id::from_words(0, 33));
}

TEST(Id, NothingElseIsAnId) {
  const std::vector<std::string> texts{"",
                                       "0000000000000000000000000",    // 25
                                       "000000000000000000000000000",  // 27
                                       "80000000000000000000000000",   // 129 bits
                                       "0000000000000000000000000U",   // not in the alphabet
                                       "0000000000000000000000000-",
                                       std::string(26, '\0'),
                                       std::string(26, '\xff')};
  for (const std::string& text : texts) {
    const auto read = Id::parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalid);
  }
}

}  // namespace
}  // namespace bulkhead
