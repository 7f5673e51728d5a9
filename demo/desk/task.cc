#include "demo/desk/task.h"

#include <algorithm>
#include <charconv>

#include "demo/people/country.h"

namespace bulkhead::demo {
namespace {

constexpr Phrase kMissing{"Enter a value.", "Plotësoni një vlerë."};
constexpr Phrase kTickMissing{"Tick the box to go on.", "Shënoni kutinë për të vazhduar."};
constexpr Phrase kTooLong{"The value is too long.", "Vlera është tepër e gjatë."};
constexpr Phrase kNotANumber{"Enter a whole number, without dots.", "Shkruani një numër të plotë, pa pika."};
constexpr Phrase kNotADate{"Enter a date as year-month-day.", "Shkruani një datë si vit-muaj-ditë."};
constexpr Phrase kNotAChoice{"Choose one of the list.", "Zgjidhni një nga lista."};
constexpr Phrase kControl{"Write on one line.", "Shkruani në një rresht."};
constexpr std::size_t kDigitsMax = 12;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  Day day;
  const auto read = [text](std::size_t at, std::size_t count, int& into) {
    const char* end = text.data() + at + count;
    return std::from_chars(text.data() + at, end, into).ptr == end && into > 0;
  };
  if (!read(0, 4, day.year) || !read(5, 2, day.month) || !read(8, 2, day.day) || day.month > 12) return false;
  return day_text(day_plus(day, 0)) == text;  // "2025-02-30" would come back as another day
}

bool is_offered(const Field& field, const Ask& ask, std::string_view value) {
  const std::vector<Choice> choices = field.choices(ask);
  return std::ranges::any_of(choices, [value](const Choice& choice) { return choice.value == value; });
}

std::size_t count_chars(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

std::optional<Phrase> problem_with(const Field& field, const Ask& ask, std::string_view value) {
  if (value.empty()) {
    if (!field.required) return std::nullopt;
    return field.kind == Field::Kind::kTick ? kTickMissing : kMissing;
  }
  if (count_chars(value) > field.chars_max) return kTooLong;
  if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
    return kControl;
  switch (field.kind) {
    case Field::Kind::kWholeNumber:
      if (value.size() > kDigitsMax || value.find_first_not_of("0123456789") != std::string_view::npos)
        return kNotANumber;
      break;
    case Field::Kind::kDate:
      if (!is_date(value)) return kNotADate;
      break;
    case Field::Kind::kChoice:
      if (!is_offered(field, ask, value)) return kNotAChoice;
      break;
    case Field::Kind::kTick:
      if (value != "yes") return kTickMissing;
      break;
    case Field::Kind::kText: break;
  }
  return field.wrong ? field.wrong(value) : std::nullopt;
}

}  // namespace

std::function<std::vector<Choice>(const Ask&)> one_of(std::vector<std::pair<std::string, Phrase>> choices) {
  return [choices = std::move(choices)](const Ask& ask) {
    std::vector<Choice> said;
    for (const auto& [value, label] : choices) said.push_back({value, std::string(label.in(ask.language))});
    return said;
  };
}

std::vector<Problem> take_answers(const Step& step, const Ask& ask, const Pairs& form, Answers& answers) {
  std::vector<Problem> problems;
  for (const Field& field : step.fields) {
    const std::string_view value = trimmed(text_of(form, field.name));
    if (const auto problem = problem_with(field, ask, value)) problems.push_back({field.name, *problem});
    // Also a refused value is shown again, cut where no field ever goes.
    answers[std::string(field.name)] = value.substr(0, 4 * field.chars_max);
  }
  return problems;
}

}  // namespace bulkhead::demo
