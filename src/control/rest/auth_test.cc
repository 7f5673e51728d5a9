// A person is recognised by what the kernel or a token says, and by nothing else; an unknown and an expired token look the same.

#include "control/rest/auth.h"

#include <gtest/gtest.h>

#include "os/sha256.h"

namespace bulkhead::control::rest {
namespace {

constexpr RealTime kNow{Milliseconds(1'784'246'400'000)};

policy::Policy sample() {
  policy::Policy policy;
  policy.operators.push_back(
      {.id = "ana", .name = "Ana", .uid = 1001, .token_sha256 = "", .token_expires = {}});
  policy.operators.push_back({.id = "besa",
                              .name = "Besa",
                              .uid = {},
                              .token_sha256 = os::sha256_hex("correct horse"),
                              .token_expires = kNow + Milliseconds(1)});
  policy.operators.push_back(
      {.id = "cen", .name = "Cen", .uid = {}, .token_sha256 = os::sha256_hex("old"), .token_expires = kNow});
  return policy;
}

TEST(Auth, KnowsUids) {
  const policy::Policy policy = sample();
  EXPECT_EQ(caller_of_uid(&policy, 1001).kind, Caller::Kind::kOperator);
  EXPECT_EQ(caller_of_uid(&policy, 1001).person, "ana");
  EXPECT_EQ(caller_of_uid(&policy, 1002).kind, Caller::Kind::kLocal);
  EXPECT_EQ(caller_of_uid(&policy, 1002).person, "uid:1002");
  EXPECT_EQ(caller_of_uid(&policy, 0).kind, Caller::Kind::kRoot);
  EXPECT_EQ(caller_of_uid(nullptr, 1001).kind, Caller::Kind::kLocal);
}

struct Case {
  const char* field;
  const char* person;  // nullptr: refused; "": nobody
};

TEST(Auth, KnowsTokens) {
  const policy::Policy policy = sample();
  const Case cases[] = {
      {"", ""},
      {"Bearer correct horse", "besa"},
      {"bearer correct horse", "besa"},
      {"Bearer  correct horse", nullptr},
      {"Bearer correct hors", nullptr},
      {"Bearer old", nullptr},
      {"Bearer ", nullptr},
      {"Bearer", nullptr},
      {"Basic YTpi", nullptr},
  };
  for (const Case& c : cases) {
    const auto caller = caller_of_authorization(&policy, c.field, kNow);
    ASSERT_EQ(caller.has_value(), c.person != nullptr) << c.field;
    if (caller) {
      EXPECT_EQ(caller->person, c.person) << c.field;
    }
  }
  const auto expired = caller_of_authorization(&policy, "Bearer old", kNow);
  const auto unknown = caller_of_authorization(&policy, "Bearer new", kNow);
  EXPECT_EQ(expired.error().message, unknown.error().message);
}

TEST(Auth, AnOperatorWithoutTokenIsNeverMatchedByOne) {
  const policy::Policy policy = sample();
  EXPECT_FALSE(caller_of_authorization(&policy, "Bearer " + os::sha256_hex(""), kNow));
}

TEST(Auth, LimitsTokens) {
  policy::Policy policy = sample();
  const std::string at_max(kTokenBytesMax, 'a');
  policy.operators[0].token_sha256 = os::sha256_hex(at_max);
  EXPECT_TRUE(caller_of_authorization(&policy, "Bearer " + at_max, kNow));
  policy.operators[0].token_sha256 = os::sha256_hex(at_max + "a");
  const auto refused = caller_of_authorization(&policy, "Bearer " + at_max + "a", kNow);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("257"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control::rest
