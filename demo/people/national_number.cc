#include "demo/people/national_number.h"

#include <array>
#include <chrono>
#include <cstddef>

#include <fmt/format.h>

namespace bulkhead::demo {
namespace {

constexpr std::string_view kLetters = "WABCDEFGHIJKLMNOPQRSTUV";         // index = value of the letter
constexpr std::string_view kDecades = "0123456789ABCDEFGHIJKLMNOPQRST";  // index * 10 + 1800 = first year
constexpr std::size_t kNumberChars = 10;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Nine characters of the form [0-9A-T]\d{8} and a letter that the alphabet knows.
bool has_form(std::string_view text) {
  if (text.size() != kNumberChars || kDecades.find(text[0]) == std::string_view::npos) return false;
  for (std::size_t i = 1; i + 1 < kNumberChars; ++i) {
    if (!is_digit(text[i])) return false;
  }
  return kLetters.find(text.back()) != std::string_view::npos;
}

int two_digits(std::string_view text, std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

std::chrono::year_month_day calendar(Day day) {
  return {std::chrono::year{day.year}, std::chrono::month{static_cast<unsigned>(day.month)},
          std::chrono::day{static_cast<unsigned>(day.day)}};
}

std::string with_letter(std::string stem) {
  stem.push_back(check_letter(stem));
  return stem;
}

}  // namespace

std::string day_text(Day day) { return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day); }

Day day_plus(Day day, int days) {
  const std::chrono::year_month_day moved{std::chrono::sys_days{calendar(day)} + std::chrono::days{days}};
  return {int{moved.year()}, static_cast<int>(unsigned{moved.month()}),
          static_cast<int>(unsigned{moved.day()})};
}

char check_letter(std::string_view stem) {
  static constexpr std::array<std::size_t, 9> kWeights = {1, 1, 2, 3, 4, 5, 6, 7, 8};
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kWeights.size() && i < stem.size(); ++i) {
    const std::size_t value = is_digit(stem[i]) ? static_cast<std::size_t>(stem[i] - '0')
                                                : kLetters.find(stem[i]) % kLetters.size();
    sum += kWeights[i] * value;
  }
  return kLetters[sum % kLetters.size()];
}

std::string national_number(Day born, Sex sex, int serial) {
  const auto decade = static_cast<std::size_t>((born.year - 1800) / 10);
  const int month = born.month + (sex == Sex::kFemale ? 50 : 0);
  return with_letter(
      fmt::format("{}{}{:02}{:02}{:03}", kDecades[decade], born.year % 10, month, born.day, serial));
}

std::string company_number(int year, int month_district, int day, int serial) {
  const auto decade = static_cast<std::size_t>((year - 1800) / 10);
  return with_letter(
      fmt::format("{}{}{:02}{:02}{:03}", kDecades[decade], year % 10, month_district, day, serial));
}

bool is_national_number(std::string_view text, Day today) {
  if (!has_form(text) || text.back() != check_letter(text.substr(0, 9))) return false;
  int month = two_digits(text, 2);
  // +30 and +80 mark foreigners; this generator makes none, but they log in like everybody else.
  for (const int mark : {80, 50, 30}) {
    if (month > mark) {
      month -= mark;
      break;
    }
  }
  const int year = static_cast<int>(kDecades.find(text[0])) * 10 + 1800 + (text[1] - '0');
  const Day born{year, month, two_digits(text, 4)};
  return calendar(born).ok() && born <= today;
}

bool is_company_number(std::string_view text) {
  if (!has_form(text)) return false;
  const char letter = check_letter(text.substr(0, 9));
  return text.back() == letter || (letter == 'W' && text.back() == 'A');
}

}  // namespace bulkhead::demo
