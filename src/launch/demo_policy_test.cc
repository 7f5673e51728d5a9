// What must hold: the demo's policy becomes one person's own, with tokens that nobody else knows.

#include "launch/demo_policy.h"

#include <gtest/gtest.h>

#include "os/file.h"
#include "os/sha256.h"
#include "policy/reader.h"

namespace bulkhead::launch {
namespace {

TEST(DemoPolicy, MakesWhoRunsItAnaAndReplacesThePublishedTokens) {
  const auto text = os::read_file(std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml", 1u << 20);
  ASSERT_TRUE(text) << text.error().message;
  os::SeededRandom random(1);
  const DemoTokens tokens = DemoTokens::make(random);
  for (const std::uint32_t uid : {0u, 1'000u, 1'001u, 4'242u}) {
    const policy::Reading reading = policy::read_policy(personal_policy(*text, uid, tokens), "demo");
    ASSERT_TRUE(reading.policy) << uid;
    const policy::Operator* ana = reading.policy->find_operator("ana");
    const policy::Operator* besa = reading.policy->find_operator("besa");
    ASSERT_TRUE(ana != nullptr && besa != nullptr);
    EXPECT_EQ(ana->uid, uid == 0 ? 1'000u : uid);
    EXPECT_NE(ana->uid, besa->uid);
    EXPECT_EQ(ana->token_sha256, os::sha256_hex(tokens.ana.token));
    EXPECT_EQ(besa->token_sha256, os::sha256_hex(tokens.besa.token));
  }
}

}  // namespace
}  // namespace bulkhead::launch
