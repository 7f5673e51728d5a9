// What must hold: `close --direct` closes a door with nothing but the state folder, refuses while a daemon runs, and takes
// no name that the gateway does not know. Shown on a state folder with the demo's image and no daemon.

#include "cli/close_direct.h"

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/direct_gateway.h"
#include "cli/fake_for_test.h"
#include "cli/policy_file.h"
#include "compile/compile.h"
#include "control/images/image_store.h"
#include "os/file_lock.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;

class CloseDirect : public testing::Test {
 protected:
  CloseDirect() {
    setenv("TZ", "UTC", 1);
    std::string path = std::filesystem::temp_directory_path() / "bulkhead-direct-XXXXXX";
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    folder = path;
  }
  ~CloseDirect() override {
    EXPECT_TRUE(bulkhead.api.asked.empty()) << "there is no daemon to ask";
    std::filesystem::remove_all(folder);
  }

  void keep_an_image() {
    const auto file = read_policy_text(std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml");
    ASSERT_TRUE(file && file->checked);
    auto store = control::ImageStore::open(folder + "/images");
    ASSERT_TRUE(store);
    const auto version = store->reserve_version();
    ASSERT_TRUE(version);
    compile::CompileOptions options;
    options.version = *version;
    options.slots = compile::slots_in_name_order(file->checked->policy);
    const auto bytes = compile::compile(file->checked->policy, file->checked->phrases, options);
    ASSERT_TRUE(bytes) << bytes.error().message;
    ASSERT_TRUE(store->add(*bytes, file->text));
    ASSERT_TRUE(store->make_current(*version));
  }

  Exit close(std::vector<std::string> words) {
    words.insert(words.begin(), {"close", "--direct", "--state", folder, "--reason", "the daemon is dead"});
    return bulkhead.run(words);
  }

  std::string folder;
  FakeProcess bulkhead;
};

TEST_F(CloseDirect, ClosesAndSaysWhoAndUntilWhen) {
  keep_an_image();
  ASSERT_EQ(close({"tax-filing", "--cause", "attack", "--for", "1h"}), Exit::kOk) << bulkhead.err;
  EXPECT_THAT(
      bulkhead.out,
      HasSubstr("service tax-filing is closed, at 01:00 a person decides: nothing measures quiet yet"));
  EXPECT_THAT(bulkhead.out, HasSubstr("author direct:"));
  EXPECT_TRUE(std::filesystem::exists(folder + "/control.seg"));
  EXPECT_TRUE(std::filesystem::exists(folder + "/direct.journal"));
}

// The demo's policy knows ana by uid 1000.
TEST_F(CloseDirect, WhomThePolicyKnowsIsNamed) {
  keep_an_image();
  const auto gateway = DirectGateway::read(folder);
  ASSERT_TRUE(gateway);
  EXPECT_EQ(gateway->person_of(1000), "ana");
  EXPECT_EQ(gateway->person_of(1001), "besa");
  EXPECT_EQ(gateway->person_of(4242), "");
  if (geteuid() != 0) GTEST_SKIP() << "only root comes by way of sudo";
  setenv("SUDO_UID", "1000", 1);
  EXPECT_EQ(close({"tax-filing", "--for", "1h"}), Exit::kOk) << bulkhead.err;
  EXPECT_THAT(bulkhead.out, HasSubstr("author ana"));
  for (const char* nobody : {"", "1000x", "-1", "99999999999"}) {
    setenv("SUDO_UID", nobody, 1);
    EXPECT_EQ(close({"portal"}), Exit::kOk) << bulkhead.err;
    EXPECT_THAT(bulkhead.out, HasSubstr("author direct:0")) << nobody;
  }
  unsetenv("SUDO_UID");
}

TEST_F(CloseDirect, TakesCompartmentsAndEverything) {
  keep_an_image();
  EXPECT_EQ(close({"compartment:tax"}), Exit::kOk) << bulkhead.err;
  EXPECT_EQ(close({"--all", "--json"}), Exit::kOk) << bulkhead.err;
  const auto document = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(document) << bulkhead.out;
  EXPECT_EQ(document->root()["outcome"].text(), "placed");
  EXPECT_TRUE(document->root()["order"]["until"].empty());
}

TEST_F(CloseDirect, RefusesWhileADaemonRuns) {
  keep_an_image();
  const auto lock = os::FileLock::try_exclusive(folder + "/daemon.lock");
  ASSERT_TRUE(lock);
  EXPECT_EQ(close({"tax-filing"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("a daemon is running"));
  EXPECT_FALSE(std::filesystem::exists(folder + "/control.seg")) << "the segment is the daemon's";
}

TEST_F(CloseDirect, RefusesWhatTheGatewayDoesNotKnow) {
  keep_an_image();
  EXPECT_EQ(close({"tax-filling"}), Exit::kRefused);
  EXPECT_EQ(close({"compartment:taxes"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("taxes"));
}

TEST_F(CloseDirect, OneNameThatIsWrongDoesNotKeepTheOthersOpen) {
  keep_an_image();
  EXPECT_EQ(close({"nope", "tax-filing"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("service tax-filing is closed, no end set"));
}

TEST_F(CloseDirect, SaysWhatItLacks) {
  EXPECT_EQ(close({"tax-filing"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("no image"));
  keep_an_image();
  EXPECT_EQ(close({"tax-filing", "--public", "no language"}), Exit::kUsage);
  EXPECT_EQ(close({"tax-filing", "--dry-run"}), Exit::kUsage);
}

}  // namespace
}  // namespace bulkhead::cli
