// The civil registry: who was born when and where; certificates of it.

#include <fmt/format.h>

#include "demo/services/all.h"

namespace bulkhead::demo {
namespace {

constexpr const char* kRegister = R"(
CREATE TABLE civil_status (person_id INTEGER PRIMARY KEY, status TEXT NOT NULL, volume TEXT NOT NULL);
CREATE VIEW register AS
SELECT p.id, p.national_number, p.first_name, p.father_name, p.last_name, p.sex, p.birth_date, p.birth_place,
       s.status AS civil_status, s.volume, p.address, p.town
FROM persons p JOIN civil_status s ON s.person_id = p.id;
)";

std::string_view draw_status(Draw& draw, int age) {
  if (age < 20 || draw.chance(age < 30 ? 70 : 20)) return "single";
  if (age > 65 && draw.chance(35)) return "widowed";
  return draw.chance(12) ? "divorced" : "married";
}

void fill(Database& database, const Country& country, Draw& draw) {
  database.execute(kRegister);
  std::int64_t id = 0;
  for (const Person& person : country.persons) {
    const std::string volume =
        fmt::format("{}-{:04}/{:03}", person.born.year, draw.between(1, 9999), draw.between(1, 400));
    database.run("INSERT INTO civil_status VALUES (?1, ?2, ?3)",
                 {++id, draw_status(draw, kReferenceDay.year - person.born.year), volume});
  }
}

std::vector<Step> steps() {
  return {
      {.title = {"Which certificate", "Cila çertifikatë"},
       .fields = {{.name = "form",
                   .label = {"Form", "Forma"},
                   .kind = Field::Kind::kChoice,
                   .choices = one_of({{"short", {"Short form", "Formë e shkurtër"}},
                                      {"full", {"Full form, with parents", "Formë e plotë, me prindërit"}},
                                      {"multilingual", {"Multilingual form", "Formë shumëgjuhëshe"}}})},
                  {.name = "copies",
                   .label = {"How many", "Sa kopje"},
                   .kind = Field::Kind::kWholeNumber,
                   .chars_max = 1,
                   .first_value = [](const Ask&) { return std::string("1"); }}}},
      {.title = {"What it is for", "Për çfarë ju duhet"},
       .fields =
           {{.name = "purpose",
             .label = {"Purpose", "Qëllimi"},
             .kind = Field::Kind::kChoice,
             .choices = one_of({{"school", {"School or university", "Shkollë ose universitet"}},
                                {"work", {"Work", "Punë"}},
                                {"marriage", {"Marriage", "Martesë"}},
                                {"abroad", {"Use abroad", "Përdorim jashtë vendit"}}})},
            {.name = "remarks", .label = {"Remarks", "Vërejtje"}, .required = false, .chars_max = 200}}},
      {.title = {"How you get it", "Si e merrni"},
       .fields = {{.name = "delivery",
                   .label = {"Delivery", "Dorëzimi"},
                   .kind = Field::Kind::kChoice,
                   .choices = one_of({{"electronic", {"As a sealed file", "Si skedar i vulosur"}},
                                      {"post", {"By post", "Me postë"}},
                                      {"counter", {"At the counter", "Në sportel"}}})},
                  {.name = "address", .label = {"Address", "Adresa"}, .first_value = [](const Ask& ask) {
                     return ask.citizen.address + ", " + ask.citizen.town;
                   }}}}};
}

Service make() {
  return {.kind = "civil-registry",
          .host = "registry.localhost",
          .receipt_prefix = "REG",
          .title = {"Civil registry", "Gjendja civile"},
          .purpose = {"Certificates of birth, marriage and residence.",
                      "Çertifikata lindjeje, martese dhe banimi."},
          .task = {.id = "birth-certificate",
                   .title = {"Request a birth certificate", "Kërkoni një çertifikatë lindjeje"},
                   .about = {"A sealed certificate of your entry in the register of births.",
                             "Një çertifikatë e vulosur e regjistrimit tuaj në regjistrin e lindjeve."},
                   .steps = steps()},
          .records = {.name = "persons",
                      .title = {"Register of persons", "Regjistri i shtetasve"},
                      .columns = {{"national_number", {"National number", "Numri personal"}},
                                  {"first_name", {"First name", "Emri"}},
                                  {"father_name", {"Father's name", "Atësia"}},
                                  {"last_name", {"Last name", "Mbiemri"}},
                                  {.name = "sex", .label = {"Sex", "Gjinia"}, .in_list = false},
                                  {"birth_date", {"Born", "Datëlindja"}},
                                  {"birth_place", {"Place of birth", "Vendlindja"}},
                                  {.name = "civil_status",
                                   .label = {"Civil status", "Gjendja civile"},
                                   .in_list = false},
                                  {.name = "volume", .label = {"Entry", "Regjistrimi"}, .in_list = false},
                                  {.name = "address", .label = {"Address", "Adresa"}, .in_list = false},
                                  {.name = "town", .label = {"Town", "Qyteti"}, .in_list = false}},
                      .searched = {"national_number", "first_name", "last_name"}},
          .fill = fill};
}

}  // namespace

const Service& civil_registry() {
  static const Service service = make();
  return service;
}

}  // namespace bulkhead::demo
