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
  // The file as it is, but with another date or id of the key in use.
  std::string with_date(const std::string& date) const { return with_word(1, date); }
  std::string with_id(const std::string& id) const { return with_word(2, id); }
  os::TemporaryFolderForTest folder_;
  os::SimulatedClock clock_;
  os::SeededRandom random_{1};

 private:
  std::string with_word(int number, const std::string& word) const {
    std::string text = os::read_file(path(), 4'096).value();
    std::size_t at = 0;
    for (int i = 0; i < number; ++i) at = text.find_first_of(" \n", at) + 1;
    return text.replace(at, text.find_first_of(" \n", at) - at, word);
  }
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
  const std::string sound = os::read_file(path(), 4'096).value();
  for (const std::string& bytes :
       {std::string(), std::string("nonsense"), std::string("bulkhead-local-keys-1 5\n1 zz\n"), sound + "\n",
        sound + std::string(5'000, ' '), with_date("-9223372036854775808"), with_date("9223372036854775807"),
        with_date("-1"), with_id("0"), with_id("-1"), with_id("2147483648")}) {
    ASSERT_TRUE(os::write_file_atomically(path(), bytes, 0600));
    auto fresh = open();
    ASSERT_TRUE(fresh) << bytes;
    EXPECT_NE(fresh->keys()[0].bytes, ring->keys()[0].bytes) << bytes;
    EXPECT_FALSE(fresh->rotate_if_due(random_, clock_.real_now()).value());
  }
}

}  // namespace
}  // namespace bulkhead::control
