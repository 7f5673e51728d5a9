// The folder holds what was rendered, readable by nginx, and nothing of a language that is gone.

#include "control/publish_site/site_writer.h"

#include <sys/stat.h>

#include <filesystem>

#include <gtest/gtest.h>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

answers::StatusSnapshot sample(std::vector<std::string> languages) {
  answers::StatusSnapshot snapshot;
  snapshot.agency_name = {{"en", "Agency"}};
  for (const std::string& tag : languages)
    snapshot.languages.push_back({.tag = tag, .right_to_left = false, .phrases = nullptr});
  snapshot.as_of = RealTime(Milliseconds(1'784'246'400'000));
  snapshot.valid_until = snapshot.as_of + Milliseconds(120'000);
  return snapshot;
}

TEST(SiteWriter, WritesWhatWasRendered) {
  const os::TemporaryFolderForTest folder;
  const std::string site = folder.file("site/status");
  const auto snapshot = sample({"en", "sq"});
  ASSERT_TRUE(write_status_site(site, snapshot));
  for (const answers::StatusFile& file : answers::render_status_site(snapshot)) {
    EXPECT_EQ(os::read_file(site + "/" + file.path, 1u << 20), file.bytes) << file.path;
    struct stat status {};
    ASSERT_EQ(::stat((site + "/" + file.path).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644u) << file.path;
  }
}

TEST(SiteWriter, RemovesALanguageThatIsGone) {
  const os::TemporaryFolderForTest folder;
  ASSERT_TRUE(write_status_site(folder.path(), sample({"en", "sq"})));
  ASSERT_TRUE(std::filesystem::exists(folder.file("index.sq.html")));
  ASSERT_TRUE(os::write_file_atomically(folder.file("theirs.txt"), "x", 0644));
  ASSERT_TRUE(write_status_site(folder.path(), sample({"en"})));
  EXPECT_FALSE(std::filesystem::exists(folder.file("index.sq.html")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("index.html")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("theirs.txt")));
}

TEST(SiteWriter, SaysWhenItCannot) { EXPECT_FALSE(write_status_site("/proc/no/site", sample({"en"}))); }

}  // namespace
}  // namespace bulkhead::control
