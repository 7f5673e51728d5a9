// What is not a whole, unharmed image of this format is refused with a reason; and whatever verify() lets
// through, even with a matching checksum over harmed tables, no look-up leaves the bytes (run with the asan
// preset to see that).

#include <gtest/gtest.h>

#include <cstring>
#include <memory>

#include "program/contents_for_test.h"
#include "program/dump.h"

namespace bulkhead::program {
namespace {

// The bytes in a heap block of exactly their size, so that a sanitizer sees one byte too many.
Result<Image> verify_exact(std::span<const std::byte> bytes, std::unique_ptr<std::byte[]>& kept) {
  kept = std::make_unique<std::byte[]>(bytes.size());
  std::ranges::copy(bytes, kept.get());
  return Image::verify({kept.get(), bytes.size()});
}

void ask_everything(const Image& image) {
  EXPECT_FALSE(dump(image).empty());
  for (const char* host : {"tax-filing.example", "a.b.forms.example", "x", "a.a.a.a.a.a.a.a.a"})
    for (const char* path : {"/", "/forms/a", "/print/all/b/c", "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"})
      static_cast<void>(image.find(host, path));
  for (std::size_t index = 0; index < image.services(); ++index)
    for (const char* address : {"10.20.7.9", "::1", "ff::ff", "255.255.255.255"})
      static_cast<void>(image.lane(static_cast<ServiceIndex>(index), *Address::parse(address)));
}

TEST(Verify, RefusesEveryTruncation) {
  const auto bytes = *write_image(contents_for_test());
  std::unique_ptr<std::byte[]> kept;
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto image = verify_exact(std::span(bytes).first(length), kept);
    ASSERT_FALSE(image) << length;
    EXPECT_EQ(image.error().code, ErrorCode::kCorrupt);
  }
}

TEST(Verify, RefusesEveryFlippedBit) {
  const auto bytes = *write_image(contents_for_test());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    auto harmed = bytes;
    harmed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    ASSERT_FALSE(Image::verify(harmed)) << "bit " << bit;
  }
}

TEST(Verify, SaysWhatDoesNotFit) {
  const auto good = *write_image(contents_for_test());
  struct Row {
    const char* name;
    void (*harm)(std::vector<std::byte>&);
    const char* reason;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"nothing", [](auto& bytes) { bytes.clear(); },
            "image refused: 0 bytes are fewer than a header's 288"},
           {"foreign file", [](auto& bytes) { bytes[0] = std::byte{'P'}; },
            "image refused: it does not begin as an image does"},
           {"later format", [](auto& bytes) { bytes[8] = std::byte{4}; },
            "image refused: format 4 is not the format 3 that this program reads"},
           {"earlier format", [](auto& bytes) { bytes[8] = std::byte{1}; },
            "format 1 is not the format 3 that this program reads: apply the policy again"},
           {"bytes behind it", [](auto& bytes) { bytes.resize(bytes.size() + 8); }, "bytes, but"},
           {"a changed byte", [](auto& bytes) { bytes.back() ^= std::byte{1}; },
            "image refused: its bytes do not match its SHA-256"},
       }) {
    auto bytes = good;
    row.harm(bytes);
    const auto image = Image::verify(bytes);
    ASSERT_FALSE(image) << row.name;
    EXPECT_NE(image.error().message.find(row.reason), std::string::npos)
        << row.name << ": " << image.error().message;
  }
}

// What write_image() would never write, under a good checksum.
TEST(Verify, RefusesATimeZoneThatIsNone) {
  const auto record = [](std::vector<std::byte>& bytes, std::size_t index,
                         const layout::ZoneChangeRecord& change) {
    layout::SectionRef section;
    std::memcpy(&section,
                bytes.data() + offsetof(layout::Header, sections) +
                    static_cast<std::size_t>(layout::Section::kZoneChanges) * sizeof section,
                sizeof section);
    std::memcpy(bytes.data() + section.offset + index * sizeof change, &change, sizeof change);
  };
  struct Row {
    const char* name;
    layout::ZoneChangeRecord second;
    const char* reason;
  };
  constexpr std::int64_t kAt = 1'774'746'000;
  for (const Row& row : std::initializer_list<Row>{
           {"largest offset", {kAt, kZoneOffsetSecondsMax, 0}, nullptr},
           {"smallest offset", {kAt, -kZoneOffsetSecondsMax, 0}, nullptr},
           {"offset too large", {kAt, kZoneOffsetSecondsMax + 1, 0}, "change of time 1 is to 93601 s"},
           {"offset too small", {kAt, -kZoneOffsetSecondsMax - 1, 0}, "change of time 1 is to -93601 s"},
           {"same time twice", {1'577'836'800, 0, 0}, "changes of time are not in order at 1"},
           {"after the next", {1'792'890'001, 0, 0}, "changes of time are not in order at 2"},
           {"beyond what can be written", {layout::kZoneFromSecondsMax + 1, 0, 0}, "at 253402300800 s"},
           {"something in the gap", {kAt, 0, 1}, "change of time 1"},
       }) {
    auto bytes = *write_image(contents_for_test());
    record(bytes, 1, row.second);
    seal(bytes);
    const auto image = Image::verify(bytes);
    ASSERT_EQ(image.has_value(), row.reason == nullptr) << row.name;
    if (image) continue;
    EXPECT_NE(image.error().message.find(row.reason), std::string::npos)
        << row.name << ": " << image.error().message;
  }
}

// Every bit behind the digest flipped and the checksum made right again: mostly refused; what passes is
// harmless.
TEST(Verify, HarmedTablesWithAGoodChecksumNeverLeaveTheBytes) {
  const auto bytes = *write_image(contents_for_test());
  std::unique_ptr<std::byte[]> kept;
  std::size_t refused = 0;
  for (std::size_t bit = layout::kDigestedFrom * 8; bit < bytes.size() * 8; ++bit) {
    auto harmed = bytes;
    harmed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
    seal(harmed);
    const auto image = verify_exact(harmed, kept);
    if (image)
      ask_everything(*image);
    else
      ++refused;
  }
  EXPECT_GT(refused, bytes.size());
}

TEST(Verify, EveryTruncationWithAGoodChecksumIsRefused) {
  const auto bytes = *write_image(contents_for_test());
  for (std::size_t length = sizeof(layout::Header); length < bytes.size(); ++length) {
    std::vector<std::byte> harmed(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
    seal(harmed);
    EXPECT_FALSE(Image::verify(harmed)) << length;
  }
}

TEST(Verify, AnyAlignmentWillDo) {
  const auto bytes = *write_image(contents_for_test());
  for (std::size_t shift = 1; shift < 8; ++shift) {
    std::vector<std::byte> shifted(bytes.size() + shift);
    std::ranges::copy(bytes, shifted.begin() + static_cast<std::ptrdiff_t>(shift));
    const auto image = Image::verify(std::span(shifted).subspan(shift));
    ASSERT_TRUE(image) << image.error().message;
    EXPECT_EQ(image->find("tax-filing.example", "/"), 1);
  }
}

}  // namespace
}  // namespace bulkhead::program
