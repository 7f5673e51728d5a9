// A literal that is in a text is found wherever it stands; what is not there is rarely named; broken bytes are refused.

#include "match/literals/literal_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>
#include <string>

#include "match/literals/filter_builder.h"

namespace bulkhead::match {
namespace {

struct Built {
  std::vector<std::byte> bytes;
  LiteralFilter filter;
};

Built built(const std::vector<FilterLiteral>& literals) {
  Built result;
  result.bytes = build_literal_filter(literals).value();
  result.filter = LiteralFilter::verify(result.bytes, 65'535).value();
  return result;
}

std::set<int> found(const LiteralFilter& filter, std::string text) {
  const std::size_t size = text.size();
  text.append(LiteralFilter::kPadding, '\xff');
  std::set<int> payloads;
  filter.scan(text.data(), size, [&](std::uint16_t payload) { payloads.insert(payload); });
  return payloads;
}

TEST(LiteralFilter, FindsWhatIsThere) {
  const Built b =
      built({{"union", 1}, {"select", 2}, {"$(", 3}, {"/etc/passwd", 4}, {"--", 5}, {"<script", 6}});
  EXPECT_EQ(found(b.filter, "1 union all"), std::set<int>({1}));
  EXPECT_EQ(found(b.filter, "select"), std::set<int>({2}));
  EXPECT_EQ(found(b.filter, "x$(id)"), std::set<int>({3}));
  EXPECT_EQ(found(b.filter, "../../etc/passwd--"), std::set<int>({4, 5}));
  EXPECT_EQ(found(b.filter, "<scrip"), std::set<int>());
  EXPECT_EQ(found(b.filter, "john.smith@example.com"), std::set<int>());
  EXPECT_EQ(found(b.filter, ""), std::set<int>());
  EXPECT_EQ(found(b.filter, "a"), std::set<int>());
}

TEST(LiteralFilter, NamesEveryPayloadOfALiteral) {
  const Built b = built({{"sleep(", 7}, {"sleep(", 8}, {"sleep(", 7}});
  EXPECT_EQ(found(b.filter, "sleep(5)"), std::set<int>({7, 8}));
  EXPECT_EQ(b.filter.entries(), 1u);
}

TEST(LiteralFilter, NeverMissesALiteral) {
  std::mt19937 random(7);
  const auto word = [&](std::size_t least, std::size_t most) {
    std::string text;
    const std::size_t size = least + random() % (most - least + 1);
    for (std::size_t i = 0; i < size; ++i) text += "abc(;"[random() % 5];
    return text;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<FilterLiteral> literals;
    for (std::uint16_t i = 0; i < 40; ++i) literals.push_back({word(2, 12), i});
    const Built b = built(literals);
    for (int t = 0; t < 50; ++t) {
      const std::string text = word(0, 40);
      const std::set<int> hits = found(b.filter, text);
      for (const FilterLiteral& literal : literals) {
        if (text.find(literal.text) != std::string::npos) {
          ASSERT_TRUE(hits.contains(literal.payload)) << literal.text << " in " << text;
        }
      }
    }
  }
}

TEST(LiteralFilter, TheSameLiteralsGiveTheSameBytes) {
  std::vector<FilterLiteral> literals = {{"union", 1}, {"select", 2}, {"or", 3}, {"insert", 1}};
  const auto bytes = build_literal_filter(literals).value();
  std::reverse(literals.begin(), literals.end());
  EXPECT_EQ(build_literal_filter(literals).value(), bytes);
}

TEST(LiteralFilter, EmptyFindsNothing) {
  EXPECT_EQ(found(built({}).filter, "anything at all"), std::set<int>());
}

TEST(LiteralFilter, RefusesWhatItCannotHold) {
  EXPECT_EQ(build_literal_filter({{"x", 0}}).error().code, ErrorCode::kInvalid);
  const Built b = built({{"union", 9}});
  EXPECT_FALSE(LiteralFilter::verify(b.bytes, 9).has_value());
  EXPECT_TRUE(LiteralFilter::verify(b.bytes, 10).has_value());
}

TEST(LiteralFilter, BrokenBytesAreRefusedOrHarmless) {
  const auto bytes = build_literal_filter({{"union", 1}, {"select", 2}, {"$(", 3}}).value();
  std::mt19937 random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::vector<std::byte> broken = bytes;
    for (unsigned i = 0; i <= random() % 3; ++i)
      broken[random() % broken.size()] ^= static_cast<std::byte>(1u << random() % 8);
    const auto filter = LiteralFilter::verify(broken, 65'535);
    if (filter.has_value()) found(*filter, "select $( union from");
  }
  for (std::size_t size = 0; size < bytes.size(); size += 8) {
    EXPECT_FALSE(LiteralFilter::verify(std::span(bytes).first(size), 65'535).has_value());
  }
}

}  // namespace
}  // namespace bulkhead::match
