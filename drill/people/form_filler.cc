#include <array>

#include <fmt/format.h>

#include "drill/people/tasks.h"

namespace bulkhead::drill {
namespace {

constexpr std::array<std::string_view, 8> kWords = {
    "Rruga e Detit", "Sheshi i Lirisë", "Rruga e Ullinjve", "Lagjja 4",
    "Arta",          "Mjellma",         "Rruga e Kalasë",   "Ura e Re"};

std::string date(Dice& dice) {
  return fmt::format("2026-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
}

std::string answer_to(const FormField& field, Dice& dice) {
  if (!field.choices.empty()) return field.choices[dice.below(field.choices.size())];
  if (field.type == "number") return fmt::format("{}", 1 + dice.below(9));
  if (field.type == "date") return date(dice);
  return std::string(kWords[dice.below(kWords.size())]);
}

}  // namespace

void fill_in(Form& form, Dice& dice) {
  for (FormField& field : form.fields) {
    if (field.type == "checkbox") field.checked = field.checked || field.required;
    const bool asks = field.type != "hidden" && field.type != "checkbox" && field.type != "submit";
    if (asks && field.required && field.value.empty()) field.value = answer_to(field, dice);
  }
}

}  // namespace bulkhead::drill
