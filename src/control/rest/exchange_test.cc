// A target is taken apart exactly once: escapes decode to the bytes they name, bad ones are refused with what was
// wrong, and nothing in it grows without bound.

#include "control/rest/exchange.h"

#include <gtest/gtest.h>

namespace bulkhead::control::rest {
namespace {

struct Case {
  const char* target;
  const char* path;   // nullptr: refused
  const char* query;  // "k=v;k=v"
};

const Case kCases[] = {
    {"/", "/", ""},
    {"/api/v1/orders?all=1", "/api/v1/orders", "all=1"},
    {"/a%20b", "/a b", ""},
    {"/a+b?c+d=e+f", "/a+b", "c d=e f"},
    {"/services/t%C3%ABst", "/services/t\xC3\xABst", ""},
    {"/x?a&b=&=c&&", "/x", "a=;b=;=c"},
    {"/x?a=%2526", "/x", "a=%26"},  // decoded once, not twice
    {"", nullptr, ""},
    {"api", nullptr, ""},
    {"http://elsewhere/", nullptr, ""},
    {"/%", nullptr, ""},
    {"/%4", nullptr, ""},
    {"/%zz", nullptr, ""},
    {"/x?a=%0", nullptr, ""},
    {"/%00", nullptr, ""},
};

TEST(Exchange, TakesTargetsApart) {
  for (const Case& c : kCases) {
    Request request;
    const Status status = read_target(c.target, request);
    ASSERT_EQ(status.has_value(), c.path != nullptr) << c.target;
    if (!c.path) continue;
    EXPECT_EQ(request.path, c.path) << c.target;
    std::string query;
    for (const auto& [key, value] : request.query) query += (query.empty() ? "" : ";") + key + "=" + value;
    EXPECT_EQ(query, c.query) << c.target;
  }
}

TEST(Exchange, LimitsQueryParameters) {
  std::string target = "/x?";
  for (std::size_t i = 0; i < kQueryParametersMax; ++i) target += "a=1&";
  Request at_max;
  EXPECT_TRUE(read_target(target, at_max));
  Request over;
  const Status refused = read_target(target + "a=1", over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLimit);
  EXPECT_NE(refused.error().message.find("16"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control::rest
