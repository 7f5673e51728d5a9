// Health: prescriptions that a doctor wrote and a pharmacy hands out.

#include <fmt/format.h>

#include "demo/people/names.h"
#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr const char* kRegister = R"(
CREATE TABLE prescriptions (
  id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL, number TEXT UNIQUE NOT NULL, medicine TEXT NOT NULL,
  dose TEXT NOT NULL, doctor TEXT NOT NULL, issued_on TEXT NOT NULL);
CREATE VIEW register AS
SELECT r.id, p.national_number, p.first_name, p.last_name, p.birth_date, r.number, r.medicine, r.dose, r.doctor,
       r.issued_on, p.phone
FROM prescriptions r JOIN persons p ON p.id = r.person_id;
)";

constexpr std::string_view kMedicines[] = {"Amlodipine 5 mg",   "Atorvastatin 20 mg", "Metformin 850 mg",
                                           "Omeprazole 20 mg",  "Ramipril 5 mg",      "Levothyroxine 50 µg",
                                           "Salbutamol 100 µg", "Amoxicillin 500 mg", "Paracetamol 1 g",
                                           "Bisoprolol 2.5 mg", "Insulin glargine",   "Sertraline 50 mg",
                                           "Ibuprofen 400 mg",  "Cetirizine 10 mg",   "Vitamin D3 1000 IU"};
constexpr std::string_view kDoses[] = {"1-0-0", "1-0-1", "0-0-1", "1-1-1", "2-0-0", "sipas nevojës"};

// Everybody has one prescription or two, so that anybody can be served.
void fill(Database& database, const Country& country, Draw& draw) {
  database.execute(kRegister);
  std::int64_t id = 0;
  for (std::size_t person = 1; person <= country.persons.size(); ++person) {
    for (int left = draw.between(1, 2); left > 0; --left) {
      ++id;
      const std::string number = fmt::format("RX{:07}", id);
      const std::string doctor = fmt::format("Dr. {}", draw.one_of(last_names()));
      const std::string issued = day_text(day_plus(kReferenceDay, -draw.between(0, 120)));
      database.run("INSERT INTO prescriptions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                   {id, static_cast<std::int64_t>(person), number, draw.one_of(kMedicines),
                    draw.one_of(kDoses), doctor, issued});
    }
  }
  database.execute("CREATE INDEX prescriptions_of_person ON prescriptions (person_id)");
}

std::vector<Choice> prescriptions_of(const Ask& ask) {
  std::vector<Choice> choices;
  for (const Row& row : ask.database.rows(
           "SELECT number, medicine, issued_on FROM prescriptions WHERE person_id = ?1 ORDER BY id",
           {ask.citizen.id})) {
    choices.push_back({row[0], fmt::format("{} – {} ({})", row[0], row[1], row[2])});
  }
  return choices;
}

std::vector<Choice> pharmacies(const Ask&) {
  std::vector<Choice> choices;
  for (const Town& town : towns()) {
    for (int number = 1; number <= 2; ++number) {
      choices.push_back(
          {fmt::format("{}-{}", town.postcode, number), fmt::format("Farmacia {} {}", town.name, number)});
    }
  }
  return choices;
}

std::vector<Line> result(const Ask& ask) {
  const auto number = ask.answers.find("prescription");
  if (number == ask.answers.end()) return {};
  const Row row = ask.database.first(
      "SELECT medicine, dose, doctor FROM prescriptions WHERE number = ?1 AND person_id = ?2",
      {number->second, ask.citizen.id});
  if (row.empty()) return {};
  return {{{"Medicine", "Ilaçi"}, row[0]}, {{"Dose", "Doza"}, row[1]}, {{"Doctor", "Mjeku"}, row[2]}};
}

std::vector<Step> steps() {
  return {{.title = {"Your prescription", "Receta juaj"},
           .fields = {{.name = "prescription",
                       .label = {"Prescription", "Receta"},
                       .kind = Field::Kind::kChoice,
                       .choices = prescriptions_of}}},
          {.title = {"Your pharmacy", "Farmacia juaj"},
           .fields = {{.name = "pharmacy",
                       .label = {"Pharmacy", "Farmacia"},
                       .kind = Field::Kind::kChoice,
                       .choices = pharmacies},
                      {.name = "phone",
                       .label = {"Phone, for when it is ready", "Telefoni, për kur të jetë gati"},
                       .first_value = [](const Ask& ask) { return ask.citizen.phone; }}}}};
}

Service make() {
  return {.kind = "health-prescriptions",
          .host = "health.localhost",
          .receipt_prefix = "HEA",
          .title = {"Health prescriptions", "Recetat mjekësore"},
          .purpose = {"See your prescriptions and have them prepared at a pharmacy.",
                      "Shihni recetat tuaja dhe porositini në një farmaci."},
          .task = {.id = "prescription",
                   .title = {"Fetch a prescription", "Merrni një recetë"},
                   .about = {"Choose a prescription and the pharmacy that prepares it.",
                             "Zgjidhni një recetë dhe farmacinë që e përgatit."},
                   .steps = steps(),
                   .result = result},
          .records = {.name = "prescriptions",
                      .title = {"Prescriptions", "Recetat"},
                      .columns = {{"national_number", {"National number", "Numri personal"}},
                                  {"first_name", {"First name", "Emri"}},
                                  {"last_name", {"Last name", "Mbiemri"}},
                                  {.name = "birth_date", .label = {"Born", "Datëlindja"}, .in_list = false},
                                  {"number", {"Prescription", "Receta"}},
                                  {"medicine", {"Medicine", "Ilaçi"}},
                                  {.name = "dose", .label = {"Dose", "Doza"}, .in_list = false},
                                  {.name = "doctor", .label = {"Doctor", "Mjeku"}, .in_list = false},
                                  {"issued_on", {"Issued", "Lëshuar më"}},
                                  {.name = "phone", .label = {"Phone", "Telefoni"}, .in_list = false}},
                      .searched = {"national_number", "first_name", "last_name", "number"}},
          .fill = fill};
}

}  // namespace

const Service& health_prescriptions() {
  static const Service service = make();
  return service;
}

}  // namespace bulkhead::demo
