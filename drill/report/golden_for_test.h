// Compares a text with a file in golden/; UPDATE_GOLDEN=1 writes the file instead. Read the difference before committing.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace bulkhead::drill {

inline void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(BULKHEAD_SOURCE_DIR) + "/drill/report/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  std::ostringstream expected;
  expected << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(actual, expected.str()) << path << " differs; UPDATE_GOLDEN=1 rewrites it";
}

}  // namespace bulkhead::drill
