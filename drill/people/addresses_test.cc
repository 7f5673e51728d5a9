// Who comes from how many addresses is what a defence by address sees: numbers give as many different ones as the networks
// have, inside of them, and the same one every time.

#include "drill/people/addresses.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "drill/scenario/values.h"

namespace bulkhead::drill {
namespace {

std::vector<Network> networks(std::initializer_list<const char*> texts) {
  std::vector<Network> result;
  for (const char* text : texts) result.push_back(*Network::parse(text));
  return result;
}

TEST(AddressIn, GivesDifferentOnesUntilTheNetworksHaveNoMore) {
  for (const auto& from :
       {networks({"192.0.2.7"}), networks({"192.0.2.4/31"}), networks({"203.0.113.0/24"}),
        networks({"198.18.0.0/16"}), networks({"198.18.4.0/22", "2001:db8:4::/118", "240.0.0.0/22"})}) {
    const std::uint64_t count = addresses_in(from);
    std::set<std::string> seen;
    for (std::uint64_t number = 0; number < count; ++number) {
      const std::string text = address_in(from, number);
      EXPECT_EQ(text, address_in(from, number));
      EXPECT_TRUE(from[number % from.size()].contains(*Address::parse(text))) << text;
      seen.insert(text);
    }
    EXPECT_EQ(seen.size(), count) << from.front().text();
  }
}

TEST(AddressIn, IsNeverTheNetworksOwn) {
  const auto from = networks({"203.0.113.0/24"});
  for (std::uint64_t number = 0; number < 1'000; ++number) EXPECT_NE(address_in(from, number), "203.0.113.0");
}

TEST(AddressIn, SpreadsOverWideNetworks) {
  const auto from = networks({"2001:db8:f000::/36"});
  std::set<std::string> seen;
  for (std::uint64_t number = 0; number < 100'000; ++number) seen.insert(address_in(from, number));
  EXPECT_EQ(seen.size(), 100'000u);
}

}  // namespace
}  // namespace bulkhead::drill
