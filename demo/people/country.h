// A synthetic country: persons and the companies that employ them.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "demo/people/national_number.h"

namespace bulkhead::demo {

struct Company {
  std::string number;  ///< Like an Albanian NIPT.
  std::string name;
  std::string trade;
  std::string address;
  std::string town;
};

struct Person {
  std::string national_number;
  std::string first_name;
  std::string father_name;
  std::string last_name;
  Sex sex = Sex::kFemale;
  Day born;
  std::string birth_place;
  std::string address;
  std::string town;
  std::string postcode;
  std::string phone;
  std::string email;
  std::string iban;
  std::size_t company = 0;  ///< Index into Country::companies; meaningless when salary is 0.
  std::string position;
  int salary = 0;  ///< Gross, whole leks a month; 0 for who is not employed.
};

struct Country {
  std::vector<Company> companies;
  std::vector<Person> persons;
};

/// The most persons one country may have: some 60,000 pairs of birth day and sex times 1,000 serials
/// leave the draw of an unused number cheap up to here.
inline constexpr std::size_t kPersonsMax = 1'000'000;

/// Nobody is born after this day and no deadline counts from another, so that a seed makes the same
/// country whenever it is started.
inline constexpr Day kReferenceDay{2025, 6, 30};

/// Makes the country of `seed`. The first n persons are not the same for different `persons`; everything
/// is the same for the same arguments, on every machine. No two persons share a national number, no two
/// companies a company number.
///
/// Cost       About 2 µs a person.
Country make_country(std::uint64_t seed, std::size_t persons);

/// The 28 characters of an Ilyrian (Albanian-shaped) IBAN for `account` at a made-up bank; both its check
/// digits and the national check digit fit.
std::string make_iban(std::uint64_t account);

/// True when `text`, blanks left out, is an IBAN of 15 to 34 characters with fitting check digits.
bool is_iban(std::string_view text);

}  // namespace bulkhead::demo
