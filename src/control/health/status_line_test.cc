// Only a real HTTP/1 status line counts as an answer.

#include "control/health/status_line.h"

#include <gtest/gtest.h>

namespace bulkhead::control::health {
namespace {

TEST(StatusLine, IsReadStrictly) {
  EXPECT_EQ(status_of("HTTP/1.1 200 OK\r"), 200u);
  EXPECT_EQ(status_of("HTTP/1.0 404\r"), 404u);
  EXPECT_EQ(status_of("HTTP/1.1 503"), 503u);
  for (const char* line :
       {"", "HTTP/1.1 20", "HTTP/2 200 OK", "HTTP/1.2 200", "HTTP/1.1  200", "HTTP/1.1 2000",
        "HTTP/1.1 099 x", "SSH-2.0-OpenSSH_9.2", "HTTP/1.1 2x0 OK", "http/1.1 200 OK"})
    EXPECT_EQ(status_of(line), std::nullopt) << line;
}

}  // namespace
}  // namespace bulkhead::control::health
