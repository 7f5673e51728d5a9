// A link always points somewhere: at the old file or at the new one.

#include "os/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::os {
namespace {

TEST(Link, PointsAndIsPointedElsewhere) {
  const TemporaryFolderForTest folder;
  ASSERT_TRUE(point_link_atomically(folder.file("current"), "one"));
  EXPECT_EQ(link_target(folder.file("current")), "one");
  ASSERT_TRUE(point_link_atomically(folder.file("current"), "two"));
  EXPECT_EQ(link_target(folder.file("current")), "two");
  EXPECT_THAT(*list_folder(folder.path(), 10), testing::ElementsAre("current"));
}

TEST(Link, WhatACrashLeftBehindDoesNotHinder) {
  const TemporaryFolderForTest folder;
  ASSERT_EQ(::symlink("half", folder.file("current.new").c_str()), 0);
  ASSERT_TRUE(point_link_atomically(folder.file("current"), "one"));
  EXPECT_EQ(link_target(folder.file("current")), "one");
}

TEST(Link, MissingAndOtherFilesAreTold) {
  const TemporaryFolderForTest folder;
  EXPECT_EQ(link_target(folder.file("none")).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(write_file_atomically(folder.file("plain"), "x", 0600));
  EXPECT_EQ(link_target(folder.file("plain")).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(point_link_atomically(folder.file("no/folder"), "x").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace bulkhead::os
