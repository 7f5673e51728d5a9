#include "oracle/checksums.h"

#include <array>
#include <cstddef>
#include <vector>

namespace bulkhead::oracle {

namespace {

std::vector<int> digits_of(std::string_view text) {
  std::vector<int> digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits.push_back(c - '0');
  }
  return digits;
}

// Up to the first NUL, as C reads texts.
std::vector<int> first_digits(std::string_view text, std::size_t count) {
  std::vector<int> digits = digits_of(text.substr(0, text.find('\0')));
  if (digits.size() > count) digits.resize(count);
  return digits;
}

bool all_rise_or_stay(const std::vector<int>& digits, int step) {
  for (std::size_t i = 1; i < digits.size(); ++i) {
    if (digits[i] != digits[i - 1] + step) return false;
  }
  return true;
}

int cpf_check(const std::vector<int>& digits, std::size_t count) {
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i) sum += digits[i] * static_cast<int>(count + 1 - i);
  return sum % 11 < 2 ? 0 : 11 - sum % 11;
}

}  // namespace

bool is_card_number(std::string_view text) {
  const std::vector<int> digits = digits_of(text);
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int digit = digits[digits.size() - 1 - i];
    const int doubled = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += i % 2 == 0 ? digit : doubled;
  }
  return !digits.empty() && sum % 10 == 0;
}

bool is_cpf(std::string_view text) {
  std::vector<int> digits = first_digits(text, 11);
  if (digits.size() != 11 || all_rise_or_stay(digits, 0)) return false;
  if (digits == std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0}) return false;
  const int tenth = cpf_check(digits, 9);
  std::vector<int> checked(digits.begin(), digits.begin() + 9);
  checked.push_back(tenth);
  return digits[9] == tenth && digits[10] == cpf_check(checked, 10);
}

bool is_ssn(std::string_view text) {
  const std::vector<int> digits = digits_of(text);
  if (digits.size() != 9 || all_rise_or_stay(digits, 0) || all_rise_or_stay(digits, 1)) return false;
  const int area = digits[0] * 100 + digits[1] * 10 + digits[2];
  const int group = digits[3] * 10 + digits[4];
  const int serial = digits[5] * 1000 + digits[6] * 100 + digits[7] * 10 + digits[8];
  return area != 0 && group != 0 && serial != 0 && area < 740 && area != 666;
}

bool is_svnr(std::string_view text) {
  const std::vector<int> digits = first_digits(text, 10);
  if (digits.size() != 10 || all_rise_or_stay(digits, 0) || all_rise_or_stay(digits, 1)) return false;
  if (digits == std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 0}) return false;
  constexpr std::array<int, 10> kWeights = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
  int sum = 0;
  for (std::size_t i = 0; i < 10; ++i) sum += digits[i] * kWeights[i];
  return sum % 11 % 10 == digits[3];
}

}  // namespace bulkhead::oracle
