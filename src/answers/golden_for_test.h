// Compares a text with a file in golden/; UPDATE_GOLDEN=1 writes the file instead. Read the difference before
// committing.

#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace bulkhead::answers {

/// The page without what stands between <style> and <script> tags: those have tests of their own and would
/// drown the rest.
inline std::string without_style(std::string page) {
  for (const std::string tag : {"style", "script"}) {
    for (std::size_t at = page.find("<" + tag + ">"); at != std::string::npos;
         at = page.find("<" + tag + ">", at + 1)) {
      const std::size_t begin = at + tag.size() + 2;
      page.replace(begin, page.find("</" + tag + ">", begin) - begin, "…");
    }
  }
  return page;
}

inline void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(BULKHEAD_SOURCE_DIR) + "/src/answers/golden/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  std::ostringstream expected;
  expected << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(actual, expected.str()) << path << " differs; UPDATE_GOLDEN=1 rewrites it";
}

}  // namespace bulkhead::answers
