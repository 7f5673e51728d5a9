#include "control/daemon/policy_intent.h"

#include <gtest/gtest.h>

#include <fstream>

#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

class IntentFileTest : public ::testing::Test {
 protected:
  os::TemporaryFolderForTest folder_;
  std::string path_ = folder_.path() + "/policy-intent.json";
  IntentFile file_{path_};
};

TEST_F(IntentFileTest, is_read_as_it_was_written_until_it_is_removed) {
  EXPECT_EQ(file_.read().value(), std::nullopt);
  const PolicyIntent intent{"ana", "apply", "1 change: \"title\" \xff", "a reason", true, 7};
  ASSERT_TRUE(file_.write(intent));
  const auto back = file_.read().value();
  ASSERT_TRUE(back);
  EXPECT_EQ(back->person, "ana");
  EXPECT_EQ(back->what, "1 change: \"title\" \xef\xbf\xbd") << "what is no UTF-8 is replaced";
  EXPECT_TRUE(back->alone);
  EXPECT_EQ(back->base, 7u);
  ASSERT_TRUE(file_.remove());
  EXPECT_EQ(file_.read().value(), std::nullopt);
}

TEST_F(IntentFileTest, what_nobody_wrote_is_no_intent) {
  for (const char* text :
       {"", "{", "[]", R"({"person": "ana"})",
        R"({"person":1,"action":"apply","what":"","reason":"","alone":false,"base":0})",
        R"({"person":"a","action":"apply","what":"","reason":"","alone":false,"base":-1})"}) {
    std::ofstream(path_) << text;
    const auto read = file_.read();
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  }
}

}  // namespace
}  // namespace bulkhead::control
