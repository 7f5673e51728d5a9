// The direction of writing follows the script when the tag names one, else the language.

#include "compile/direction.h"

#include <gtest/gtest.h>

namespace bulkhead::compile {
namespace {

TEST(Direction, FollowsScriptThenLanguage) {
  struct Row {
    const char* tag;
    bool right_to_left;
  };
  for (const Row& row : std::initializer_list<Row>{{"en", false},
                                                   {"sq", false},
                                                   {"ar", true},
                                                   {"ar-EG", true},
                                                   {"he", true},
                                                   {"FA", true},
                                                   {"ku", false},
                                                   {"ku-arab", true},
                                                   {"az-Arab-IR", true},
                                                   {"ar-latn", false},
                                                   {"en-x-arab", false},
                                                   {"pa-Guru", false},
                                                   {"arx", false},
                                                   {"", false},
                                                   {"sl-1994", false}})
    EXPECT_EQ(is_right_to_left(row.tag), row.right_to_left) << row.tag;
}

}  // namespace
}  // namespace bulkhead::compile
