// An offset holds from its second on and not before; before the first and after the last change there is an offset too;
// and no instant, however far away, breaks the arithmetic.

#include "base/zone.h"

#include <gtest/gtest.h>

#include "base/timestamp.h"

namespace bulkhead {
namespace {

Zone tirane() {
  return {"Europe/Tirane", {{1'577'836'800, 3'600}, {1'774'746'000, 7'200}, {1'792'890'000, 3'600}}};
}

RealTime at(std::string_view text) { return parse_rfc3339(text).value(); }

TEST(Zone, local_time) {
  struct Row {
    std::string_view at, local;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2019-07-01T12:00:00Z", "2019-07-01T13:00:00Z"},
           {"2026-03-29T00:59:59.999Z", "2026-03-29T01:59:59Z"},
           {"2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"},
           {"2026-10-25T00:59:59Z", "2026-10-25T02:59:59Z"},
           {"2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"},
           {"2026-12-31T23:30:00Z", "2027-01-01T00:30:00Z"},
           {"2099-07-01T12:00:00Z", "2099-07-01T13:00:00Z"},
       }) {
    EXPECT_EQ(rfc3339(tirane().local(at(row.at))), row.local) << row.at;
    EXPECT_EQ(utc().local(at(row.at)), at(row.at));
  }
}

TEST(Zone, hours_that_come_twice) {
  struct Row {
    std::string_view at;
    bool repeated;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2026-10-24T23:59:59Z", false},  // 01:59:59
           {"2026-10-25T00:00:00Z", true},   // 02:00:00, for the first time
           {"2026-10-25T00:59:59Z", true},
           {"2026-10-25T01:00:00Z", true},  // 02:00:00, for the second time
           {"2026-10-25T01:59:59Z", true},
           {"2026-10-25T02:00:00Z", false},  // 03:00:00
           {"2026-03-29T00:30:00Z", false},
           {"2026-03-29T01:00:00Z", false},
       }) {
    EXPECT_EQ(tirane().is_repeated(at(row.at)), row.repeated) << row.at;
    EXPECT_FALSE(utc().is_repeated(at(row.at)));
  }
}

TEST(Zone, times_far_away) {
  for (const RealTime far : {RealTime::min(), RealTime::max()}) {
    EXPECT_EQ(rfc3339(tirane().local(far)), rfc3339(far));
    EXPECT_EQ(utc().local(far), far);
  }
}

TEST(Zone, only_utc_is_utc) {
  EXPECT_TRUE(utc().is_utc());
  EXPECT_TRUE(Zone().is_utc());
  EXPECT_FALSE(tirane().is_utc());
  EXPECT_FALSE((Zone{"Africa/Abidjan", {{0, 0}}}).is_utc()) << "its people read their own time";
}

TEST(Zone, offsets_as_text) {
  EXPECT_EQ(utc_offset_text(0), "+00:00");
  EXPECT_EQ(utc_offset_text(7'200), "+02:00");
  EXPECT_EQ(utc_offset_text(-12'600), "-03:30");
  EXPECT_EQ(utc_offset_text(20'700), "+05:45");
  EXPECT_EQ(utc_offset_text(kZoneOffsetSecondsMax), "+26:00");
  EXPECT_EQ(utc_offset_text(-2'670), "-00:44");
}

}  // namespace
}  // namespace bulkhead
