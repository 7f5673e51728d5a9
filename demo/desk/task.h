// What a citizen comes for: a few steps of questions, a page to check the answers, a receipt.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "demo/http/language.h"
#include "demo/http/request.h"
#include "demo/store/database.h"

namespace bulkhead::demo {

using Answers = std::map<std::string, std::string, std::less<>>;

/// The person at the desk, as the service's file knows them.
struct Citizen {
  std::int64_t id = 0;
  std::string national_number;
  std::string first_name;
  std::string last_name;
  std::string address;
  std::string town;
  std::string phone;
  std::string email;
  std::string iban;
  std::int64_t salary = 0;
};

/// Nobody with that id or number: nullopt.
std::optional<Citizen> find_citizen(Database& database, std::int64_t id);
std::optional<Citizen> find_citizen(Database& database, std::string_view national_number);

/// Everything that questions and results may depend on.
struct Ask {
  Database& database;
  const Citizen& citizen;
  const Answers& answers;
  Language language;
};

struct Choice {
  std::string value;
  std::string label;
};

struct Field {
  enum class Kind { kText, kWholeNumber, kDate, kChoice, kTick };

  std::string_view name;
  Phrase label;
  Kind kind = Kind::kText;
  Phrase hint = {};
  bool required = true;
  std::size_t chars_max = 80;
  std::function<std::vector<Choice>(const Ask&)> choices = {};  ///< Of a kChoice.
  std::function<std::string(const Ask&)> first_value = {};      ///< What the field shows at first.
  std::function<std::optional<Phrase>(std::string_view)> wrong =
      {};  ///< What is wrong with a value, if anything.
};

/// Fixed choices, said in the citizen's language.
std::function<std::vector<Choice>(const Ask&)> one_of(std::vector<std::pair<std::string, Phrase>> choices);

struct Step {
  Phrase title;
  std::vector<Field> fields;
};

/// One line of a result: "Tax to pay: 12,300 lek".
struct Line {
  Phrase label;
  std::string value;
};

struct Task {
  std::string_view id;  ///< Part of paths and of the marker: "tax-return".
  Phrase title;
  Phrase about;
  std::vector<Step> steps;  ///< The step that shows all answers is added to these.
  /// What comes of the answers; shown before sending and on the last page.
  std::function<std::vector<Line>(const Ask&)> result = {};
  /// Done with the answers once they are sent, beside filing them.
  std::function<void(const Ask&)> effect = {};

  std::size_t steps_count() const { return steps.size() + 1; }
};

/// One refused field.
struct Problem {
  std::string_view field;
  Phrase text;
};

/// Takes the step's fields out of `form` into `answers`, all of them, and says which are refused. Values
/// are trimmed; choices must be among those offered.
std::vector<Problem> take_answers(const Step& step, const Ask& ask, const Pairs& form, Answers& answers);

}  // namespace bulkhead::demo
