#include "demo/desk/cases.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/timestamp.h"
#include "demo/http/number.h"

namespace bulkhead::demo {
namespace {

#define BULKHEAD_CASE                                                                                      \
  "SELECT c.id, c.receipt, c.person_id, p.national_number, p.first_name || ' ' || p.last_name, c.status, " \
  "c.submitted_at, c.clerk, c.decided_at, c.note, c.answers FROM cases c JOIN persons p ON p.id = "        \
  "c.person_id "

constexpr std::string_view kByReceipt = BULKHEAD_CASE "WHERE c.receipt = ?1";
constexpr std::string_view kById = BULKHEAD_CASE "WHERE c.id = ?1";
constexpr std::string_view kWaiting =
    BULKHEAD_CASE "WHERE c.status = 'submitted' ORDER BY c.id LIMIT ?1 OFFSET ?2";
constexpr std::string_view kOfPerson = BULKHEAD_CASE "WHERE c.person_id = ?1 ORDER BY c.id DESC LIMIT 20";

#undef BULKHEAD_CASE

Answers answers_in(const std::string& json) {
  const auto parsed = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  Answers answers;
  if (!parsed.is_object()) return answers;
  for (const auto& [name, value] : parsed.items()) {
    if (value.is_string()) answers.emplace(name, value.get<std::string>());
  }
  return answers;
}

Case case_of(Row row) {
  return {.id = number_in(row[0]),
          .receipt = std::move(row[1]),
          .person_id = number_in(row[2]),
          .national_number = std::move(row[3]),
          .name = std::move(row[4]),
          .status = std::move(row[5]),
          .submitted_at = std::move(row[6]),
          .clerk = std::move(row[7]),
          .decided_at = std::move(row[8]),
          .note = std::move(row[9]),
          .answers = answers_in(row[10])};
}

std::optional<Case> case_if(Row row) {
  if (row.empty()) return std::nullopt;
  return case_of(std::move(row));
}

std::vector<Case> cases_of(std::vector<Row> rows) {
  std::vector<Case> cases;
  cases.reserve(rows.size());
  for (Row& row : rows) cases.push_back(case_of(std::move(row)));
  return cases;
}

// Six characters of 32 that cannot be mistaken for each other when read aloud.
std::string drawn_part(std::uint64_t random) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string text;
  for (int i = 0; i < 6; ++i, random >>= 5) text.push_back(kAlphabet[random & 31]);
  return text;
}

}  // namespace

Phrase status_phrase(std::string_view status) {
  if (status == "approved") return {"Approved", "Miratuar"};
  if (status == "refused") return {"Refused", "Refuzuar"};
  return {"Submitted", "Paraqitur"};
}

std::string Cases::submit(const Citizen& citizen, const Answers& answers, RealTime now) {
  const nlohmann::json json(answers);
  const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const std::string at = rfc3339(now);
  Transaction transaction(database_);
  const std::int64_t id = database_.number("SELECT seq FROM sqlite_sequence WHERE name = 'cases'") + 1;
  const std::string receipt =
      fmt::format("{}-{:06}-{}", service_.receipt_prefix, id, drawn_part(random_.next()));
  database_.run(
      "INSERT INTO cases (id, receipt, person_id, submitted_at, answers) VALUES (?1, ?2, ?3, ?4, ?5)",
      {id, receipt, citizen.id, at, text});
  database_.run("DELETE FROM cases WHERE id <= ?1", {id - cases_max_});
  transaction.commit();
  return receipt;
}

std::optional<Case> Cases::by_receipt(std::string_view receipt) {
  return case_if(database_.first(kByReceipt, {receipt}));
}

std::optional<Case> Cases::by_id(std::int64_t id) { return case_if(database_.first(kById, {id})); }

std::vector<Case> Cases::waiting(std::int64_t page, std::int64_t per_page) {
  return cases_of(database_.rows(kWaiting, {per_page, (page - 1) * per_page}));
}

std::int64_t Cases::waiting_count() {
  return database_.number("SELECT COUNT(*) FROM cases WHERE status = 'submitted'");
}

std::vector<Case> Cases::of_person(std::int64_t person_id) {
  return cases_of(database_.rows(kOfPerson, {person_id}));
}

bool Cases::decide(std::int64_t id, bool approved, std::string_view note, std::string_view clerk,
                   RealTime now) {
  const std::string at = rfc3339(now);
  Transaction transaction(database_);
  const bool waits =
      database_.number("SELECT COUNT(*) FROM cases WHERE id = ?1 AND status = 'submitted'", {id}) > 0;
  if (waits) {
    database_.run("UPDATE cases SET status = ?2, note = ?3, clerk = ?4, decided_at = ?5 WHERE id = ?1",
                  {id, std::string_view(approved ? "approved" : "refused"), note, clerk, at});
  }
  transaction.commit();
  return waits;
}

}  // namespace bulkhead::demo
