// The writer keeps its limits (each at max and max + 1), refuses contradictions, and gives the same bytes for
// the same contents in whatever order they come.

#include "program/writer.h"

#include <gtest/gtest.h>

#include <functional>

#include "program/contents_for_test.h"
#include "program/hash_table.h"

namespace bulkhead::program {
namespace {

std::vector<ImageContents::Service> services(std::size_t count) {
  std::vector<ImageContents::Service> result;
  for (std::size_t index = 0; index < count; ++index)
    result.push_back(service_for_test("service-" + std::to_string(index), static_cast<ServiceSlot>(index)));
  return result;
}

std::string segments(std::size_t count) {
  std::string path;
  for (std::size_t index = 0; index < count; ++index) path += "/s";
  return path;
}

TEST(Writer, LimitsHoldAtMaxAndRefuseMaxPlusOne) {
  struct Row {
    const char* name;
    std::size_t max;
    std::function<void(ImageContents&, std::size_t)> fill;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"services", layout::kServicesMax, [](auto& c, std::size_t n) { c.services = services(n); }},
           {"slot", layout::kSlotsMax - 1,
            [](auto& c, std::size_t n) { c.services[0].slot = static_cast<ServiceSlot>(n); }},
           {"languages", layout::kLanguagesMax,
            [](auto& c, std::size_t n) {
              c.services.clear();
              c.phrases.clear();
              c.languages.assign(n, {"xx", false});
              c.agency_name.assign(n, "");
              c.agency_contact.assign(n, "");
            }},
           {"lanes", layout::kLanesPerServiceMax,
            [](auto& c, std::size_t n) { c.services[0].lanes.resize(n, {"l", {}}); }},
           {"networks", layout::kNetworksPerServiceMax,
            [](auto& c, std::size_t n) {
              c.services[0].lanes = {{"l", {}}};
              for (std::size_t at = 0; at < n; ++at)
                c.services[0].lanes[0].networks.push_back(
                    {Address::v4({10, 0, static_cast<std::uint8_t>(at >> 8), static_cast<std::uint8_t>(at)}),
                     128});
            }},
           {"cookies", layout::kCookiesMax,
            [](auto& c, std::size_t n) { c.services[0].session_cookies.assign(n, "s"); }},
           {"host bytes", layout::kHostBytesMax,
            [](auto& c, std::size_t n) { c.services[0].hosts = {std::string(n, 'h')}; }},
           {"path bytes", layout::kPathBytesMax,
            [](auto& c, std::size_t n) { c.services[0].paths = {"/" + std::string(n - 1, 'p')}; }},
           {"path segments", layout::kPathSegmentsMax,
            [](auto& c, std::size_t n) { c.services[0].paths = {segments(n)}; }},
           {"changes of the time zone", kZoneChangesMax,
            [](auto& c, std::size_t n) {
              c.zone.changes.clear();
              for (std::size_t at = 0; at < n; ++at)
                c.zone.changes.push_back({static_cast<std::int64_t>(at), static_cast<std::int32_t>(at)});
            }},
           {"bytes of the time zone's name", kZoneNameBytesMax,
            [](auto& c, std::size_t n) { c.zone.name = std::string(n, 'Z'); }},
           {"text bytes", layout::kStringBytesMax,
            [](auto& c, std::size_t n) { c.agency_name[0] = std::string(n, 't'); }},
       }) {
    ImageContents contents = contents_for_test();
    row.fill(contents, row.max);
    const auto fits = write_image(contents);
    ASSERT_TRUE(fits) << row.name << ": " << fits.error().message;
    const auto image = Image::verify(*fits);
    EXPECT_TRUE(image) << row.name << ": " << image.error().message;

    contents = contents_for_test();
    row.fill(contents, row.max + 1);
    const auto refused = write_image(contents);
    ASSERT_FALSE(refused) << row.name;
    EXPECT_EQ(refused.error().code, ErrorCode::kLimit) << row.name;
  }
}

TEST(Writer, ContradictionsAreConflicts) {
  struct Row {
    const char* name;
    void (*harm)(ImageContents&);
    ErrorCode code;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"one name twice", [](auto& c) { c.services[1].name = c.services[0].name; }, ErrorCode::kConflict},
           {"one slot twice", [](auto& c) { c.services[1].slot = c.services[0].slot; }, ErrorCode::kConflict},
           {"one door twice", [](auto& c) { c.services[1].paths = {"/"}; }, ErrorCode::kConflict},
           {"one door twice but for a slash",
            [](auto& c) {
              c.services[0].paths = {"/forms/"};
              c.services[1].paths = {"/forms"};
            },
            ErrorCode::kConflict},
           {"no language", [](auto& c) { c.languages.clear(); }, ErrorCode::kInvalid},
           {"no name", [](auto& c) { c.services[0].name.clear(); }, ErrorCode::kInvalid},
           {"a time zone without a name", [](auto& c) { c.zone.name.clear(); }, ErrorCode::kInvalid},
           {"a time zone without its table", [](auto& c) { c.zone.changes.clear(); }, ErrorCode::kInvalid},
           {"UTC with changes", [](auto& c) { c.zone.name = "UTC"; }, ErrorCode::kInvalid},
       }) {
    ImageContents contents = contents_for_test();
    row.harm(contents);
    const auto bytes = write_image(contents);
    ASSERT_FALSE(bytes) << row.name;
    EXPECT_EQ(bytes.error().code, row.code) << row.name;
  }
}

TEST(Writer, OrderOfServicesMakesNoDifference) {
  ImageContents contents = contents_for_test();
  const auto first = write_image(contents);
  std::ranges::reverse(contents.services);
  EXPECT_EQ(*first, *write_image(contents));
}

TEST(Writer, AServiceCostsLessThanAKibibyte) {
  ImageContents contents = contents_for_test();
  contents.services = services(1'000);
  const std::size_t thousand = write_image(contents)->size();
  contents.services = services(2'000);
  EXPECT_LT(write_image(contents)->size() - thousand, 1'000 * 1'024u);
}

TEST(HashTable, EveryEntryIsWithinTheProbes) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t index = 0; index < layout::kProbesMax; ++index) hashes.push_back(index << 32);
  const auto table = place_all(hashes, slots_for(hashes.size()));
  ASSERT_TRUE(table);
  for (std::uint32_t index = 0; index < layout::kProbesMax; ++index)
    EXPECT_EQ((*table)[index].entry, index + 1);
  hashes.push_back(0);
  EXPECT_FALSE(place_all(hashes, slots_for(hashes.size()))) << "one more than the probes reach";
}

}  // namespace
}  // namespace bulkhead::program
