// A service keeps its slot; a slot is not given anew while any kept image knows it.

#include "control/images/slots.h"

#include <gtest/gtest.h>

#include "program/writer.h"

namespace bulkhead::control {
namespace {

LoadedImage image_with(const compile::Slots& slots) {
  program::ImageContents contents;
  contents.languages = {{"en", false}};
  contents.agency_name = contents.agency_contact = {""};
  for (const auto& [name, slot] : slots) {
    program::ImageContents::Service service;
    service.name = name;
    service.slot = slot;
    service.title = service.elsewhere = {""};
    contents.services.push_back(service);
  }
  const auto bytes = *program::write_image(contents);
  LoadedImage loaded{
      .bytes = std::make_shared<const std::string>(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
      .image = {},
      .policy_text = {}};
  loaded.image = *program::Image::verify(std::as_bytes(std::span(*loaded.bytes)));
  return loaded;
}

policy::Policy policy_with(const std::vector<std::string>& names) {
  policy::Policy policy;
  for (const std::string& name : names) policy.services.emplace_back().name = name;
  return policy;
}

TEST(Slots, BeginInNameOrder) {
  EXPECT_EQ(*assign_slots(policy_with({"a", "b", "c"}), {}), (compile::Slots{{"a", 0}, {"b", 1}, {"c", 2}}));
}

TEST(Slots, StayAndAreNotReusedWhileAnImageKnowsThem) {
  const std::vector<LoadedImage> kept = {image_with({{"a", 4}}),
                                         image_with({{"a", 4}, {"gone", 0}, {"back", 1}})};
  EXPECT_EQ(*assign_slots(policy_with({"a", "back", "new", "newer"}), kept),
            (compile::Slots{{"a", 4}, {"back", 1}, {"new", 2}, {"newer", 3}}));
}

TEST(Slots, AFreedSlotIsUsedAgain) {
  const std::vector<LoadedImage> kept = {image_with({{"a", 4}})};
  EXPECT_EQ(*assign_slots(policy_with({"a", "new"}), kept), (compile::Slots{{"a", 4}, {"new", 0}}));
}

TEST(Slots, AllSlotsAndNotOneMore) {
  compile::Slots old;
  for (std::size_t slot = 1; slot < program::layout::kSlotsMax; ++slot)
    old.emplace("old-" + std::to_string(slot), static_cast<program::ServiceSlot>(slot));
  const std::vector<LoadedImage> kept = {image_with(old)};
  EXPECT_EQ(*assign_slots(policy_with({"new"}), kept), (compile::Slots{{"new", 0}}));
  const auto refused = assign_slots(policy_with({"new", "newer"}), kept);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLimit);
}

TEST(Slots, ImagesOfTwoGatewaysDoNotMix) {
  const std::vector<LoadedImage> kept = {image_with({{"a", 1}}), image_with({{"b", 1}})};
  EXPECT_EQ(assign_slots(policy_with({"a", "b"}), kept).error().code, ErrorCode::kConflict);
}

}  // namespace
}  // namespace bulkhead::control
