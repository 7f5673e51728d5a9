// A country has to be the same for the same seed, and every number in it has to fit: what recognises real
// records is measured on these.

#include "demo/people/country.h"

#include <unordered_set>

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

constexpr std::size_t kPersons = 20'000;

const Country& country() {
  static const Country made = make_country(7, kPersons);
  return made;
}

TEST(Country, EveryNumberFitsAndNoneComesTwice) {
  std::unordered_set<std::string> numbers;
  for (const Person& person : country().persons) {
    EXPECT_TRUE(is_national_number(person.national_number, kReferenceDay)) << person.national_number;
    EXPECT_TRUE(numbers.insert(person.national_number).second) << person.national_number;
    EXPECT_TRUE(is_iban(person.iban)) << person.iban;
  }
  EXPECT_EQ(numbers.size(), kPersons);
  numbers.clear();
  for (const Company& company : country().companies) {
    EXPECT_TRUE(is_company_number(company.number)) << company.number;
    EXPECT_TRUE(numbers.insert(company.number).second) << company.number;
  }
}

TEST(Country, TheNumberSaysWhatTheRowSays) {
  for (const Person& person : country().persons) {
    const bool woman = person.national_number[2] >= '5';
    EXPECT_EQ(woman, person.sex == Sex::kFemale);
    EXPECT_LE(person.born, kReferenceDay);
    EXPECT_EQ(person.national_number[1] - '0', person.born.year % 10);
  }
}

TEST(Country, PeopleOfWorkingAgeHaveEmployersAndSalaries) {
  std::size_t employed = 0;
  for (const Person& person : country().persons) {
    if (person.salary == 0) continue;
    ++employed;
    EXPECT_GE(person.salary, 40'000);
    EXPECT_LT(person.company, country().companies.size());
    EXPECT_FALSE(person.position.empty());
    EXPECT_LE(person.born.year, kReferenceDay.year - 18);
  }
  EXPECT_GT(employed, kPersons / 4);
  EXPECT_LT(employed, kPersons * 3 / 4);
}

TEST(Country, OneSeedIsOneCountry) {
  const Country again = make_country(7, 200);
  const Country same = make_country(7, 200);
  const Country other = make_country(8, 200);
  ASSERT_EQ(again.persons.size(), 200u);
  for (std::size_t i = 0; i < again.persons.size(); ++i) {
    EXPECT_EQ(again.persons[i].national_number, same.persons[i].national_number);
    EXPECT_EQ(again.persons[i].email, same.persons[i].email);
    EXPECT_EQ(again.persons[i].salary, same.persons[i].salary);
  }
  EXPECT_NE(again.persons[0].national_number, other.persons[0].national_number);
}

TEST(Country, OnePersonIsACountryToo) {
  EXPECT_EQ(make_country(1, 1).persons.size(), 1u);
  EXPECT_EQ(make_country(1, 1).companies.size(), 1u);
}

TEST(Iban, ChecksItsDigits) {
  EXPECT_TRUE(is_iban("AL47 2121 1009 0000 0002 3569 8741"));  // the example of the IBAN registry
  EXPECT_FALSE(is_iban("AL48 2121 1009 0000 0002 3569 8741"));
  EXPECT_FALSE(is_iban("AL47 2121 1009 0000 0002 3569 8742"));
  EXPECT_FALSE(is_iban(""));
  EXPECT_FALSE(is_iban("AL47-2121-1009-0000-0002-3569-8741"));
  EXPECT_EQ(make_iban(123).size(), 28u);
}

}  // namespace
}  // namespace bulkhead::demo
