// Ilyrian national numbers and company numbers. They follow Albania's published algorithm, so that what
// recognises the real ones recognises these; no number here was issued to anybody.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bulkhead::demo {

/// A day of the civil calendar.
struct Day {
  int year = 1970;
  int month = 1;
  int day = 1;

  auto operator<=>(const Day&) const = default;
};

/// "1984-07-03".
std::string day_text(Day day);

/// The day `days` after `day` (or before, when negative).
Day day_plus(Day day, int days);

enum class Sex : std::uint8_t { kMale, kFemale };

/// Returns the letter that closes the nine characters of `stem`: weights 1,1,2,…,8 over the values,
/// modulo 23. Requires: nine characters, the first a digit or an upper-case letter, the rest digits.
char check_letter(std::string_view stem);

/// The number of a person born on `born`: decade, year, month (+50 for a woman), day, serial, letter.
/// Requires: 1800 <= year < 2100 and 0 <= serial <= 999.
std::string national_number(Day born, Sex sex, int serial);

/// The number of a company registered in `year` (1990 to 2029). `month_district` is 13 to 96: the month
/// and the district together; serial as above.
std::string company_number(int year, int month_district, int day, int serial);

/// True when `text` is a well-formed national number of somebody born on or before `today`.
bool is_national_number(std::string_view text, Day today);

/// True when `text` has a company number's form and its letter fits. Some issued numbers end in "A"
/// where "W" is computed; those pass too.
bool is_company_number(std::string_view text);

}  // namespace bulkhead::demo
