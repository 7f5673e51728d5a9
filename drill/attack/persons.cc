#include "drill/attack/persons.h"

#include <algorithm>

namespace bulkhead::drill {
namespace {

// A letter, eight digits, a letter.
constexpr std::size_t kNumberBytes = 10;

bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_number(std::string_view text) {
  return is_letter(text.front()) && is_letter(text.back()) &&
         std::ranges::all_of(text.substr(1, kNumberBytes - 2), is_digit);
}

}  // namespace

void Persons::add_those_in(std::string_view answer) {
  for (std::size_t at = 0; at + kNumberBytes <= answer.size(); ++at) {
    const std::string_view text = answer.substr(at, kNumberBytes);
    if (!is_number(text)) continue;
    std::string number(text);
    if (country_.persons.contains(number)) seen_.insert(std::move(number));
    at += kNumberBytes - 1;
  }
}

}  // namespace bulkhead::drill
