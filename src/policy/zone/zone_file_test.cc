// A name leads to the file of that name or to a reason; UTC needs no file.

#include "policy/zone/zone_file.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"
#include "policy/zone/tzif_for_test.h"

namespace bulkhead::policy {
namespace {

TEST(ZoneFile, ReadsOrSaysWhy) {
  const os::TemporaryFolderForTest folder;
  ASSERT_TRUE(os::make_folder(folder.file("Here/Sub"), 0755));
  ASSERT_TRUE(os::write_file_atomically(folder.file("Here/There"), TzifForTest{}.bytes(), 0644));
  ASSERT_TRUE(os::write_file_atomically(folder.file("Here/Broken"), "TZif", 0644));
  const auto zone = read_zone("Here/There", folder.path());
  ASSERT_TRUE(zone) << zone.error().message;
  EXPECT_EQ(zone->name, "Here/There");
  EXPECT_EQ(zone->changes.size(), 83u);
  struct Row {
    const char* name;
    std::string folder;
    ErrorCode code;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"Here/Nowhere", folder.path(), ErrorCode::kNotFound},
           {"Nowhere", folder.path(), ErrorCode::kNotFound},
           {"Here", folder.path(), ErrorCode::kNotFound},
           {"Here/There/Deeper", folder.path(), ErrorCode::kNotFound},
           {"Here/Broken", folder.path(), ErrorCode::kInvalid},
           {"Here/There", folder.file("missing"), ErrorCode::kUnavailable},
       }) {
    const auto refused = read_zone(row.name, row.folder);
    ASSERT_FALSE(refused) << row.name;
    EXPECT_EQ(refused.error().code, row.code) << row.name << ": " << refused.error().message;
  }
}

TEST(ZoneFile, UtcIsKnownWithoutAnyFile) { EXPECT_EQ(read_zone("UTC", "/nowhere"), utc()); }

TEST(ZoneFile, NearestNameOfTheSameRegion) {
  EXPECT_EQ(nearest_zone("Europe/Tirana"), "Europe/Tirane");
  EXPECT_EQ(nearest_zone("America/Argentina/Usuaia"), "America/Argentina/Ushuaia");
  EXPECT_EQ(nearest_zone("Europe/Xyzzyplugh"), std::nullopt);
  EXPECT_EQ(nearest_zone("Nowhere/Tirane"), std::nullopt);
  EXPECT_EQ(nearest_zone("Europe"), std::nullopt) << "a region is no zone";
  EXPECT_EQ(nearest_zone("Europe/Tirana", "/nowhere"), std::nullopt);
}

}  // namespace
}  // namespace bulkhead::policy
