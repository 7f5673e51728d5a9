// Sessions are bounded in number and age, and nobody is thrown out by visitors who never log in.

#include "demo/http/session.h"

#include <vector>

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

constexpr MonoTime kStart{std::chrono::hours{1}};

class SessionsTest : public testing::Test {
 protected:
  SessionPtr known(Sessions& sessions, std::int64_t person, MonoTime now) {
    return sessions.log_in(sessions.open(now), {.who = Session::Who::kCitizen, .person_id = person}, now);
  }
  os::SeededRandom random_{1};
};

TEST_F(SessionsTest, AreFoundByTheirIdOnly) {
  Sessions sessions(random_, 10);
  const SessionPtr session = sessions.open(kStart);
  EXPECT_EQ(session->id.size(), 32u);
  EXPECT_NE(session->id, session->csrf_token);
  EXPECT_EQ(sessions.find(session->id, kStart), session);
  EXPECT_EQ(sessions.find("", kStart), nullptr);
  EXPECT_EQ(sessions.find(session->csrf_token, kStart), nullptr);
}

TEST_F(SessionsTest, LoggingInChangesTheId) {
  Sessions sessions(random_, 10);
  const SessionPtr before = sessions.open(kStart);
  const SessionPtr after = sessions.log_in(before, {.who = Session::Who::kCitizen, .person_id = 7}, kStart);
  EXPECT_NE(after->id, before->id);
  EXPECT_NE(after->csrf_token, before->csrf_token);
  EXPECT_EQ(sessions.find(before->id, kStart), nullptr);
  EXPECT_EQ(sessions.count(), 1u);
}

TEST_F(SessionsTest, EndWhenUnused) {
  Sessions sessions(random_, 10);
  const SessionPtr session = sessions.open(kStart);
  const MonoTime last = kStart + std::chrono::minutes{kSessionMinutes};
  EXPECT_NE(sessions.find(session->id, last), nullptr);
  EXPECT_NE(sessions.find(session->id, last + std::chrono::minutes{kSessionMinutes}), nullptr);
  EXPECT_EQ(sessions.find(session->id, last + std::chrono::minutes{2 * kSessionMinutes + 1}), nullptr);
  EXPECT_EQ(sessions.count(), 0u);
}

TEST_F(SessionsTest, AtTheirMaximumTheOneUnusedLongestGoes) {
  Sessions sessions(random_, 3);
  std::vector<SessionPtr> people;
  for (int i = 0; i < 3; ++i) people.push_back(known(sessions, i, kStart + std::chrono::seconds{i}));
  EXPECT_EQ(sessions.count(), 3u);
  EXPECT_NE(sessions.find(people[0]->id, kStart + std::chrono::seconds{5}), nullptr);
  sessions.open(kStart + std::chrono::seconds{6});
  EXPECT_EQ(sessions.count(), 3u);
  EXPECT_EQ(sessions.find(people[1]->id, kStart + std::chrono::seconds{7}), nullptr);
  EXPECT_NE(sessions.find(people[0]->id, kStart + std::chrono::seconds{7}), nullptr);
}

TEST_F(SessionsTest, AFloodOfVisitorsThrowsNobodyOut) {
  Sessions sessions(random_, 100);
  const SessionPtr person = known(sessions, 1, kStart);
  for (int i = 0; i < 10'000; ++i) sessions.open(kStart);
  EXPECT_EQ(sessions.count(), 100u);
  EXPECT_NE(sessions.find(person->id, kStart), nullptr);
}

}  // namespace
}  // namespace bulkhead::demo
