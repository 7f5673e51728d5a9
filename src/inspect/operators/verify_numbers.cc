// @verifyCC, @verifyCPF, @verifySSN, @verifySVNR: the value has a text of this pattern whose check digits are right.

#include <algorithm>
#include <array>

#include "inspect/operators/pattern.h"

namespace bulkhead::inspect::operators {

namespace {

using match::regex::Groups;

// Digits of a text, up to the array's size; `count` is how many there are in all.
struct Digits {
  std::array<int, 20> at{};
  std::size_t count = 0;
};

Digits digits_of(std::string_view text) {
  Digits digits;
  for (const char c : text) {
    if (c < '0' || c > '9') continue;
    if (digits.count < digits.at.size()) digits.at[digits.count] = c - '0';
    ++digits.count;
  }
  return digits;
}

bool all_same(const Digits& digits, std::size_t count) {
  return std::all_of(digits.at.begin(), digits.at.begin() + static_cast<std::ptrdiff_t>(count),
                     [&](int digit) { return digit == digits.at[0]; });
}

// Luhn's sum (ISO/IEC 7812-1, annex B): every second digit from the right counts twice, its digits added.
bool is_card(std::string_view text) {
  int sum = 0;
  std::size_t from_right = 0;
  for (std::size_t i = text.size(); i > 0; --i) {
    const char c = text[i - 1];
    if (c < '0' || c > '9') continue;
    const int digit = c - '0';
    const int twice = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += from_right % 2 == 1 ? twice : digit;
    ++from_right;
  }
  return from_right > 0 && sum % 10 == 0;
}

// Cadastro de Pessoas Físicas of Brazil: 11 digits, two of them checks modulo 11; not all the same.
bool is_cpf(std::string_view text) {
  const Digits digits = digits_of(text);
  if (digits.count < 11 || all_same(digits, 11)) return false;
  const auto check = [&](int count) {
    int sum = 0;
    for (int i = 0; i < count; ++i) sum += digits.at[static_cast<std::size_t>(i)] * (count + 1 - i);
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
  };
  return check(9) == digits.at[9] && check(10) == digits.at[10];
}

// Social Security Number of the United States: 9 digits, no part all zeros, area below 740 and not 666.
bool is_ssn(std::string_view text) {
  const Digits digits = digits_of(text);
  if (digits.count != 9 || all_same(digits, 9)) return false;
  bool rising = true;
  for (std::size_t i = 0; i < 8; ++i) rising &= digits.at[i] + 1 == digits.at[i + 1];
  if (rising) return false;
  const int area = digits.at[0] * 100 + digits.at[1] * 10 + digits.at[2];
  const int group = digits.at[3] * 10 + digits.at[4];
  const int serial = digits.at[5] * 1000 + digits.at[6] * 100 + digits.at[7] * 10 + digits.at[8];
  return area != 0 && group != 0 && serial != 0 && area < 740 && area != 666;
}

// Sozialversicherungsnummer of Austria: 10 digits, the fourth is a check modulo 11.
bool is_svnr(std::string_view text) {
  const Digits digits = digits_of(text);
  if (digits.count < 10 || all_same(digits, 10)) return false;
  constexpr std::array<int, 10> kWeights = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += digits.at[i] * kWeights[i];
  const int check = sum % 11 == 10 ? 0 : sum % 11;
  return check == digits.at[3];
}

// Tries the pattern from every place; each match has to be one by its digits.
bool find_verified(const Question& question, Match& match, bool (*is_valid)(std::string_view)) {
  Groups groups;
  for (std::size_t from = 0; from < question.value.size(); from = groups[0].begin + 1) {
    if (!find_pattern(question.state, question.link.operand, question.value, from, groups)) return false;
    const std::string_view found = groups[0].of(question.value);
    if (!is_valid(found)) continue;
    match.begin = groups[0].begin;
    match.end = groups[0].end;
    match.groups_count = 1;
    match.groups[0] = {found, true};
    return true;
  }
  return false;
}

}  // namespace

bool verify_cc(const Question& question, Match& match) { return find_verified(question, match, is_card); }
bool verify_cpf(const Question& question, Match& match) { return find_verified(question, match, is_cpf); }
bool verify_ssn(const Question& question, Match& match) { return find_verified(question, match, is_ssn); }
bool verify_svnr(const Question& question, Match& match) { return find_verified(question, match, is_svnr); }

}  // namespace bulkhead::inspect::operators
