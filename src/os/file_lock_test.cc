// At most one holder at any time, within one process too; whoever is refused learns the holder's pid; and
// the lock of a killed process is free at once. Death is real here: a child takes the lock and is killed.

#include "os/file_lock.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::os {
namespace {

// A child that holds a lock until it is killed.
class Holder {
 public:
  template <typename Take>
  explicit Holder(Take take) {
    int ready[2];
    if (::pipe(ready) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      const auto lock = take();
      const char locked = lock ? 'y' : 'n';
      if (::write(ready[1], &locked, 1) != 1) ::_exit(1);
      while (true) ::pause();
    }
    char locked = 'n';
    holds_ = ::read(ready[0], &locked, 1) == 1 && locked == 'y';
    ::close(ready[0]);
    ::close(ready[1]);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() { kill_it(); }

  bool holds() const { return holds_; }
  pid_t pid() const { return pid_; }

  void kill_it() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  bool holds_ = false;
};

TEST(FileLock, OneHolderAtATime) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("lock");
  {
    const auto first = FileLock::try_exclusive(path);
    ASSERT_TRUE(first) << first.error().message;
    const auto second = FileLock::try_exclusive(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kConflict);
    EXPECT_EQ(second.error().message, path + " is locked by process " + std::to_string(::getpid()));
  }
  EXPECT_TRUE(FileLock::try_exclusive(path)) << "given back with its object";
}

TEST(FileLock, ReadingTheLockFileDoesNotLoseTheLock) {
  const TemporaryFolderForTest folder;
  const auto lock = FileLock::try_exclusive(folder.file("lock"));
  ASSERT_TRUE(lock);
  EXPECT_EQ(read_file(folder.file("lock"), 32), std::to_string(::getpid()) + "\n");
  EXPECT_FALSE(FileLock::try_exclusive(folder.file("lock")));
}

TEST(FileLock, TheKernelFreesTheLockOfAKilledProcess) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("lock");
  Holder holder([&] { return FileLock::try_exclusive(path); });
  ASSERT_TRUE(holder.holds());
  const auto refused = FileLock::try_exclusive(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, path + " is locked by process " + std::to_string(holder.pid()));
  EXPECT_EQ(FileLock::holder(path), holder.pid());
  holder.kill_it();
  EXPECT_TRUE(FileLock::try_exclusive(path));
}

TEST(FileLock, AHolderThatCouldNotWriteItsPidIsNotNamed) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("lock");
  const auto lock = FileLock::try_exclusive(path);
  ASSERT_TRUE(lock);
  for (const char* text : {"", "\n", "x", "-1", "0", "99999999999999999999"}) {
    std::filesystem::resize_file(path, 0);
    std::ofstream(path) << text;
    EXPECT_EQ(FileLock::holder(path), std::nullopt) << text;
    EXPECT_EQ(FileLock::try_exclusive(path).error().message, path + " is locked by another process") << text;
  }
  EXPECT_EQ(FileLock::holder(folder.file("missing")), std::nullopt);
}

TEST(FileLock, RangesOfOneFileAreApart) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("segment");
  ASSERT_TRUE(write_file_atomically(path, "content", 0600));
  Holder holder([&] { return FileLock::try_exclusive_bytes(path, {.offset = 64, .length = 64}); });
  ASSERT_TRUE(holder.holds());
  EXPECT_EQ(FileLock::is_held(path, {.offset = 127, .length = 1}), true);
  EXPECT_EQ(FileLock::is_held(path, {.offset = 128, .length = 64}), false);
  EXPECT_EQ(FileLock::try_exclusive_bytes(path, {.offset = 100, .length = 1}).error().code,
            ErrorCode::kConflict);
  EXPECT_TRUE(FileLock::try_exclusive_bytes(path, {.offset = 128, .length = 64}));
  holder.kill_it();
  EXPECT_EQ(FileLock::is_held(path, {.offset = 64, .length = 64}), false);
  EXPECT_EQ(read_file(path, 7), "content");
}

TEST(FileLock, ALinkInPlaceOfTheLockFileIsRefused) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(write_file_atomically(folder.file("victim"), "precious", 0600));
  ASSERT_EQ(::symlink("victim", folder.file("lock").c_str()), 0);
  EXPECT_FALSE(FileLock::try_exclusive(folder.file("lock")));
  EXPECT_EQ(read_file(folder.file("victim"), 8), "precious");
}

}  // namespace
}  // namespace bulkhead::os
