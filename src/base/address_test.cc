// One address must be one value however it is spelled, and a network must hold exactly the addresses that
// its operator meant: a mask that is off by a bit is an open lane.

#include "base/address.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bulkhead {
namespace {

TEST(Address, Spellings) {
  struct Case {
    const char* text;
    const char* canonical;
  };
  const std::vector<Case> cases{{"192.0.2.1", "192.0.2.1"},
                                {"::ffff:192.0.2.1", "192.0.2.1"},
                                {"::FFFF:c000:201", "192.0.2.1"},
                                {"0.0.0.0", "0.0.0.0"},
                                {"255.255.255.255", "255.255.255.255"},
                                {"::", "::"},
                                {"::1", "::1"},
                                {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
                                {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
                                {"fe80::1:2", "fe80::1:2"}};
  for (const Case& c : cases) {
    const auto address = Address::parse(c.text);
    ASSERT_TRUE(address) << c.text;
    EXPECT_EQ(address->text(), c.canonical);
    EXPECT_EQ(Address::parse(address->text()), *address);
  }
  EXPECT_EQ(Address::v4({192, 0, 2, 1}), *Address::parse("::ffff:192.0.2.1"));
}

TEST(Address, RefusesWhatIsNone) {
  const std::vector<std::string> texts{"",
                                       "192.0.2",
                                       "192.0.2.256",
                                       "192.0.2.01",
                                       "0x7f.1",
                                       "1",
                                       "192.0.2.1:80",
                                       "[::1]",
                                       "fe80::1%eth0",
                                       "::1::",
                                       ":::",
                                       "1:2:3:4:5:6:7:8:9",
                                       "localhost",
                                       " 192.0.2.1",
                                       "192.0.2.1 ",
                                       std::string("192.0.2.1\0.5", 12),
                                       std::string(200, ':')};
  for (const std::string& text : texts) {
    const auto address = Address::parse(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().code, ErrorCode::kInvalid);
  }
}

TEST(Network, ReadsAndWrites) {
  struct Case {
    const char* text;
    const char* canonical;
    int prefix_bits;
  };
  const std::vector<Case> cases{{"10.20.0.0/16", "10.20.0.0/16", 112},
                                {"0.0.0.0/0", "0.0.0.0/0", 96},
                                {"192.0.2.1", "192.0.2.1", 128},
                                {"192.0.2.1/32", "192.0.2.1", 128},
                                {"2001:db8::/32", "2001:db8::/32", 32},
                                {"::/0", "::/0", 0},
                                {"::1/128", "::1", 128},
                                {"::ffff:10.0.0.0/104", "10.0.0.0/8", 104},
                                {"2001:db8:8000::/33", "2001:db8:8000::/33", 33}};
  for (const Case& c : cases) {
    const auto network = Network::parse(c.text);
    ASSERT_TRUE(network) << c.text << ": " << network.error().message;
    EXPECT_EQ(network->text(), c.canonical);
    EXPECT_EQ(network->prefix_bits, c.prefix_bits) << c.text;
    EXPECT_EQ(Network::parse(network->text()), *network);
  }
}

TEST(Network, Refuses) {
  struct Case {
    const char* text;
    const char* says;
  };
  const std::vector<Case> cases{{"10.20.0.1/16", "meant was likely \"10.20.0.0/16\""},
                                {"2001:db8::1/32", "meant was likely \"2001:db8::/32\""},
                                {"10.0.0.0/33", "must be 0 to 32"},
                                {"::/129", "must be 0 to 128"},
                                {"10.0.0.0/", "must be 0 to 32"},
                                {"10.0.0.0/08", "must be 0 to 32"},
                                {"10.0.0.0/-1", "must be 0 to 32"},
                                {"10.0.0.0/8/8", "must be 0 to 32"},
                                {"10.0.0.0/255.0.0.0", "must be 0 to 32"},
                                {"/8", "not an IP address or network"},
                                {"intranet/8", "not an IP address or network"}};
  for (const Case& c : cases) {
    const auto network = Network::parse(c.text);
    ASSERT_FALSE(network) << c.text;
    EXPECT_NE(network.error().message.find(c.says), std::string::npos) << network.error().message;
  }
}

TEST(Network, HoldsExactlyItsAddresses) {
  struct Case {
    const char* network;
    const char* address;
    bool inside;
  };
  const std::vector<Case> cases{{"10.20.0.0/16", "10.20.0.0", true},
                                {"10.20.0.0/16", "10.20.255.255", true},
                                {"10.20.0.0/16", "10.21.0.0", false},
                                {"10.20.0.0/16", "10.19.255.255", false},
                                {"10.20.0.0/15", "10.21.255.255", true},
                                {"10.20.0.0/15", "10.22.0.0", false},
                                {"192.0.2.1", "192.0.2.1", true},
                                {"192.0.2.1", "192.0.2.2", false},
                                {"10.20.0.0/16", "::ffff:10.20.3.4", true},
                                {"2001:db8::/33", "2001:db8:7fff::", true},
                                {"2001:db8::/33", "2001:db8:8000::", false},
                                {"0.0.0.0/0", "203.0.113.9", true},
                                {"0.0.0.0/0", "2001:db8::1", false},
                                {"::/0", "2001:db8::1", true},
                                {"::/0", "203.0.113.9", false}};
  for (const Case& c : cases) {
    EXPECT_EQ(Network::parse(c.network)->contains(*Address::parse(c.address)), c.inside)
        << c.network << " " << c.address;
  }
}

// The oracle: compare bit by bit, for every prefix length of both families.
TEST(Network, AgreesWithComparingBits) {
  const Address base = *Address::parse("2001:db8:aaaa:5555:a5a5:5a5a:ffff:1");
  for (unsigned prefix = 0; prefix <= 128; ++prefix) {
    Network network{base, static_cast<std::uint8_t>(prefix)};
    for (unsigned bit = prefix; bit < 128; ++bit)
      network.address.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80u >> bit % 8));
    for (unsigned flipped = 0; flipped < 128; ++flipped) {
      Address other = base;
      other.bytes[flipped / 8] ^= static_cast<std::uint8_t>(0x80u >> flipped % 8);
      ASSERT_EQ(network.contains(other), flipped >= prefix) << prefix << " " << flipped;
    }
  }
}

}  // namespace
}  // namespace bulkhead
