// Word lists that names, addresses and companies are put together from. Ilyria does not exist: its towns
// and companies are invented, and a person is a chance combination of common first and last names.

#pragma once

#include <span>
#include <string_view>

namespace bulkhead::demo {

struct Town {
  std::string_view name;
  std::string_view postcode;
};

/// A post somebody holds, and the range its monthly gross salary lies in, in whole leks.
struct Position {
  std::string_view name;
  int salary_min;
  int salary_max;
};

std::span<const std::string_view> first_names_of_men();
std::span<const std::string_view> first_names_of_women();
std::span<const std::string_view> last_names();
std::span<const std::string_view> streets();
std::span<const Town> towns();
std::span<const Position> positions();
std::span<const std::string_view> company_words();
std::span<const std::string_view> company_trades();

}  // namespace bulkhead::demo
