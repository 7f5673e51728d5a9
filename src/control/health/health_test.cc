// One lost probe is not an outage and one answer is no recovery; the first answer of a server that nobody knew is.

#include "control/health/health.h"

#include <gtest/gtest.h>

namespace bulkhead::control::health {
namespace {

struct Case {
  const char* what;
  ServerHealth::Thresholds thresholds;
  const char* probes;  // '+' answered, '-' not
  const char* states;  // after each: '?', 'u', 'd'
};

const Case kCases[] = {
    {"first answer", {3, 2}, "+", "u"},
    {"first failures", {3, 2}, "---", "??d"},
    {"a lost probe", {3, 2}, "+-+--+", "uuuuuu"},
    {"falls on the third in a row", {3, 2}, "+---", "uuud"},
    {"rises on the second in a row", {3, 2}, "+---+-++", "uuuddddu"},
    {"an answer between failures begins anew", {3, 2}, "+--+--", "uuuuuu"},
    {"unknown, then an answer in between", {2, 2}, "-+--", "?uud"},
    {"at once", {1, 1}, "+-+-", "udud"},
};

TEST(ServerHealth, FollowsProbes) {
  for (const Case& c : kCases) {
    ServerHealth health(c.thresholds);
    std::string states;
    Health last = Health::kUnknown;
    for (std::size_t i = 0; c.probes[i] != '\0'; ++i) {
      const RealTime now{Milliseconds(1000 + static_cast<int>(i))};
      const bool changed =
          health.note({c.probes[i] == '+', Milliseconds(7), c.probes[i] == '+' ? "" : "refused"}, now);
      EXPECT_EQ(changed, health.health() != last) << c.what << " probe " << i;
      if (changed) {
        EXPECT_EQ(health.since(), now) << c.what;
      }
      last = health.health();
      states += name(last)[0] == 'u' && last == Health::kUp ? 'u' : last == Health::kDown ? 'd' : '?';
    }
    EXPECT_EQ(states, c.states) << c.what;
  }
}

TEST(ServerHealth, ShowsTheLastErrorAndLatency) {
  ServerHealth health({3, 2});
  EXPECT_EQ(health.latency(), std::nullopt);
  health.note({true, Milliseconds(12), ""}, RealTime(Milliseconds(1)));
  health.note({false, Milliseconds(0), "connection refused"}, RealTime(Milliseconds(2)));
  EXPECT_EQ(health.latency(), Milliseconds(12));
  EXPECT_EQ(health.error(), "connection refused");
  health.note({true, Milliseconds(13), ""}, RealTime(Milliseconds(3)));
  EXPECT_EQ(health.error(), "");
}

TEST(ServiceHealth, IsUpWhenAnyServerIs) {
  const auto of = [](std::initializer_list<Health> all) {
    ServiceHealth service;
    for (const Health health : all)
      service.servers.push_back({.url = "", .health = health, .since = {}, .latency = {}, .error = ""});
    return overall(service);
  };
  EXPECT_EQ(of({}), Health::kUnknown);
  EXPECT_EQ(of({Health::kDown, Health::kUp}), Health::kUp);
  EXPECT_EQ(of({Health::kDown, Health::kDown}), Health::kDown);
  EXPECT_EQ(of({Health::kDown, Health::kUnknown}), Health::kUnknown);
}

}  // namespace
}  // namespace bulkhead::control::health
