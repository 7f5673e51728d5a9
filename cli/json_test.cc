// What must hold: whatever a daemon, or something else at its address, answers is read or refused; nothing is thrown.

#include "cli/json.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace bulkhead::cli {
namespace {

TEST(Json, WhatIsNoJsonIsRefused) {
  for (const char* text : {"", "{", "nothing", "{\"a\":\"\xff\"}", "1e9999", "{\"eta\":-1e400}"}) {
    const auto document = JsonDocument::parse(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().code, ErrorCode::kInvalid) << text;
    EXPECT_TRUE(document.error().message.starts_with("not JSON")) << document.error().message;
  }
}

TEST(Json, WhatIsTooDeepToPrintIsRefused) {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  const auto deepest = JsonDocument::parse(nested(JsonDocument::kDepthMax));
  ASSERT_TRUE(deepest);
  EXPECT_EQ(deepest->root().dump(-1), nested(JsonDocument::kDepthMax));
  for (const int depth : {JsonDocument::kDepthMax + 1, 1'000'000}) {
    const auto document = JsonDocument::parse(nested(depth));
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message, "not JSON that can be read: deeper than 64");
  }
}

TEST(Json, AWholeNumberBeyond64BitsReadsAsNothing) {
  const auto document =
      JsonDocument::parse("[9223372036854775807, 9223372036854775808, -9223372036854775809]");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root().items()[0].whole(7), INT64_MAX);
  EXPECT_EQ(document->root().items()[1].whole(7), 7);
  EXPECT_EQ(document->root().items()[2].whole(7), 7);
}

TEST(Json, WhatIsMissingOrOfAnotherTypeReadsAsNothing) {
  const auto document = JsonDocument::parse("{\"a\": 1.5, \"b\": [1, 2]}");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root()["a"].whole(7), 7);
  EXPECT_EQ(document->root()["a"].number(), 1.5);
  EXPECT_EQ(document->root()["b"].items().size(), 2u);
  EXPECT_EQ(document->root()["c"]["d"].text("none"), "none");
}

}  // namespace
}  // namespace bulkhead::cli
