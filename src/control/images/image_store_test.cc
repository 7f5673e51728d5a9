// What is kept stays usable: five images, never without the one in force; a version means one image for ever;
// damage is told and hinders nothing else; a crash at any step leaves whole images.

#include "control/images/image_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <unistd.h>

#include "os/file.h"
#include "os/link.h"
#include "os/sha256.h"
#include "os/temporary_folder_for_test.h"
#include "program/writer.h"

namespace bulkhead::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::byte> image_of(std::uint64_t version, const std::string& policy_text) {
  program::ImageContents contents;
  contents.version = version;
  contents.policy_digest = os::sha256(policy_text);
  contents.languages = {{"en", false}};
  contents.agency_name = {"Agency"};
  contents.agency_contact = {""};
  return *program::write_image(contents);
}

class ImageStoreTest : public testing::Test {
 protected:
  ImageStoreTest() : store_(*ImageStore::open(folder_.file("images"))) {}

  std::uint64_t add_next() {
    const std::uint64_t version = *store_.reserve_version();
    const std::string text = "policy " + std::to_string(version);
    const auto added = store_.add(image_of(version, text), text);
    EXPECT_TRUE(added) << added.error().message;
    return version;
  }

  std::vector<std::uint64_t> kept() {
    std::vector<std::uint64_t> versions;
    const auto images = *store_.list();
    for (const KeptImage& image : images) versions.push_back(image.version);
    return versions;
  }

  os::TemporaryFolderForTest folder_;
  ImageStore store_;
};

TEST_F(ImageStoreTest, BeginsEmpty) {
  EXPECT_EQ(*store_.current(), std::nullopt);
  EXPECT_TRUE(store_.list()->empty());
  EXPECT_EQ(store_.load(1).error().code, ErrorCode::kNotFound);
}

TEST_F(ImageStoreTest, GivesBackWhatWasAdded) {
  const std::uint64_t version = add_next();
  const auto loaded = store_.load(version);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->image.version(), version);
  EXPECT_EQ(loaded->policy_text, "policy 1");
  EXPECT_EQ(*store_.current(), std::nullopt) << "adding is not putting into force";
  EXPECT_EQ(store_.image_path(version), folder_.file("images/000001.img"));
}

TEST_F(ImageStoreTest, ThePolicyTextIsForTheOwnerOnly) {
  add_next();
  struct stat state{};
  ASSERT_EQ(::stat(store_.policy_path(1).c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777, 0600u);
  ASSERT_EQ(::stat(store_.image_path(1).c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777, 0644u);
}

TEST_F(ImageStoreTest, KeepsFiveAndNeverLosesTheOneInForce) {
  ASSERT_TRUE(store_.make_current(add_next()));
  for (std::size_t more = 1; more < ImageStore::kKeptMax; ++more) add_next();
  EXPECT_THAT(kept(), ElementsAre(5, 4, 3, 2, 1)) << "at the maximum";
  add_next();
  EXPECT_THAT(kept(), ElementsAre(6, 5, 4, 3, 1)) << "one more: the oldest that is not in force goes";
  ASSERT_TRUE(store_.make_current(6));
  add_next();
  EXPECT_THAT(kept(), ElementsAre(7, 6, 5, 4, 3));
  EXPECT_FALSE(os::read_file(store_.policy_path(1), 100)) << "the text goes with its image";
}

TEST_F(ImageStoreTest, CurrentIsALinkThatAConfigurationCanName) {
  add_next();
  add_next();
  ASSERT_TRUE(store_.make_current(2));
  EXPECT_EQ(*store_.current(), 2u);
  EXPECT_EQ(os::link_target(store_.current_path()), "000002.img");
  ASSERT_TRUE(store_.make_current(1));
  EXPECT_EQ(*ImageStore::open(folder_.file("images"))->current(), 1u) << "another process sees the same";
  EXPECT_TRUE(store_.list()->back().current);
}

TEST_F(ImageStoreTest, NoneIsInForceAgain) {
  ASSERT_TRUE(store_.make_current(add_next()));
  ASSERT_TRUE(store_.make_none_current());
  EXPECT_EQ(*store_.current(), std::nullopt);
  EXPECT_TRUE(store_.remove(1));
  EXPECT_TRUE(store_.make_none_current()) << "also when none was";
}

TEST_F(ImageStoreTest, AVersionIsNeverGivenOutTwice) {
  const std::uint64_t version = add_next();
  ASSERT_TRUE(store_.remove(version));
  EXPECT_EQ(*store_.reserve_version(), version + 1);
  ASSERT_TRUE(os::remove_file(folder_.file("images/last")));
  add_next();
  ASSERT_TRUE(os::write_file_atomically(folder_.file("images/last"), "damaged", 0600));
  EXPECT_EQ(*store_.reserve_version(), 2u) << "without the note, what is kept counts";
}

TEST_F(ImageStoreTest, LastVersionIsTheLast) {
  ASSERT_TRUE(os::write_file_atomically(folder_.file("images/last"), "999998\n", 0600));
  EXPECT_EQ(*store_.reserve_version(), ImageStore::kVersionMax);
  EXPECT_EQ(store_.reserve_version().error().code, ErrorCode::kLimit);
}

TEST_F(ImageStoreTest, RefusesWhatCannotBeKept) {
  const auto good = image_of(1, "text");
  auto harmed = good;
  harmed.back() ^= std::byte{1};
  EXPECT_EQ(store_.add(harmed, "text").error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(store_.add(image_of(0, "text"), "text").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(store_.add(image_of(ImageStore::kVersionMax + 1, "text"), "text").error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(store_.add(good, "another text").error().code, ErrorCode::kCorrupt);
  EXPECT_THAT(*os::list_folder(folder_.file("images"), 10), ElementsAre()) << "nothing of it stays";
  ASSERT_TRUE(store_.add(good, "text"));
  EXPECT_EQ(store_.add(good, "text").error().code, ErrorCode::kConflict);
}

TEST_F(ImageStoreTest, DamageIsToldAndHindersNothingElse) {
  for (int count = 0; count < 4; ++count) add_next();
  ASSERT_TRUE(os::write_file_atomically(store_.image_path(1), "", 0644));
  ASSERT_TRUE(os::write_file_atomically(store_.policy_path(2), "edited by hand", 0600));
  ASSERT_TRUE(os::remove_file(store_.policy_path(3)));
  const auto images = *store_.list();
  ASSERT_EQ(images.size(), 4u);
  EXPECT_EQ(images[0].damage, "");
  EXPECT_THAT(images[1].damage, HasSubstr("000003.yaml"));
  EXPECT_THAT(images[2].damage, HasSubstr("is not the policy"));
  EXPECT_THAT(images[3].damage, HasSubstr("image refused: 0 bytes"));
  EXPECT_FALSE(store_.make_current(1)) << "what is damaged does not come into force";
  EXPECT_TRUE(store_.make_current(4));
}

// What an upgrade of the gateway that changes the format finds: its text is there to be applied again.
TEST_F(ImageStoreTest, AnImageOfAnEarlierFormatIsToldAndItsPolicyStays) {
  const std::uint64_t version = add_next();
  std::string bytes = *os::read_file(store_.image_path(version), 1u << 20);
  bytes[8] = 1;
  ASSERT_TRUE(os::write_file_atomically(store_.image_path(version), bytes, 0644));
  EXPECT_THAT(store_.list()->front().damage, HasSubstr("format 1 is not the format 3"));
  EXPECT_THAT(store_.list()->front().damage, HasSubstr("apply the policy again"));
  EXPECT_TRUE(os::read_file(store_.policy_path(version), 1u << 20));
  EXPECT_EQ(*store_.reserve_version(), version + 1) << "a newer one can be compiled";
}

TEST_F(ImageStoreTest, AForeignImageUnderAKeptNameIsDamage) {
  add_next();
  const std::string text = "policy 9";
  const auto other = image_of(9, text);
  ASSERT_TRUE(os::write_file_atomically(store_.image_path(1),
                                        {reinterpret_cast<const char*>(other.data()), other.size()}, 0644));
  EXPECT_THAT(store_.list()->front().damage, HasSubstr("000001.img holds version 9"));
}

TEST_F(ImageStoreTest, TheOneInForceIsNotRemoved) {
  ASSERT_TRUE(store_.make_current(add_next()));
  EXPECT_EQ(store_.remove(1).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(store_.load(1));
}

TEST_F(ImageStoreTest, AHarmedLinkIsToldAndNothingIsRemoved) {
  for (std::size_t count = 0; count < ImageStore::kKeptMax; ++count) add_next();
  ASSERT_TRUE(os::point_link_atomically(store_.current_path(), "/etc/passwd"));
  EXPECT_EQ(store_.current().error().code, ErrorCode::kCorrupt);
  const std::uint64_t version = *store_.reserve_version();
  EXPECT_FALSE(store_.add(image_of(version, "t"), "t"));
  EXPECT_EQ(kept().size(), ImageStore::kKeptMax);
}

TEST_F(ImageStoreTest, OtherFilesAreLeftAlone) {
  for (const char* name : {"README", "1.img", "0000001.img", "00001x.img", "000001.img.tmp"})
    ASSERT_TRUE(os::write_file_atomically(folder_.file("images/") + name, "x", 0600));
  EXPECT_TRUE(store_.list()->empty());
}

}  // namespace
}  // namespace bulkhead::control
