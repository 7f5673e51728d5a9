// Unquoted scalars mean what YAML 1.2 says, not what YAML 1.1 did.

#include "policy/plain_scalar.h"

#include <gtest/gtest.h>

namespace bulkhead::policy {
namespace {

TEST(PlainScalar, KnowsTheTypesOfTheCoreSchema) {
  struct Row {
    std::string_view text;
    PlainType expected;
  };
  const Row rows[] = {
      {"", PlainType::kNull},        {"~", PlainType::kNull},       {"NULL", PlainType::kNull},
      {"nULL", PlainType::kText},    {"true", PlainType::kBoolean}, {"False", PlainType::kBoolean},
      {"no", PlainType::kText},      {"on", PlainType::kText},      {"12", PlainType::kInteger},
      {"-0", PlainType::kInteger},   {"+7", PlainType::kInteger},   {"0o17", PlainType::kInteger},
      {"0xFf", PlainType::kInteger}, {"0x", PlainType::kText},      {"0o8", PlainType::kText},
      {"1_000", PlainType::kText},   {"12:30", PlainType::kText},   {"2027-01-31", PlainType::kText},
      {"1.5", PlainType::kFloat},    {".5", PlainType::kFloat},     {"5.", PlainType::kFloat},
      {".", PlainType::kText},       {"1e5", PlainType::kFloat},    {"1e", PlainType::kText},
      {"-.inf", PlainType::kFloat},  {".NaN", PlainType::kFloat},   {"-.nan", PlainType::kText},
      {"+", PlainType::kText},       {"16MiB", PlainType::kText},   {"10.0.0.1", PlainType::kText},
      {"--1", PlainType::kText},
  };
  for (const Row& row : rows) EXPECT_EQ(plain_type(row.text), row.expected) << row.text;
}

TEST(PlainScalar, ReadsWholeNumbersThatFit) {
  struct Row {
    std::string_view text;
    std::optional<std::int64_t> expected;
  };
  const Row rows[] = {
      {"0", 0},
      {"007", 7},
      {"-12", -12},
      {"+12", 12},
      {"0x1F", 31},
      {"0o17", 15},
      {"9223372036854775807", 9223372036854775807},
      {"9223372036854775808", std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(plain_integer(row.text), row.expected) << row.text;
  EXPECT_TRUE(plain_boolean("TRUE"));
  EXPECT_FALSE(plain_boolean("false"));
}

}  // namespace
}  // namespace bulkhead::policy
