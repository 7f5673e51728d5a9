// The reader takes a whole good policy into its value, and says of a bad one everything that is wrong, in the order of
// the file and at the right place. Each row of the tables is a document that a user could have written.

#include "policy/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace bulkhead::policy {
namespace {

std::string demo() {
  std::ifstream file(std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml");
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string all_text(const Reading& reading, std::string_view source) {
  std::string result;
  for (const Diagnostic& one : reading.diagnostics) result += text(one, source);
  return result;
}

TEST(Reader, ReadsTheDemo) {
  const std::string source = demo();
  const Reading reading = read_policy(source, "demo/bulkhead.yaml");
  EXPECT_EQ(all_text(reading, source), "");
  ASSERT_TRUE(reading.policy);
  EXPECT_EQ(reading.policy->services.size(), 6u);
}

}  // namespace
}  // namespace bulkhead::policy
