// A configuration is tried by the real nginx before it is in place; a reload is asked for only when nginx
// would do something else than before.

#include "control/apply/gateway_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Does nothing, but as an ordinary user: no path outside the folder.
std::string sound_configuration(const std::string& folder) {
  return "pid \"" + folder + "/nginx/nginx.pid\";\nerror_log stderr;\nevents { }\n";
}

class GatewayHostTest : public testing::Test {
 protected:
  GatewayHostTest() : host_({.state_folder = folder_.path()}, runner_) { EXPECT_TRUE(host_.prepare()); }

  os::TemporaryFolderForTest folder_;
  SystemCommandRunner runner_;
  GatewayHost host_;
};

TEST_F(GatewayHostTest, NginxAcceptsWhatIsSoundAndNothingIsInPlaceYet) {
  const Status accepted = host_.try_configuration(sound_configuration(folder_.path()));
  EXPECT_TRUE(accepted) << accepted.error().message;
  EXPECT_EQ(*host_.configuration(), "");
}

TEST_F(GatewayHostTest, NginxRefusesInItsOwnWordsAndTheOldOneStays) {
  const std::string good = sound_configuration(folder_.path());
  ASSERT_TRUE(host_.install(good));
  const Status refused = host_.try_configuration("events { }\nno_such_directive on;\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(refused.error().message, HasSubstr("no_such_directive"));
  EXPECT_EQ(*host_.configuration(), good);
  EXPECT_THAT(*os::list_folder(folder_.file("nginx"), 10), ElementsAre("logs", "nginx.conf", "temp"));
}

TEST_F(GatewayHostTest, InstallsAndTakesAway) {
  ASSERT_TRUE(host_.install("one\n"));
  ASSERT_TRUE(host_.install("two\n"));
  EXPECT_EQ(*host_.configuration(), "two\n");
  ASSERT_TRUE(host_.install(""));
  EXPECT_EQ(*host_.configuration(), "");
}

TEST_F(GatewayHostTest, AMissingNginxIsTold) {
  GatewayHost host({.state_folder = folder_.path(), .nginx_path = "/nowhere/nginx"}, runner_);
  EXPECT_EQ(host.try_configuration("events { }\n").error().code, ErrorCode::kNotFound);
}

TEST_F(GatewayHostTest, AReloadThatFailsIsTold) {
  GatewayHost host(
      {.state_folder = folder_.path(), .reload_command = {"/bin/sh", "-c", "echo no pid; exit 1"}}, runner_);
  ASSERT_TRUE(host.reloads_by_itself());
  const Status reloaded = host.reload();
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(reloaded.error().message, HasSubstr("no pid"));
  EXPECT_FALSE(host_.reloads_by_itself());
}

TEST(GatewayHost, WhatNginxWouldDoOtherwise) {
  struct Row {
    const char* name;
    const char* from;
    const char* to;
    bool differs;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"the same", "a;\nb;\n", "a;\nb;\n", false},
           {"another comment", "# policy 1\na;\n", "# policy 2\na;\n", false},
           {"another image", "  bulkhead_image \"1\";\na;\n", "  bulkhead_image \"2\";\na;\n", false},
           {"another directive", "a;\n", "b;\n", true},
           {"one more line", "a;\n", "a;\nb;\n", true},
           {"no final line break", "a;", "a;b;", true},
           {"from nothing", "", "a;\n", true},
           {"nothing", "", "", false},
       })
    EXPECT_EQ(configurations_differ(row.from, row.to), row.differs) << row.name;
}

}  // namespace
}  // namespace bulkhead::control
