// Tax filing: the yearly return, in five steps. Its register is the one that must not leave in bulk:
// national number, name, employer and salary in one row.

#include <algorithm>

#include <fmt/format.h>

#include "demo/http/number.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr const char* kRegister = R"(
CREATE VIEW register AS
SELECT p.id, p.national_number, p.first_name, p.father_name, p.last_name, p.birth_date,
       COALESCE(c.name, '') AS employer, COALESCE(c.number, '') AS employer_number, p.position, p.salary,
       p.phone, p.address, p.town, p.iban
FROM persons p LEFT JOIN companies c ON c.id = p.company_id;
)";

void fill(Database& database, const Country&, Draw&) { database.execute(kRegister); }

std::int64_t amount(const Ask& ask, std::string_view name) {
  const auto found = ask.answers.find(name);
  return found == ask.answers.end() ? 0 : number_in(found->second);
}

// Ilyria's tariff a year: nothing up to 600,000 lek, 13 % up to 2,400,000, 23 % beyond.
std::int64_t tax_on(std::int64_t income) {
  constexpr std::int64_t kFree = 600'000;
  constexpr std::int64_t kMiddle = 2'400'000;
  const std::int64_t middle = std::clamp<std::int64_t>(income - kFree, 0, kMiddle - kFree);
  const std::int64_t high = std::max<std::int64_t>(income - kMiddle, 0);
  return (middle * 13 + high * 23) / 100;
}

std::vector<Line> result(const Ask& ask) {
  constexpr std::int64_t kPerDependant = 48'000;
  const std::int64_t income = amount(ask, "salary_income") + amount(ask, "other_income");
  const std::int64_t deductions = amount(ask, "health_costs") + amount(ask, "education_costs") +
                                  kPerDependant * std::min<std::int64_t>(amount(ask, "dependants"), 20);
  const std::int64_t taxed = std::max<std::int64_t>(income - deductions, 0);
  return {{{"Taxed income", "Të ardhurat e tatueshme"}, fmt::format("{} lek", taxed)},
          {{"Tax of the year", "Tatimi i vitit"}, fmt::format("{} lek", tax_on(taxed))}};
}

std::optional<Phrase> wrong_iban(std::string_view iban) {
  if (is_iban(iban)) return std::nullopt;
  return Phrase{"The check digits of this IBAN do not fit.",
                "Shifrat e kontrollit të IBAN-it nuk përputhen."};
}

std::vector<Step> steps() {
  using Kind = Field::Kind;
  return {
      {.title = {"You", "Ju"},
       .fields = {{.name = "address",
                   .label = {"Address", "Adresa"},
                   .first_value =
                       [](const Ask& ask) { return ask.citizen.address + ", " + ask.citizen.town; }},
                  {.name = "phone",
                   .label = {"Phone", "Telefoni"},
                   .first_value = [](const Ask& ask) { return ask.citizen.phone; }}}},
      {.title = {"Income", "Të ardhurat"},
       .fields = {{.name = "salary_income",
                   .label = {"Income from employment, lek a year", "Të ardhurat nga punësimi, lekë në vit"},
                   .kind = Kind::kWholeNumber,
                   .first_value = [](const Ask& ask) { return fmt::format("{}", ask.citizen.salary * 12); }},
                  {.name = "other_income",
                   .label = {"Other income, lek a year", "Të ardhura të tjera, lekë në vit"},
                   .kind = Kind::kWholeNumber,
                   .first_value = [](const Ask&) { return std::string("0"); }}}},
      {.title = {"Deductions", "Zbritjet"},
       .fields = {{.name = "health_costs",
                   .label = {"Health costs, lek", "Shpenzime shëndetësore, lekë"},
                   .kind = Kind::kWholeNumber,
                   .required = false},
                  {.name = "education_costs",
                   .label = {"Education costs, lek", "Shpenzime arsimore, lekë"},
                   .kind = Kind::kWholeNumber,
                   .required = false},
                  {.name = "dependants",
                   .label = {"Persons you support", "Persona në ngarkim"},
                   .kind = Kind::kWholeNumber,
                   .required = false,
                   .chars_max = 2}}},
      {.title = {"Refund", "Rimbursimi"},
       .fields = {{.name = "iban",
                   .label = {"Account (IBAN)", "Llogaria (IBAN)"},
                   .chars_max = 42,
                   .first_value = [](const Ask& ask) { return ask.citizen.iban; },
                   .wrong = wrong_iban},
                  {.name = "declared",
                   .label = {"I have declared all income of the year.",
                             "Kam deklaruar të gjitha të ardhurat e vitit."},
                   .kind = Kind::kTick}}}};
}

Service make() {
  return {
      .kind = "tax-filing",
      .host = "tax.localhost",
      .receipt_prefix = "TAX",
      .title = {"Tax filing", "Deklarimi i tatimeve"},
      .purpose = {"File your yearly return and see what you owe.",
                  "Dorëzoni deklaratën vjetore dhe shihni sa detyroheni."},
      .task = {.id = "tax-return",
               .title = {"File your tax return", "Dorëzoni deklaratën tatimore"},
               .about = {"Five steps, about ten minutes. You need your payslips and your IBAN.",
                         "Pesë hapa, rreth dhjetë minuta. Ju duhen fletëpagesat dhe IBAN-i."},
               .steps = steps(),
               .result = result},
      .records = {.name = "taxpayers",
                  .title = {"Taxpayers", "Tatimpaguesit"},
                  .columns = {{"national_number", {"National number", "Numri personal"}},
                              {"first_name", {"First name", "Emri"}},
                              {.name = "father_name", .label = {"Father's name", "Atësia"}, .in_list = false},
                              {"last_name", {"Last name", "Mbiemri"}},
                              {.name = "birth_date", .label = {"Born", "Datëlindja"}, .in_list = false},
                              {"employer", {"Employer", "Punëdhënësi"}},
                              {.name = "employer_number", .label = {"NIPT", "NIPT"}},
                              {.name = "position", .label = {"Position", "Pozicioni"}, .in_list = false},
                              {.name = "salary", .label = {"Gross salary", "Paga bruto"}, .is_number = true},
                              {.name = "phone", .label = {"Phone", "Telefoni"}, .in_list = false},
                              {.name = "address", .label = {"Address", "Adresa"}, .in_list = false},
                              {.name = "town", .label = {"Town", "Qyteti"}, .in_list = false},
                              {.name = "iban", .label = {"IBAN", "IBAN"}, .in_list = false}},
                  .searched = {"national_number", "first_name", "last_name", "employer"}},
      .fill = fill};
}

}  // namespace

const Service& tax_filing() {
  static const Service service = make();
  return service;
}

}  // namespace bulkhead::demo
