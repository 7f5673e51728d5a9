#include "demo/store/database.h"

#include <sqlite3.h>

#include <fmt/format.h>

namespace bulkhead::demo {
namespace {

// Leaves a statement ready for its next use, whatever happened to this one.
struct Reset {
  sqlite3_stmt* statement;
  ~Reset() {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
  }
};

std::string column_text(sqlite3_stmt* statement, int at) {
  const unsigned char* bytes = sqlite3_column_text(statement, at);
  if (bytes == nullptr) return {};
  const auto count = static_cast<std::size_t>(sqlite3_column_bytes(statement, at));
  return {reinterpret_cast<const char*>(bytes), count};
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void Database::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Database::Database(const std::string& path) {
  sqlite3* handle = nullptr;
  const int outcome = sqlite3_open_v2(
      path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (outcome != SQLITE_OK) refuse("opening " + path);
  sqlite3_busy_timeout(handle, 2000);
}

Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

void Database::refuse(std::string_view what) const {
  throw DatabaseError(fmt::format("database: {}: {}", what, sqlite3_errmsg(handle_.get())));
}

void Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) refuse(sql);
}

sqlite3_stmt* Database::prepared(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  if (statements_.size() >= kStatementsMax) throw DatabaseError("database: too many kinds of statement");
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement, nullptr) != SQLITE_OK) {
    refuse(sql);
  }
  return statements_.emplace(std::string(sql), Statement(statement)).first->second.get();
}

void Database::bind(sqlite3_stmt* statement, int at, const Bound& value) {
  int outcome = SQLITE_OK;
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    outcome = sqlite3_bind_int64(statement, at, *number);
  } else if (const auto* text = std::get_if<std::string_view>(&value)) {
    // Static: the view outlives the run, and Reset clears the binding right after it.
    outcome = sqlite3_bind_text(statement, at, text->data() == nullptr ? "" : text->data(),
                                static_cast<int>(text->size()), SQLITE_STATIC);
  }
  if (outcome != SQLITE_OK) refuse("binding a value");
}

void Database::run(std::string_view sql, std::initializer_list<Bound> values) {
  sqlite3_stmt* statement = prepared(sql);
  const Reset reset{statement};
  int at = 0;
  for (const Bound& value : values) bind(statement, ++at, value);
  if (sqlite3_step(statement) != SQLITE_DONE) refuse(sql);
}

std::vector<Row> Database::rows(std::string_view sql, const std::vector<Bound>& values) {
  sqlite3_stmt* statement = prepared(sql);
  const Reset reset{statement};
  int at = 0;
  for (const Bound& value : values) bind(statement, ++at, value);
  std::vector<Row> found;
  int outcome = SQLITE_ROW;
  while ((outcome = sqlite3_step(statement)) == SQLITE_ROW) {
    Row& row = found.emplace_back();
    const int columns = sqlite3_column_count(statement);
    for (int column = 0; column < columns; ++column) row.push_back(column_text(statement, column));
  }
  if (outcome != SQLITE_DONE) refuse(sql);
  return found;
}

Row Database::first(std::string_view sql, const std::vector<Bound>& values) {
  std::vector<Row> found = rows(sql, values);
  return found.empty() ? Row{} : std::move(found.front());
}

std::int64_t Database::number(std::string_view sql, const std::vector<Bound>& values) {
  sqlite3_stmt* statement = prepared(sql);
  const Reset reset{statement};
  int at = 0;
  for (const Bound& value : values) bind(statement, ++at, value);
  const int outcome = sqlite3_step(statement);
  if (outcome != SQLITE_ROW && outcome != SQLITE_DONE) refuse(sql);
  return outcome == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
}

std::int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const DatabaseError&) {  // NOLINT(bugprone-empty-catch)
    // SQLite has already taken it back by itself.
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

std::string like_prefix(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern.push_back('\\');
    pattern.push_back(c);
  }
  pattern.push_back('%');
  return pattern;
}

}  // namespace bulkhead::demo
