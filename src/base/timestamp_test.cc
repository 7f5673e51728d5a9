// Times must read as the standards write them, on every edge of the calendar, and durations must come out
// the length that a person meant. Texts that could be misread are refused.

#include "base/timestamp.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace bulkhead {
namespace {

using namespace std::chrono_literals;

RealTime at_ms(std::int64_t ms) { return RealTime{Milliseconds{ms}}; }

TEST(Timestamp, Writes) {
  struct Case {
    std::int64_t ms;
    const char* rfc3339_ms;
    const char* http;
  };
  const std::vector<Case> cases{
      {0, "1970-01-01T00:00:00.000Z", "Thu, 01 Jan 1970 00:00:00 GMT"},
      {-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT"},
      {951'782'400'000, "2000-02-29T00:00:00.000Z", "Tue, 29 Feb 2000 00:00:00 GMT"},
      {1'784'254'447'123, "2026-07-17T02:14:07.123Z", "Fri, 17 Jul 2026 02:14:07 GMT"},
      {4'107'542'400'000, "2100-03-01T00:00:00.000Z", "Mon, 01 Mar 2100 00:00:00 GMT"},
      {std::numeric_limits<std::int64_t>::max(), "9999-12-31T23:59:59.999Z", "Fri, 31 Dec 9999 23:59:59 GMT"},
      {std::numeric_limits<std::int64_t>::min(), "0000-01-01T00:00:00.000Z", "Sat, 01 Jan 0000 00:00:00 GMT"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(rfc3339_ms(at_ms(c.ms)), c.rfc3339_ms);
    EXPECT_EQ(http_date(at_ms(c.ms)), c.http);
  }
  EXPECT_EQ(rfc3339(at_ms(1'784'254'447'999)), "2026-07-17T02:14:07Z");
}

TEST(Timestamp, Reads) {
  const std::int64_t second = 1'784'254'447'000;
  struct Case {
    const char* text;
    std::int64_t ms;
  };
  const std::vector<Case> cases{
      {"2026-07-17T02:14:07Z", second},
      {"2026-07-17t02:14:07z", second},
      {"2026-07-17 02:14:07Z", second},
      {"2026-07-17T04:14:07+02:00", second},
      {"2026-07-16T20:44:07-05:30", second},
      {"2026-07-17T02:14:07-00:00", second},
      {"2026-07-17T02:14:07.5Z", second + 500},
      {"2026-07-17T02:14:07.1239999999999Z", second + 123},
      {"2016-12-31T23:59:60Z", 1'483'228'800'000},  // a leap second
      {"2024-02-29T00:00:00Z", 1'709'164'800'000},
      {"1969-12-31T23:59:59.999Z", -1},
      {"0000-01-01T00:00:00Z", -62'167'219'200'000},
      {"9999-12-31T23:59:59.999Z", 253'402'300'799'999},
  };
  for (const Case& c : cases) {
    const auto read = parse_rfc3339(c.text);
    ASSERT_TRUE(read) << c.text;
    EXPECT_EQ(read->time_since_epoch().count(), c.ms) << c.text;
  }
}

TEST(Timestamp, RefusesWhatIsNotATime) {
  const std::vector<std::string> texts{"",
                                       "now",
                                       "2026-07-17",
                                       "2026-07-17T02:14:07",  // without a zone it is anybody's guess
                                       "2026-07-17T02:14Z",
                                       "2026-7-17T02:14:07Z",
                                       "2026-02-29T00:00:00Z",
                                       "2026-04-31T00:00:00Z",
                                       "2026-13-01T00:00:00Z",
                                       "2026-07-00T00:00:00Z",
                                       "2026-07-17T24:00:00Z",
                                       "2026-07-17T02:60:07Z",
                                       "2026-07-17T02:14:61Z",
                                       "2026-07-17T02:14:07.Z",
                                       "2026-07-17T02:14:07+24:00",
                                       "2026-07-17T02:14:07+02",
                                       "2026-07-17T02:14:07Z ",
                                       "+026-07-17T02:14:07Z",
                                       std::string("2026-07-17T02:14:07Z\0", 21)};
  for (const std::string& text : texts) {
    const auto read = parse_rfc3339(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalid);
  }
}

TEST(Timestamp, WrittenTimesReadBack) {
  for (std::int64_t ms = -62'167'219'200'000; ms < 253'402'300'799'999; ms += 86'400'000'007 * 11)
    ASSERT_EQ(parse_rfc3339(rfc3339_ms(at_ms(ms))), at_ms(ms)) << ms;
}

TEST(Duration, Reads) {
  struct Case {
    const char* text;
    Milliseconds expected;
  };
  const std::vector<Case> cases{{"90s", 90s},        {"10m", 10min},     {"1h", 1h},
                                {"1h30m", 90min},    {"2d", 48h},        {"250ms", 250ms},
                                {"1m1ms", 60'001ms}, {"0s", 0ms},        {"1d2h3m4s5ms", 93'784'005ms},
                                {"007s", 7s},        {"366d", 366 * 24h}};
  for (const Case& c : cases) {
    const auto read = parse_duration(c.text);
    ASSERT_TRUE(read) << c.text;
    EXPECT_EQ(*read, c.expected) << c.text;
  }
}

TEST(Duration, RefusesWhatCouldBeMisread) {
  for (const char* text :
       {"", "10", "m", "1h 30m", "-1h", "+1h", "1.5h", "30m1h", "1h1h", "1w", "1H", "1ms1s", "1mm"}) {
    const auto read = parse_duration(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalid) << text;
  }
}

TEST(Duration, AYearIsTheMost) {
  for (const char* text :
       {"366d1ms", "367d", "8785h", "99999999999999999999999999d", "366d99999999999999999999h"}) {
    const auto read = parse_duration(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kLimit) << text;
  }
}

TEST(Duration, Writes) {
  struct Case {
    Milliseconds duration;
    const char* text;
  };
  const std::vector<Case> cases{{-5s, "0 s"},
                                {0s, "0 s"},
                                {250ms, "250 ms"},
                                {999ms, "999 ms"},
                                {45'999ms, "45 s"},
                                {60s, "1 min"},
                                {65s, "1 min 05 s"},
                                {59min + 59s, "59 min 59 s"},
                                {1h, "1 h"},
                                {65min + 59s, "1 h 05 min"},
                                {24h, "1 d"},
                                {76h + 59min, "3 d 4 h"},
                                {Milliseconds::max(), "106751991167 d 7 h"}};
  for (const Case& c : cases) EXPECT_EQ(duration_text(c.duration), c.text);
}

}  // namespace
}  // namespace bulkhead
