// A slip of the finger finds the word that was meant; another word finds nothing.

#include "policy/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace bulkhead::policy {
namespace {

TEST(Nearest, CountsEdits) {
  struct Row {
    std::string_view a, b;
    std::size_t distance;
  };
  const Row rows[] = {
      {"", "", 0},        {"", "abc", 3},    {"abc", "abc", 0},        {"abc", "abd", 1},   {"abc", "ab", 1},
      {"abc", "xabc", 1}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"abcd", "badc", 2},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(edit_distance(row.a, row.b, 64), row.distance) << row.a << " " << row.b;
    EXPECT_EQ(edit_distance(row.b, row.a, 64), row.distance) << row.b << " " << row.a;
  }
}

TEST(Nearest, StopsBeyondTheMaximum) {
  constexpr std::array<std::string_view, 8> kWords = {"", "a", "ab", "ba", "abc", "cab", "kitten", "sitting"};
  for (const std::string_view a : kWords) {
    for (const std::string_view b : kWords) {
      const std::size_t exact = edit_distance(a, b, 64);
      for (std::size_t most = 0; most < 9; ++most) {
        EXPECT_EQ(edit_distance(a, b, most), std::min(exact, most + 1)) << a << " " << b << " " << most;
      }
    }
  }
}

TEST(Nearest, ComparesTheFirst64BytesOnly) {
  const std::string a(64, 'a');
  EXPECT_EQ(edit_distance(a, a.substr(1), 64), 1u);
  EXPECT_EQ(edit_distance(a + "x", a + "y", 64), 0u);
}

TEST(Nearest, SuggestsWhatWasMeantOrNothing) {
  constexpr std::array<std::string_view, 5> kKnown = {"criticality", "compartment", "compartments",
                                                      "upstream", "id"};
  struct Row {
    std::string_view word, expected;
  };
  const Row rows[] = {
      {"criticalty", "criticality"},
      {"Criticality", "criticality"},
      {"upstreams", "upstream"},
      {"upstraem", "upstream"},
      {"compartmnet", "compartment"},
      {"rules", ""},
      {"xy", ""},
      {"", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(nearest(row.word, kKnown).value_or(""), row.expected) << row.word;
}

}  // namespace
}  // namespace bulkhead::policy
