// What must hold: keys outlive the daemon, are readable by nobody else, change once a day, and the one before stays known.

#include "control/publish/key_ring.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "os/clock.h"
#include "os/file.h"
#include "os/random.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

class KeyRingTest : public ::testing::Test {
 protected:
  std::string path() const { return folder_.path() + "/local.keys"; }
  Result<KeyRing> open() { return KeyRing::open(path(), random_, clock_.real_now()); }
  os::TemporaryFolderForTest folder_;
  os::SimulatedClock clock_;
  os::SeededRandom random_{1};
};

TEST_F(KeyRingTest, IsKeptForItsOwnerOnly) {
  const auto ring = open();
  ASSERT_TRUE(ring);
  EXPECT_NE(ring->keys()[0].id, 0u);
  EXPECT_EQ(ring->keys()[1].id, 0u);
  struct stat status{};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  const auto again = open();
  EXPECT_EQ(again->keys()[0].bytes, ring->keys()[0].bytes);
}

TEST_F(KeyRingTest, RotatesOnceADay) {
  auto ring = open();
  const auto first = ring->keys()[0];
  clock_.advance(KeyRing::kRotateAfter - Milliseconds(1));
  EXPECT_FALSE(ring->rotate_if_due(random_, clock_.real_now()).value());
  clock_.advance(Milliseconds(1));
  EXPECT_TRUE(ring->rotate_if_due(random_, clock_.real_now()).value());
  EXPECT_EQ(ring->keys()[1].bytes, first.bytes);
  EXPECT_NE(ring->keys()[0].id, first.id);
  EXPECT_EQ(open()->keys()[1].bytes, first.bytes);
  clock_.step_real(-std::chrono::hours(48));
  EXPECT_FALSE(ring->rotate_if_due(random_, clock_.real_now()).value()) << "a clock set back rotates nothing";
}

TEST_F(KeyRingTest, MakesADamagedRingAnew) {
  const auto ring = open();
  for (const char* bytes : {"", "nonsense", "bulkhead-local-keys-1 5\n1 zz\n"}) {
    ASSERT_TRUE(os::write_file_atomically(path(), bytes, 0600));
    const auto fresh = open();
    ASSERT_TRUE(fresh) << bytes;
    EXPECT_NE(fresh->keys()[0].bytes, ring->keys()[0].bytes);
  }
}

}  // namespace
}  // namespace bulkhead::control
