#include "demo/desk/records.h"

#include <algorithm>

namespace bulkhead::demo {

// The texts are put together from constants of the program only.
Records::Records(const Register& records, Database& database) : database_(database), select_("SELECT id") {
  for (const Column& column : records.columns) select_.append(", ").append(column.name);
  select_ += " FROM register";
  fits_ = " WHERE (?1 = '%'";
  for (const std::string_view column : records.searched)
    fits_.append(" OR ").append(column).append(" LIKE ?1 ESCAPE '\\'");
  fits_ += ")";
}

RecordPage Records::page(std::string_view search, std::int64_t page, std::int64_t per_page) {
  const std::string pattern = like_prefix(search);
  RecordPage found;
  found.page = std::clamp<std::int64_t>(page, 1, kPageMax);
  found.per_page = std::clamp<std::int64_t>(per_page, 1, kPerPageMax);
  found.total = database_.number("SELECT COUNT(*) FROM register" + fits_, {pattern});
  found.rows = database_.rows(select_ + fits_ + " ORDER BY id LIMIT ?2 OFFSET ?3",
                              {pattern, found.per_page, (found.page - 1) * found.per_page});
  return found;
}

Row Records::one(std::int64_t id) { return database_.first(select_ + " WHERE id = ?1", {id}); }

std::vector<Row> Records::of_person(std::string_view national_number) {
  return database_.rows(select_ + " WHERE national_number = ?1 ORDER BY id LIMIT 50", {national_number});
}

std::vector<Row> Records::after(std::int64_t id, std::string_view search, std::int64_t count) {
  return database_.rows(select_ + fits_ + " AND id > ?2 ORDER BY id LIMIT ?3",
                        {like_prefix(search), id, count});
}

}  // namespace bulkhead::demo
