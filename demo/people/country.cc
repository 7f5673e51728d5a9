#include "demo/people/country.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "demo/people/draw.h"
#include "demo/people/names.h"

namespace bulkhead::demo {
namespace {

constexpr int kAgeDaysMax = 95 * 365;
constexpr int kWorkingAgeMin = 18;
constexpr int kWorkingAgeMax = 67;
constexpr int kEmployedPercent = 62;
constexpr std::size_t kPersonsPerCompany = 14;

// Only what an address may hold: "Afërdita" becomes "aferdita".
std::string ascii_lower(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c >= 'A' && c <= 'Z') {
      out.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (c >= 'a' && c <= 'z') {
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) == 0xc3 && i + 1 < name.size()) {
      const auto second = static_cast<unsigned char>(name[++i]);
      out.push_back(second == 0xab || second == 0x8b ? 'e' : 'c');  // ë Ë, ç Ç
    }
  }
  return out;
}

std::string draw_address(Draw& draw) {
  return fmt::format("{} {}", draw.one_of(streets()), draw.between(1, 180));
}

Company draw_company(Draw& draw, std::unordered_set<std::string>& used) {
  Company company;
  do {
    company.number = company_number(draw.between(1991, 2024), draw.between(13, 96), draw.between(1, 28),
                                    draw.between(1, 999));
  } while (!used.insert(company.number).second);
  company.trade = draw.one_of(company_trades());
  const std::string_view form = draw.chance(85) ? "SHPK" : "SHA";
  company.name = draw.chance(40) ? fmt::format("{} {} {}", draw.one_of(company_words()), company.trade, form)
                                 : fmt::format("{}-{} {} {}", draw.one_of(company_words()),
                                               draw.one_of(company_words()), company.trade, form);
  company.address = draw_address(draw);
  company.town = draw.one_of(towns()).name;
  return company;
}

// Age in days: the two draws thin out the old.
int draw_age_days(Draw& draw) {
  return std::min(draw.between(0, kAgeDaysMax), draw.between(0, kAgeDaysMax + 40 * 365));
}

void draw_employment(Draw& draw, std::size_t companies, Person& person) {
  const int age = kReferenceDay.year - person.born.year;
  if (age < kWorkingAgeMin || age > kWorkingAgeMax || !draw.chance(kEmployedPercent)) return;
  const Position& position = draw.one_of(positions());
  person.company = draw.next() % companies;
  person.position = position.name;
  person.salary = draw.between(position.salary_min / 100, position.salary_max / 100) * 100;
}

Person draw_person(Draw& draw, std::size_t companies, std::unordered_set<std::string>& used) {
  Person person;
  do {
    person.sex = draw.chance(50) ? Sex::kFemale : Sex::kMale;
    person.born = day_plus(kReferenceDay, -draw_age_days(draw));
    person.national_number = national_number(person.born, person.sex, draw.between(1, 999));
  } while (!used.insert(person.national_number).second);
  person.first_name = draw.one_of(person.sex == Sex::kFemale ? first_names_of_women() : first_names_of_men());
  person.father_name = draw.one_of(first_names_of_men());
  person.last_name = draw.one_of(last_names());
  person.birth_place = draw.one_of(towns()).name;
  person.address = draw_address(draw);
  const Town& town = draw.one_of(towns());
  person.town = town.name;
  person.postcode = town.postcode;
  person.phone =
      fmt::format("+355 6{} {:03} {:04}", draw.between(7, 9), draw.between(200, 999), draw.between(0, 9999));
  person.email = fmt::format("{}.{}{}@post.ilyria.example", ascii_lower(person.first_name),
                             ascii_lower(person.last_name), draw.between(1, 999));
  person.iban = make_iban(draw.next());
  draw_employment(draw, companies, person);
  return person;
}

}  // namespace

Country make_country(std::uint64_t seed, std::size_t persons) {
  Draw draw(seed);
  Country country;
  std::unordered_set<std::string> used;
  const std::size_t companies = std::max<std::size_t>(1, persons / kPersonsPerCompany);
  country.companies.reserve(companies);
  for (std::size_t i = 0; i < companies; ++i) country.companies.push_back(draw_company(draw, used));
  used.clear();
  used.reserve(persons);
  country.persons.reserve(persons);
  for (std::size_t i = 0; i < persons; ++i) country.persons.push_back(draw_person(draw, companies, used));
  return country;
}

}  // namespace bulkhead::demo
