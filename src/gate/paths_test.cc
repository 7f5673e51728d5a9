// What must hold: every spelling that nginx and an upstream could read as different paths is named; paths that honest
// applications use pass.

#include "gate/paths.h"

#include <gtest/gtest.h>

namespace bulkhead::gate {
namespace {

struct Case {
  std::string_view target;
  PathFault fault;
};

TEST(Paths, CheckPath) {
  using enum PathFault;
  const Case cases[] = {
      {"/", kNone},
      {"/tax/returns/2026?step=2", kNone},
      {"/tax/returns/", kNone},
      {"/a.b/..c/...", kNone},
      {"/a%20b/%C3%AB", kNone},
      {"/.well-known/security.txt", kNone},
      {"/x?next=/../%2f%00\\", kNone},
      {"/a;v=1/b", kNone},
      {"/100%25", kNone},
      {"/100%25/x", kNone},
      {"*", kNone},
      {"/tax%2fadmin", kEncodedSlash},
      {"/tax%2Fadmin", kEncodedSlash},
      {"/tax\\admin", kBackslash},
      {"/tax%5cadmin", kBackslash},
      {"/tax%00", kNul},
      {"/tax%0a", kNul},
      {"/tax%7f", kNul},
      {"/open/../tax", kDotSegment},
      {"/open/..", kDotSegment},
      {"/open/.", kDotSegment},
      {"/./tax", kDotSegment},
      {"/open/%2e%2e/tax", kDotSegment},
      {"/open/.%2E/tax", kDotSegment},
      {"/open/%2e", kDotSegment},
      {"/open/..;/tax", kDotSegment},
      {"/open/..;a=b/tax", kDotSegment},
      {"/open/..%3b/tax", kDotSegment},
      {"/open/%252e%252e/tax", kDoubleEncoding},
      {"/tax%252fadmin", kDoubleEncoding},
      {"/tax%25%32fadmin", kDoubleEncoding},
      {"/tax%252%66admin", kDoubleEncoding},
      {"/tax%25%32%66admin", kDoubleEncoding},
      {"/tax%25%25%32%66admin", kDoubleEncoding},
      {"/100%25%25/2f", kNone},
      {"/tax%2", kBadEncoding},
      {"/tax%", kBadEncoding},
      {"/tax%zz", kBadEncoding},
      {"//tax", kEmptySegment},
      {"/open//tax", kEmptySegment},
  };
  for (const Case& c : cases) EXPECT_EQ(check_path(c.target), c.fault) << c.target;
}

TEST(Paths, LaxReading) {
  EXPECT_EQ(lax_reading("/courts/7"), "") << "nothing to read differently";
  EXPECT_EQ(lax_reading("/Courts"), "/courts");
  EXPECT_EQ(lax_reading("/courts;a=b"), "/courts");
  EXPECT_EQ(lax_reading("/courts;a=B/Hearing;x"), "/courts/hearing");
  EXPECT_EQ(lax_reading(";"), "");
}

}  // namespace
}  // namespace bulkhead::gate
