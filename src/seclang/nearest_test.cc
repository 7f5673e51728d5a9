// What must hold: a typing slip finds the word that was meant; something else finds nothing.

#include "seclang/nearest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace bulkhead::seclang {
namespace {

constexpr std::array<std::string_view, 4> kWords = {"ARGS", "ARGS_NAMES", "REQUEST_HEADERS", "TX"};

TEST(Nearest, FindsSlips) {
  EXPECT_EQ(nearest("AGRS", kWords), "ARGS");
  EXPECT_EQ(nearest("request_header", kWords), "REQUEST_HEADERS");
  EXPECT_EQ(nearest("ARG_NAME", kWords), "ARGS_NAMES");
  EXPECT_EQ(nearest("TY", kWords), "TX");
}

TEST(Nearest, FindsNothingFarAway) {
  EXPECT_FALSE(nearest("COOKIES", kWords));
  EXPECT_FALSE(nearest("", kWords));
  EXPECT_FALSE(nearest("X", kWords).has_value() && nearest("X", kWords) != "TX");
  EXPECT_FALSE(nearest(std::string(65, 'A'), kWords));
}

}  // namespace
}  // namespace bulkhead::seclang
