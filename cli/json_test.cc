// What must hold: whatever a daemon, or something else at its address, answers is read or refused; nothing is thrown.

#include "cli/json.h"

#include <gtest/gtest.h>

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
