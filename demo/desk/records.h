// The service's register, read: pages of it, single rows, all of it.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "demo/desk/service.h"

namespace bulkhead::demo {

inline constexpr std::int64_t kPerPage = 20;
inline constexpr std::int64_t kPerPageMax = 1000;
inline constexpr std::int64_t kPageMax = 1'000'000;

/// Some rows: `id` first, then the register's columns in their order.
struct RecordPage {
  std::vector<Row> rows;
  std::int64_t total = 0;
  std::int64_t page = 1;
  std::int64_t per_page = kPerPage;

  std::int64_t pages() const { return total == 0 ? 1 : (total + per_page - 1) / per_page; }
};

/// Looks things up in one service's register.
class Records {
 public:
  Records(const Register& records, Database& database);

  /// Page `page` of the rows where some searched column begins with `search`, which may be empty.
  RecordPage page(std::string_view search, std::int64_t page, std::int64_t per_page);

  /// The row of `id`; empty when there is none.
  Row one(std::int64_t id);

  /// Rows about one person.
  std::vector<Row> of_person(std::string_view national_number);

  /// Up to `count` rows that fit `search` and come after `id`: an export goes through them batch by batch
  /// and holds nothing in between.
  std::vector<Row> after(std::int64_t id, std::string_view search, std::int64_t count);

 private:
  Database& database_;
  std::string select_;  // "SELECT id, … FROM register"
  std::string fits_;    // " WHERE (?1 = '%' OR … LIKE ?1 ESCAPE '\')"
};

}  // namespace bulkhead::demo
