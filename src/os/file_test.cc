// A file must be the old one or the new one, whole, with the mode asked for; limits must hold to the byte;
// a full disk must be told from other failures, because the caller does something else then.

#include "os/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>

#include "os/failure.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::os {
namespace {

using testing::ElementsAre;

mode_t mode_of(const std::string& path) {
  struct stat state{};
  EXPECT_EQ(::stat(path.c_str(), &state), 0) << path;
  return state.st_mode & 07777;
}

TEST(File, WritesAndReadsAnyBytes) {
  const TemporaryFolderForTest folder;
  const std::string bytes("\0\xff\n text", 8);
  ASSERT_TRUE(write_file_atomically(folder.file("a"), bytes, 0640));
  EXPECT_EQ(read_file(folder.file("a"), 100), bytes);
  EXPECT_EQ(mode_of(folder.file("a")), 0640u);
}

TEST(File, ReplacesWithoutLeavingAnythingBeside) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(write_file_atomically(folder.file("a"), "old", 0600));
  ASSERT_TRUE(write_file_atomically(folder.file("a"), "new", 0666));
  EXPECT_EQ(read_file(folder.file("a"), 3), "new");
  EXPECT_EQ(mode_of(folder.file("a")), 0666u) << "the umask must not count";
  EXPECT_THAT(*list_folder(folder.path(), 10), ElementsAre("a"));
}

TEST(File, TheLimitHoldsToTheByte) {
  const TemporaryFolderForTest folder;
  const std::string path = folder.file("a");
  for (const std::size_t bytes :
       {std::size_t{0}, std::size_t{1}, std::size_t{65'535}, std::size_t{65'536}, std::size_t{65'537}}) {
    ASSERT_TRUE(write_file_atomically(path, std::string(bytes, 'x'), 0600));
    const auto exactly = read_file(path, bytes);
    ASSERT_TRUE(exactly) << bytes;
    EXPECT_EQ(exactly->size(), bytes);
    if (bytes == 0) continue;
    const auto beyond = read_file(path, bytes - 1);
    ASSERT_FALSE(beyond) << bytes;
    EXPECT_EQ(beyond.error().code, ErrorCode::kLimit);
  }
}

TEST(File, AFailedWriteLeavesTheOldFileAndNothingElse) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(make_folder(folder.file("taken"), 0700));
  ASSERT_TRUE(write_file_atomically(folder.file("taken/inside"), "x", 0600));
  EXPECT_FALSE(write_file_atomically(folder.file("taken"), "file over a folder", 0600));
  EXPECT_THAT(*list_folder(folder.path(), 10), ElementsAre("taken"));
}

TEST(File, WhatIsMissingIsNotFound) {
  const TemporaryFolderForTest folder;
  EXPECT_EQ(read_file(folder.file("none"), 1).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(write_file_atomically(folder.file("none/a"), "", 0600).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(list_folder(folder.file("none"), 1).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(remove_file(folder.file("none")));
}

TEST(File, AFullDiskHasItsOwnCode) {
  EXPECT_EQ(fail_errno("write", "x", ENOSPC).error().code, ErrorCode::kNoSpace);
  EXPECT_EQ(fail_errno("write", "x", EDQUOT).error().code, ErrorCode::kNoSpace);
  EXPECT_EQ(fail_errno("write", "x", EACCES).error().code, ErrorCode::kDenied);
  EXPECT_EQ(fail_errno("write", "x", EIO).error().code, ErrorCode::kSystem);
}

TEST(File, MessagesNameThePathHarmlessly) {
  EXPECT_EQ(fail_errno("open", "a\nb", ENOENT).error().message,
            "cannot open a\\nb: No such file or directory");
}

TEST(File, FoldersAreMadeWithThoseAboveThem) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(make_folder(folder.file("a/b/c"), 0700));
  EXPECT_EQ(mode_of(folder.file("a/b/c")), 0700u);
  EXPECT_TRUE(make_folder(folder.file("a/b/c"), 0750)) << "one that is there is fine";
  EXPECT_EQ(mode_of(folder.file("a/b/c")), 0700u) << "and stays as it is";
  EXPECT_TRUE(make_folder(folder.file("a/d/"), 0700));
  ASSERT_TRUE(write_file_atomically(folder.file("file"), "", 0600));
  EXPECT_FALSE(make_folder(folder.file("file"), 0700));
  EXPECT_FALSE(make_folder(folder.file("file/below"), 0700));
}

TEST(File, ListsSortedUpToTheLimit) {
  const TemporaryFolderForTest folder;
  for (const char* name : {"c", "a", "b"}) ASSERT_TRUE(write_file_atomically(folder.file(name), "", 0600));
  EXPECT_THAT(*list_folder(folder.path(), 3), ElementsAre("a", "b", "c"));
  EXPECT_EQ(list_folder(folder.path(), 2).error().code, ErrorCode::kLimit);
  ASSERT_TRUE(remove_file(folder.file("b")));
  EXPECT_THAT(*list_folder(folder.path(), 3), ElementsAre("a", "c"));
}

}  // namespace
}  // namespace bulkhead::os
