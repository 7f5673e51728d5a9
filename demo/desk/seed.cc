#include "demo/desk/seed.h"

#include <fmt/format.h>

#include "demo/people/country.h"
#include "os/file.h"

namespace bulkhead::demo {
namespace {

constexpr int kLayout = 1;
constexpr int kCasesAtFirst = 60;

constexpr const char* kTables = R"(
CREATE TABLE companies (
  id INTEGER PRIMARY KEY, number TEXT UNIQUE NOT NULL, name TEXT NOT NULL, trade TEXT NOT NULL,
  address TEXT NOT NULL, town TEXT NOT NULL);
CREATE TABLE persons (
  id INTEGER PRIMARY KEY, national_number TEXT UNIQUE NOT NULL, first_name TEXT NOT NULL, father_name TEXT NOT NULL,
  last_name TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT NOT NULL, birth_place TEXT NOT NULL,
  address TEXT NOT NULL, town TEXT NOT NULL, postcode TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL,
  iban TEXT NOT NULL, company_id INTEGER, position TEXT NOT NULL, salary INTEGER NOT NULL);
CREATE TABLE cases (
  id INTEGER PRIMARY KEY AUTOINCREMENT, receipt TEXT UNIQUE NOT NULL, person_id INTEGER NOT NULL,
  status TEXT NOT NULL DEFAULT 'submitted', submitted_at TEXT NOT NULL, answers TEXT NOT NULL,
  clerk TEXT NOT NULL DEFAULT '', decided_at TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '');
CREATE INDEX cases_waiting ON cases (id) WHERE status = 'submitted';
CREATE INDEX cases_of_person ON cases (person_id);
)";

std::string fingerprint(std::uint64_t seed, std::size_t persons) {
  return fmt::format("layout={} seed={} persons={}", kLayout, seed, persons);
}

bool is_filled(Database& database, const std::string& wanted) {
  if (database.number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'made_from'") == 0) return false;
  const Row made_from = database.first("SELECT fingerprint FROM made_from");
  return !made_from.empty() && made_from[0] == wanted;
}

void insert_companies(Database& database, const Country& country) {
  std::int64_t id = 0;
  for (const Company& company : country.companies) {
    database.run("INSERT INTO companies VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                 {++id, company.number, company.name, company.trade, company.address, company.town});
  }
}

void insert_persons(Database& database, const Country& country) {
  std::int64_t id = 0;
  for (const Person& person : country.persons) {
    const std::string born = day_text(person.born);
    const Bound company =
        person.salary > 0 ? Bound(static_cast<std::int64_t>(person.company) + 1) : Bound(std::monostate{});
    database.run(
        "INSERT INTO persons VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
        "?17)",
        {++id, person.national_number, person.first_name, person.father_name, person.last_name,
         std::string_view(person.sex == Sex::kFemale ? "F" : "M"), born, person.birth_place, person.address,
         person.town, person.postcode, person.phone, person.email, person.iban, company, person.position,
         std::int64_t{person.salary}});
  }
}

// So that a clerk's queue is not empty on the first morning.
void insert_cases(Database& database, const Service& service, const Country& country, Draw& draw) {
  for (std::int64_t id = 1; id <= kCasesAtFirst; ++id) {
    const auto person = static_cast<std::int64_t>(draw.next() % country.persons.size()) + 1;
    const std::string receipt =
        fmt::format("{}-{:06}-{:06}", service.receipt_prefix, id, draw.between(0, 999'999));
    const Day day = day_plus(kReferenceDay, static_cast<int>(id / 4) - 20);
    const std::string at = fmt::format("{}T{:02}:{:02}:00Z", day_text(day), 8 + id % 8, draw.between(0, 59));
    database.run(
        "INSERT INTO cases (id, receipt, person_id, submitted_at, answers) VALUES (?1, ?2, ?3, ?4, '{}')",
        {id, receipt, person, at});
  }
}

void fill(Database& database, const Service& service, std::uint64_t seed, std::size_t persons) {
  const Country country = make_country(seed, persons);
  Draw draw(seed ^ 0x5eed);
  Transaction transaction(database);
  database.execute(kTables);
  insert_companies(database, country);
  insert_persons(database, country);
  service.fill(database, country, draw);
  insert_cases(database, service, country, draw);
  database.execute("CREATE TABLE made_from (fingerprint TEXT NOT NULL)");
  database.run("INSERT INTO made_from VALUES (?1)", {fingerprint(seed, persons)});
  transaction.commit();
}

Status remove_database(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    if (const Status removed = os::remove_file(path + suffix); !removed) return removed;
  }
  return {};
}

// What is lost with the power is made again from the seed: nothing here is worth waiting for a disk.
Database open_quick(const std::string& path) {
  Database database(path);
  database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA case_sensitive_like = OFF;");
  return database;
}

}  // namespace

Result<Database> open_seeded(const Service& service, const std::string& folder, std::uint64_t seed,
                             std::size_t persons) {
  if (persons < 1 || persons > kPersonsMax) {
    return fail(ErrorCode::kInvalid, fmt::format("persons: {}, allowed are 1 to {}", persons, kPersonsMax));
  }
  if (const Status made = os::make_folder(folder, 0700); !made) return fail_as(made);
  const std::string path = fmt::format("{}/{}.db", folder, service.kind);
  try {
    if (Database database = open_quick(path); is_filled(database, fingerprint(seed, persons)))
      return database;
    if (const Status removed = remove_database(path); !removed) return fail_as(removed);
    Database database = open_quick(path);
    fill(database, service, seed, persons);
    return database;
  } catch (const DatabaseError& error) {
    return fail(ErrorCode::kSystem, error.what());
  }
}

}  // namespace bulkhead::demo
