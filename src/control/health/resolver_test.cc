// Addresses need no name server; names are answered without the caller ever waiting.

#include "control/health/resolver.h"

#include <thread>

#include <gtest/gtest.h>

namespace bulkhead::control::health {
namespace {

constexpr MonoTime kNow{std::chrono::hours(1)};

Result<std::string> wait_for(Resolver& resolver, const std::string& host, MonoTime now) {
  auto answer = resolver.address(host, now);
  while (!answer) {
    std::this_thread::yield();
    answer = resolver.address(host, now);
  }
  return *answer;
}

TEST(Resolver, AnswersAddressesAtOnce) {
  Resolver resolver;
  EXPECT_EQ(resolver.address("127.0.0.1", kNow), "127.0.0.1");
  EXPECT_EQ(resolver.address("::1", kNow), "::1");
}

TEST(Resolver, LooksNamesUpAndRemembersThem) {
  Resolver resolver;
  const auto address = wait_for(resolver, "localhost", kNow);
  ASSERT_TRUE(address);
  EXPECT_TRUE(*address == "127.0.0.1" || *address == "::1") << *address;
  EXPECT_TRUE(resolver.address("localhost", kNow + Resolver::kFreshFor - Milliseconds(1)));
  // Old, but given while the new one is fetched.
  EXPECT_TRUE(resolver.address("localhost", kNow + Resolver::kFreshFor));
}

TEST(Resolver, SaysWhichNameHasNoAddress) {
  Resolver resolver;
  const auto address = wait_for(resolver, "no such name", kNow);  // A blank: refused without asking anybody.
  ASSERT_FALSE(address);
  EXPECT_NE(address.error().message.find("no such name"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control::health
