// Business licences: who may run what where.

#include <fmt/format.h>

#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr const char* kRegister = R"(
CREATE TABLE licences (
  id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL, owner_id INTEGER NOT NULL, number TEXT UNIQUE NOT NULL,
  activity TEXT NOT NULL, issued_on TEXT NOT NULL, state TEXT NOT NULL);
CREATE VIEW register AS
SELECT l.id, c.number AS company_number, c.name AS company, c.trade, c.address, c.town, l.number, l.activity,
       l.issued_on, l.state, p.national_number, p.first_name || ' ' || p.last_name AS owner, p.phone
FROM licences l JOIN companies c ON c.id = l.company_id JOIN persons p ON p.id = l.owner_id;
)";

constexpr std::string_view kActivities[] = {"food", "retail", "transport", "building", "lodging", "workshop"};

// Every company has an owner and a licence or two.
void fill(Database& database, const Country& country, Draw& draw) {
  database.execute(kRegister);
  std::int64_t id = 0;
  for (std::size_t company = 1; company <= country.companies.size(); ++company) {
    const auto owner = static_cast<std::int64_t>(draw.next() % country.persons.size()) + 1;
    for (int left = draw.between(1, 2); left > 0; --left) {
      ++id;
      const std::string number = fmt::format("LN-{:06}", id);
      const std::string issued = day_text(day_plus(kReferenceDay, -draw.between(0, 3000)));
      database.run("INSERT INTO licences VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   {id, static_cast<std::int64_t>(company), owner, number, draw.one_of(kActivities), issued,
                    std::string_view(draw.chance(92) ? "valid" : "lapsed")});
    }
  }
  database.execute("CREATE INDEX licences_of_owner ON licences (owner_id)");
}

std::optional<Phrase> wrong_company_number(std::string_view number) {
  if (is_company_number(number)) return std::nullopt;
  return Phrase{"The letter at the end does not fit this NIPT.",
                "Shkronja e fundit nuk përputhet me këtë NIPT."};
}

// The company of the citizen's own licence, else of their employer, as a first value.
std::string likely_company(const Ask& ask) {
  const Row own = ask.database.first(
      "SELECT c.number FROM licences l JOIN companies c ON c.id = l.company_id WHERE l.owner_id = ?1",
      {ask.citizen.id});
  if (!own.empty()) return own[0];
  const Row employer = ask.database.first(
      "SELECT c.number FROM persons p JOIN companies c ON c.id = p.company_id WHERE p.id = ?1",
      {ask.citizen.id});
  return employer.empty() ? std::string() : employer[0];
}

std::vector<Step> steps() {
  using Kind = Field::Kind;
  return {{.title = {"The business", "Biznesi"},
           .fields = {{.name = "company_number",
                       .label = {"NIPT", "NIPT"},
                       .hint = {"Ten characters, for example J91402501L.",
                                "Dhjetë shenja, për shembull J91402501L."},
                       .chars_max = 10,
                       .first_value = likely_company,
                       .wrong = wrong_company_number},
                      {.name = "trade_name", .label = {"Name over the door", "Emri tregtar"}}}},
          {.title = {"What you want to do", "Çfarë doni të bëni"},
           .fields = {{.name = "activity",
                       .label = {"Activity", "Veprimtaria"},
                       .kind = Kind::kChoice,
                       .choices = one_of({{"food", {"Food and drink", "Ushqim dhe pije"}},
                                          {"retail", {"Shop", "Dyqan"}},
                                          {"transport", {"Transport", "Transport"}},
                                          {"building", {"Building", "Ndërtim"}},
                                          {"lodging", {"Lodging", "Akomodim"}},
                                          {"workshop", {"Workshop", "Punishte"}}})},
                      {.name = "begins_on",
                       .label = {"From", "Nga data"},
                       .kind = Kind::kDate,
                       .hint = {"Year-month-day, for example 2026-09-01.",
                                "Vit-muaj-ditë, për shembull 2026-09-01."}}}},
          {.title = {"Where", "Ku"},
           .fields = {
               {.name = "premises",
                .label = {"Address of the premises", "Adresa e lokalit"},
                .chars_max = 120,
                .first_value = [](const Ask& ask) { return ask.citizen.address + ", " + ask.citizen.town; }},
               {.name = "area",
                .label = {"Floor area, m²", "Sipërfaqja, m²"},
                .kind = Kind::kWholeNumber,
                .chars_max = 6},
               {.name = "fire_safety",
                .label = {"The premises meet the fire code.",
                          "Lokali plotëson rregullat e mbrojtjes nga zjarri."},
                .kind = Kind::kTick}}}};
}

Service make() {
  return {.kind = "business-licences",
          .host = "licences.localhost",
          .receipt_prefix = "LIC",
          .title = {"Business licences", "Licencat e biznesit"},
          .purpose = {"Apply for a licence and look after those you have.",
                      "Aplikoni për licencë dhe kujdesuni për ato që keni."},
          .task = {.id = "business-licence",
                   .title = {"Apply for a licence", "Aplikoni për licencë"},
                   .about = {"For every activity and place a licence of its own.",
                             "Për çdo veprimtari dhe vend një licencë më vete."},
                   .steps = steps()},
          .records = {.name = "licences",
                      .title = {"Register of licences", "Regjistri i licencave"},
                      .columns = {{"company_number", {"NIPT", "NIPT"}},
                                  {"company", {"Company", "Shoqëria"}},
                                  {.name = "trade", .label = {"Trade", "Dega"}, .in_list = false},
                                  {.name = "address", .label = {"Address", "Adresa"}, .in_list = false},
                                  {"town", {"Town", "Qyteti"}},
                                  {"number", {"Licence", "Licenca"}},
                                  {"activity", {"Activity", "Veprimtaria"}},
                                  {.name = "issued_on", .label = {"Issued", "Lëshuar më"}, .in_list = false},
                                  {.name = "state", .label = {"State", "Gjendja"}},
                                  {.name = "owner", .label = {"Owner", "Pronari"}},
                                  {.name = "national_number",
                                   .label = {"Owner's number", "Numri personal i pronarit"},
                                   .in_list = false},
                                  {.name = "phone", .label = {"Phone", "Telefoni"}, .in_list = false}},
                      .searched = {"company_number", "company", "number", "owner", "national_number"}},
          .fill = fill};
}

}  // namespace

const Service& business_licences() {
  static const Service service = make();
  return service;
}

}  // namespace bulkhead::demo
