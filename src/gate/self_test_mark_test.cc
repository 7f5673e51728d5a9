// What must hold: a question is worth something to its service, in this boot, for a minute, and to whoever has the key; an answer is to
// one question. Shown by changing one thing at a time.

#include "gate/self_test_mark.h"

#include <gtest/gtest.h>

namespace bulkhead::gate {
namespace {

const segment::SegmentKey kKey{7, 0, {42}};
const segment::SegmentKey kOlder{6, 0, {41}};
const BootId kBoot{1, 2, 3};
constexpr std::uint64_t kTax = 0x1234;
const BootTime kNow{Milliseconds(1'000'000)};

std::array<segment::SegmentKey, 2> keys() { return {kKey, kOlder}; }

TEST(SelfTestMark, AQuestionIsAcceptedByItsServiceForAMinute) {
  const std::string question = self_test_question(kKey, kBoot, kTax, kNow);
  EXPECT_TRUE(accept_self_test(keys(), kBoot, kTax, question, kNow));
  EXPECT_TRUE(accept_self_test(keys(), kBoot, kTax, question, kNow + kSelfTestValidFor));
  EXPECT_FALSE(accept_self_test(keys(), kBoot, kTax, question, kNow + kSelfTestValidFor + Milliseconds(1)));
  EXPECT_FALSE(accept_self_test(keys(), kBoot, kTax, question, kNow - kSelfTestValidFor - Milliseconds(1)));
  EXPECT_FALSE(accept_self_test(keys(), kBoot, kTax + 1, question, kNow));
  EXPECT_FALSE(accept_self_test(keys(), BootId{9}, kTax, question, kNow));
  EXPECT_TRUE(accept_self_test(keys(), kBoot, kTax, self_test_question(kOlder, kBoot, kTax, kNow), kNow));
  const std::array<segment::SegmentKey, 2> others{segment::SegmentKey{7, 0, {43}}, segment::SegmentKey{}};
  EXPECT_FALSE(accept_self_test(others, kBoot, kTax, question, kNow));
}

TEST(SelfTestMark, WhatIsNoQuestionIsNotAccepted) {
  const std::string question = self_test_question(kKey, kBoot, kTax, kNow);
  for (std::size_t i = 0; i < question.size(); ++i) {
    std::string spoilt = question;
    spoilt[i] = spoilt[i] == '0' ? '1' : '0';
    EXPECT_FALSE(accept_self_test(keys(), kBoot, kTax, spoilt, kNow)) << spoilt;
    EXPECT_FALSE(accept_self_test(keys(), kBoot, kTax, question.substr(0, i), kNow));
  }
  // A key that is not there has id 0 and known bytes.
  const std::string zero = self_test_question(segment::SegmentKey{}, kBoot, kTax, kNow);
  const std::array<segment::SegmentKey, 2> one{kKey, segment::SegmentKey{}};
  EXPECT_FALSE(accept_self_test(one, kBoot, kTax, zero, kNow));
  EXPECT_FALSE(accept_self_test(keys(), kBoot, kTax, question + "0", kNow));
}

TEST(SelfTestMark, AnAnswerIsToOneQuestion) {
  const std::string question = self_test_question(kKey, kBoot, kTax, kNow);
  const auto mac = accept_self_test(keys(), kBoot, kTax, question, kNow);
  ASSERT_TRUE(mac);
  SelfTestAnswer answer;
  answer.verdict = SelfTestVerdict::kWouldRefuse;
  answer.rule = 949'110;
  answer.image_version = 3;
  answer.image = {1};
  answer.program = {2};
  answer.worker = 77;
  const std::string body = self_test_body(kKey, *mac, answer);
  EXPECT_EQ(read_self_test_body(keys(), question, body), answer);
  EXPECT_EQ(read_self_test_body(keys(), question, self_test_body(kOlder, *mac, answer)), answer);
  const std::string later = self_test_question(kKey, kBoot, kTax, kNow + Milliseconds(1));
  EXPECT_FALSE(read_self_test_body(keys(), later, body));
  for (std::size_t i = 0; i < body.size(); ++i) {
    std::string spoilt = body;
    spoilt[i] = spoilt[i] == '0' ? '1' : '0';
    EXPECT_FALSE(read_self_test_body(keys(), question, spoilt)) << spoilt;
    EXPECT_FALSE(read_self_test_body(keys(), question, body.substr(0, i)));
  }
}

}  // namespace
}  // namespace bulkhead::gate
