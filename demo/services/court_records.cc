// Courts: when and where a case is heard.

#include <fmt/format.h>

#include "demo/people/names.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr const char* kRegister = R"(
CREATE TABLE hearings (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, number TEXT UNIQUE NOT NULL, court TEXT NOT NULL,
  matter TEXT NOT NULL, held_on TEXT NOT NULL, held_at TEXT NOT NULL, room INTEGER NOT NULL);
CREATE VIEW register AS
SELECT h.id, h.number, p.national_number, p.first_name, p.last_name, h.court, h.matter, h.held_on, h.held_at,
       h.room, p.address, p.town
FROM hearings h JOIN persons p ON p.id = h.person_id;
)";

constexpr std::string_view kMatters[] = {"inheritance", "tenancy",  "labour", "family",
                                         "neighbours",  "contract", "traffic"};

// Everybody has one hearing to look up; real life is kinder.
void fill(Database& database, const Country& country, Draw& draw) {
  database.execute(kRegister);
  for (std::size_t person = 1; person <= country.persons.size(); ++person) {
    const auto id = static_cast<std::int64_t>(person);
    const std::string number = fmt::format("CV-{:06}/{}", id, kReferenceDay.year);
    const std::string held_on = day_text(day_plus(kReferenceDay, draw.between(1, 300)));
    const std::string held_at = fmt::format("{:02}:{:02}", draw.between(9, 15), draw.between(0, 3) * 15);
    database.run("INSERT INTO hearings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                 {id, id, number, draw.one_of(towns()).name, draw.one_of(kMatters), held_on, held_at,
                  std::int64_t{draw.between(1, 24)}});
  }
  database.execute("CREATE INDEX hearings_of_person ON hearings (person_id)");
}

std::string_view answer(const Ask& ask, std::string_view name) {
  const auto found = ask.answers.find(name);
  return found == ask.answers.end() ? std::string_view() : std::string_view(found->second);
}

// Hearings are public by their number; without one, people see their own.
std::vector<Choice> hearings_for(const Ask& ask) {
  const std::string_view number = answer(ask, "case_number");
  const auto rows =
      number.empty()
          ? ask.database.rows(
                "SELECT number, court, matter FROM hearings WHERE person_id = ?1 ORDER BY id LIMIT 50",
                {ask.citizen.id})
          : ask.database.rows("SELECT number, court, matter FROM hearings WHERE number = ?1", {number});
  std::vector<Choice> choices;
  for (const Row& row : rows)
    choices.push_back({row[0], fmt::format("{} – {} ({})", row[0], row[1], row[2])});
  return choices;
}

std::vector<Line> result(const Ask& ask) {
  const Row row = ask.database.first("SELECT court, held_on, held_at, room FROM hearings WHERE number = ?1",
                                     {answer(ask, "hearing")});
  if (row.empty()) return {};
  return {{{"Court", "Gjykata"}, row[0]},
          {{"Date of the hearing", "Data e seancës"}, row[1]},
          {{"Time", "Ora"}, row[2]},
          {{"Room", "Salla"}, row[3]}};
}

std::vector<Step> steps() {
  return {{.title = {"Which case", "Cila çështje"},
           .fields = {{.name = "case_number",
                       .label = {"Case number", "Numri i çështjes"},
                       .hint = {"Leave it empty to see your own cases.",
                                "Lëreni bosh për të parë çështjet tuaja."},
                       .required = false,
                       .chars_max = 20}}},
          {.title = {"Which hearing", "Cila seancë"},
           .fields = {{.name = "hearing",
                       .label = {"Hearing", "Seanca"},
                       .kind = Field::Kind::kChoice,
                       .choices = hearings_for},
                      {.name = "reminder",
                       .label = {"Phone, to remind you the day before",
                                 "Telefoni, për t'ju kujtuar një ditë më parë"},
                       .required = false,
                       .first_value = [](const Ask& ask) { return ask.citizen.phone; }}}}};
}

Service make() {
  return {.kind = "court-records",
          .host = "courts.localhost",
          .receipt_prefix = "COU",
          .title = {"Court records", "Dosjet gjyqësore"},
          .purpose = {"See when and where your case is heard.", "Shihni kur dhe ku shqyrtohet çështja juaj."},
          .task = {.id = "hearing-date",
                   .title = {"Look up a hearing date", "Gjeni datën e një seance"},
                   .about = {"By case number, or among your own cases.",
                             "Me numrin e çështjes, ose midis çështjeve tuaja."},
                   .steps = steps(),
                   .result = result},
          .records =
              {.name = "hearings",
               .title = {"Hearings", "Seancat"},
               .columns = {{"number", {"Case", "Çështja"}},
                           {"national_number", {"National number", "Numri personal"}},
                           {"first_name", {"First name", "Emri"}},
                           {"last_name", {"Last name", "Mbiemri"}},
                           {"court", {"Court", "Gjykata"}},
                           {"matter", {"Matter", "Objekti"}},
                           {"held_on", {"Date", "Data"}},
                           {"held_at", {"Time", "Ora"}},
                           {.name = "room", .label = {"Room", "Salla"}, .is_number = true, .in_list = false},
                           {.name = "address", .label = {"Address", "Adresa"}, .in_list = false},
                           {.name = "town", .label = {"Town", "Qyteti"}, .in_list = false}},
               .searched = {"number", "national_number", "first_name", "last_name"}},
          .fill = fill};
}

}  // namespace

const Service& court_records() {
  static const Service service = make();
  return service;
}

}  // namespace bulkhead::demo
