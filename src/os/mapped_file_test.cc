// What one mapping writes another must see; a file must be whole on the disk before anybody writes to it;
// and nothing that is not a file with bytes may be mapped.

#include "os/mapped_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::os {
namespace {

constexpr std::size_t kBytes = 3 * 4096 + 1;

struct stat state_of(const std::string& path) {
  struct stat state{};
  EXPECT_EQ(::stat(path.c_str(), &state), 0);
  return state;
}

TEST(MappedFile, ANewFileIsZeroAllocatedAndHasItsMode) {
  const TemporaryFolderForTest folder;
  const auto file = MappedFile::create(folder.file("a"), kBytes, 0644);
  ASSERT_TRUE(file) << file.error().message;
  ASSERT_EQ(file->bytes().size(), kBytes);
  EXPECT_TRUE(std::ranges::all_of(file->bytes(), [](std::byte byte) { return byte == std::byte{0}; }));
  const struct stat state = state_of(folder.file("a"));
  EXPECT_EQ(state.st_mode & 07777, 0644u);
  EXPECT_GE(static_cast<std::size_t>(state.st_blocks) * 512, kBytes) << "every block must exist";
}

TEST(MappedFile, WritersAndReadersShareTheBytes) {
  const TemporaryFolderForTest folder;
  const auto writer = MappedFile::create(folder.file("a"), kBytes, 0600);
  const auto reader = MappedFile::open_readonly(folder.file("a"));
  const auto second = MappedFile::open_readwrite(folder.file("a"));
  ASSERT_TRUE(writer && reader && second);
  writer->writable_bytes()[kBytes - 1] = std::byte{7};
  EXPECT_EQ(reader->bytes()[kBytes - 1], std::byte{7});
  second->writable_bytes()[0] = std::byte{8};
  EXPECT_EQ(reader->bytes()[0], std::byte{8});
  EXPECT_TRUE(reader->writable_bytes().empty());
  EXPECT_TRUE(writer->sync());
  EXPECT_TRUE(writer->sync(kBytes - 1, 1));
  EXPECT_TRUE(writer->sync(5000, 0));
}

TEST(MappedFile, AFileWithHolesIsFilledBeforeItIsWritten) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(write_file_atomically(folder.file("a"), "x", 0600));
  ASSERT_EQ(::truncate(folder.file("a").c_str(), 1 << 20), 0);
  const auto file = MappedFile::open_readwrite(folder.file("a"));
  ASSERT_TRUE(file);
  EXPECT_GE(state_of(folder.file("a")).st_blocks * 512, 1 << 20);
  EXPECT_EQ(file->bytes()[0], std::byte{'x'});
}

TEST(MappedFile, OnlyFilesWithBytesAreMapped) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(write_file_atomically(folder.file("empty"), "", 0600));
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  EXPECT_EQ(MappedFile::open_readonly(folder.file("none")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(MappedFile::open_readonly(folder.file("empty")).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(MappedFile::open_readonly(folder.file("pipe")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(MappedFile::open_readonly(folder.path()).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(MappedFile::create(folder.file("empty"), 1, 0600).error().code, ErrorCode::kConflict);
  EXPECT_EQ(MappedFile::create(folder.file("b"), 0, 0600).error().code, ErrorCode::kInvalid);
}

TEST(MappedFile, WhatTheDiskCannotHoldIsNotLeftBehind) {
  const TemporaryFolderForTest folder;
  const auto file = MappedFile::create(folder.file("huge"), std::size_t{1} << 60, 0600);
  ASSERT_FALSE(file);
  EXPECT_EQ(read_file(folder.file("huge"), 1).error().code, ErrorCode::kNotFound);
}

TEST(MappedFile, MovingKeepsTheBytes) {
  const TemporaryFolderForTest folder;
  MappedFile file = *MappedFile::create(folder.file("a"), 10, 0600);
  const std::byte* where = file.bytes().data();
  MappedFile moved = std::move(file);
  EXPECT_EQ(moved.bytes().data(), where);
  MappedFile assigned;
  assigned = std::move(moved);
  EXPECT_EQ(assigned.writable_bytes().data(), where);
}

}  // namespace
}  // namespace bulkhead::os
