// What must hold: a stored text of which one field is missing, of another kind, or beyond what can be reckoned with is
// kCorrupt; one that is whole reads back.

#include "control/orders/codec.h"

#include <gtest/gtest.h>

#include <chrono>

#include <nlohmann/json.hpp>

namespace bulkhead::control {
namespace {

using Json = nlohmann::json;

posture::Order order() {
  posture::Order order;
  order.id = Id::from_words(1, 2);
  order.scope = {posture::ScopeKind::kService, "court"};
  order.level = posture::Level::kClosed;
  order.author = "ana";
  order.reason = "test";
  order.from = BootTime(std::chrono::hours(1));
  order.until = BootTime(std::chrono::hours(2));
  return order;
}

TEST(Codec, AnOrderReadsBack) {
  const auto read = decode_order(encode(order()));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, order());
}

TEST(Codec, AFieldOfAnotherKindIsCorrupt) {
  for (const char* field : {"share", "from", "from_real", "until", "drain"}) {
    for (const Json& wrong : {Json("1"), Json(true), Json(1.5), Json(1e300), Json::array()}) {
      Json text = Json::parse(encode(order()));
      text[field] = wrong;
      const auto read = decode_order(text.dump());
      ASSERT_FALSE(read) << field << " " << wrong;
      EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
    }
  }
}

// Sums and differences of instants must stay defined, whatever a disk brings.
TEST(Codec, AnInstantThatCannotBeReckonedWithIsCorrupt) {
  for (const char* field : {"from", "from_real", "until", "until_real", "quiet_at"}) {
    for (const Json& wrong : {Json(INT64_MAX), Json(INT64_MIN), Json(UINT64_MAX), Json((1ll << 53) + 1)}) {
      Json text = Json::parse(encode(order()));
      text[field] = wrong;
      text["cause"] = "attack";
      EXPECT_FALSE(decode_order(text.dump())) << field << " " << wrong;
    }
  }
  Json beat =
      Json::parse(encode(Heartbeat{"boot", BootTime(Milliseconds(1)), RealTime(Milliseconds(2)), true}));
  ASSERT_TRUE(decode_heartbeat(beat.dump()));
  beat["boot"] = INT64_MIN;
  EXPECT_FALSE(decode_heartbeat(beat.dump()));
}

}  // namespace
}  // namespace bulkhead::control
