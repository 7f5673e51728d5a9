// Only this machine may be loaded, whatever the spelling of the address; the rest of the command line has bounds.

#include "drill/load/options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bulkhead::load {
namespace {

TEST(Target, ReadsLoopback) {
  for (const char* text : {"127.0.0.1:80", "127.9.8.7:65535", "[::1]:8080"}) {
    const auto target = Target::parse(text);
    ASSERT_TRUE(target.has_value()) << text;
    EXPECT_EQ(target->text, text);
  }
}

TEST(Target, RefusesAnyOtherAddress) {
  for (const char* text : {"10.0.0.1:80", "0.0.0.0:80", "128.0.0.1:80", "192.0.2.1:80", "[2001:db8::1]:80",
                           "[::]:80", "[::ffff:127.0.0.1]:80"}) {
    const auto target = Target::parse(text);
    ASSERT_FALSE(target.has_value()) << text;
    EXPECT_EQ(target.error().code, ErrorCode::kDenied) << text;
  }
}

TEST(Target, RefusesWhatIsNoAddress) {
  for (const char* text : {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
                           "127.0.0.1:8x", "localhost:80", "::1:80", "[::1:80"}) {
    const auto target = Target::parse(text);
    ASSERT_FALSE(target.has_value()) << text;
    EXPECT_EQ(target.error().code, ErrorCode::kInvalid) << text;
  }
}

Result<Options> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "bulkhead-load");
  std::string help;
  return parse_options(static_cast<int>(words.size()), words.data(), help);
}

TEST(Options, HostsAreUsedInTurn) {
  const auto options = parse({"127.0.0.1:80", "--host", "a.test", "--host", "b.test", "--path", "/x"});
  ASSERT_TRUE(options.has_value()) << options.error().message;
  ASSERT_EQ(options->requests().size(), 2u);
  EXPECT_EQ(options->requests()[1], "GET /x HTTP/1.1\r\nHost: b.test\r\nUser-Agent: bulkhead-load\r\n\r\n");
}

TEST(Options, RefusesWhatIsOutOfBounds) {
  const std::vector<std::vector<const char*>> rows = {
      {},
      {"127.0.0.1:80", "--rps", "1000001"},
      {"127.0.0.1:80", "--rps", "-1"},
      {"127.0.0.1:80", "--connections", "0"},
      {"127.0.0.1:80", "--connections", "10001"},
      {"127.0.0.1:80", "--timeout-ms", "0"},
      {"127.0.0.1:80", "--host", "a b"},
      {"127.0.0.1:80", "--host", "a\r\nX: y"},
      {"127.0.0.1:80", "--path", "x"},
      {"127.0.0.1:80", "--path", "/ x"},
      {"127.0.0.1:80", "--unknown"},
  };
  for (const auto& row : rows) EXPECT_FALSE(parse(row).has_value()) << (row.empty() ? "" : row.back());
}

}  // namespace
}  // namespace bulkhead::load
