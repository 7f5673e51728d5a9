
#include "demo/desk/task.h"
#include "demo/http/number.h"

namespace bulkhead::demo {
namespace {

constexpr std::string_view kById =
    "SELECT id, national_number, first_name, last_name, address, town, phone, email, iban, salary FROM "
    "persons WHERE id = ?1";
constexpr std::string_view kByNumber =
    "SELECT id, national_number, first_name, last_name, address, town, phone, email, iban, salary FROM "
    "persons "
    "WHERE national_number = ?1";

std::optional<Citizen> citizen_of(Row row) {
  if (row.empty()) return std::nullopt;
  return Citizen{.id = number_in(row[0]),
                 .national_number = std::move(row[1]),
                 .first_name = std::move(row[2]),
                 .last_name = std::move(row[3]),
                 .address = std::move(row[4]),
                 .town = std::move(row[5]),
                 .phone = std::move(row[6]),
                 .email = std::move(row[7]),
                 .iban = std::move(row[8]),
                 .salary = number_in(row[9])};
}

}  // namespace

std::optional<Citizen> find_citizen(Database& database, std::int64_t id) {
  return citizen_of(database.first(kById, {id}));
}

std::optional<Citizen> find_citizen(Database& database, std::string_view national_number) {
  return citizen_of(database.first(kByNumber, {national_number}));
}

}  // namespace bulkhead::demo
