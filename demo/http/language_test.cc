// Whoever asks for Albanian more than for English gets it, however oddly the field is written.

#include "demo/http/language.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

TEST(PreferredLanguage, FollowsTheWeights) {
  struct Case {
    std::string_view field;
    std::string_view code;
  };
  const Case cases[] = {
      {"", "en"},
      {"sq", "sq"},
      {"sq-AL,sq;q=0.9,en;q=0.5", "sq"},
      {"en-GB,en;q=0.9,sq;q=0.8", "en"},
      {"de, sq;q=0.3, en;q=0.2", "sq"},
      {"de,fr", "en"},
      {"en;q=0, sq;q=0.001", "sq"},
      {"sq;q=2.5, en;q=0.1", "en"},
      {"sq;q=, en;q=0.1", "en"},
      {"sq;x=1", "en"},
      {",,;;=,sq;q=1.000", "sq"},
      {"sqx", "en"},
  };
  for (const Case& one : cases)
    EXPECT_EQ(language_code(preferred_language(one.field)), one.code) << one.field;
}

}  // namespace
}  // namespace bulkhead::demo
