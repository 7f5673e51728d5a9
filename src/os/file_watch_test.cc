// What must hold: a touch is told, also of a file that took the place of the one before; draining makes it quiet.

#include "os/file_watch.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <filesystem>
#include <fstream>

#include "os/temporary_folder_for_test.h"

namespace bulkhead::os {
namespace {

bool is_told(const FileWatch& watch) {
  pollfd readable{watch.fd(), POLLIN, 0};
  return ::poll(&readable, 1, 0) == 1;
}

TEST(FileWatch, TellsOfTouches) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("segment");
  std::ofstream(path) << "x";
  auto watch = FileWatch::open();
  ASSERT_TRUE(watch);
  ASSERT_TRUE(watch->watch(path));
  EXPECT_FALSE(is_told(*watch));
  ASSERT_TRUE(touch_file(path));
  EXPECT_TRUE(is_told(*watch));
  watch->drain();
  EXPECT_FALSE(is_told(*watch));
}

TEST(FileWatch, FollowsAReplacedFile) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("segment");
  std::ofstream(path) << "x";
  auto watch = FileWatch::open();
  ASSERT_TRUE(watch->watch(path));
  std::ofstream(folder.file("fresh")) << "y";
  std::filesystem::rename(folder.file("fresh"), path);
  ASSERT_TRUE(watch->watch(path));
  watch->drain();
  ASSERT_TRUE(touch_file(path));
  EXPECT_TRUE(is_told(*watch));
}

TEST(FileWatch, SaysWhatIsNotThere) {
  auto watch = FileWatch::open();
  EXPECT_FALSE(watch->watch("/nonexistent/file"));
  EXPECT_FALSE(touch_file("/nonexistent/file"));
}

}  // namespace
}  // namespace bulkhead::os
