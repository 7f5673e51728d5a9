// SQLite behind two small types. SQL text here is always a constant of the program; whatever comes from
// people is bound.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace bulkhead::demo {

/// SQLite refused. Thrown inside the demo only: Application::handle() makes a 500 of it, main() a message.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A value to bind: NULL, a whole number or text. Text needs to live until the call returns.
using Bound = std::variant<std::monostate, std::int64_t, std::string_view>;

/// A row as text, in the order of the SELECT; NULL is "".
using Row = std::vector<std::string>;

/// One connection to one file, with its prepared statements.
///
/// Threads    One thread at a time: callers share it under a lock of their own.
/// Errors     Everything throws DatabaseError.
class Database {
 public:
  /// Opens, and makes when missing, `path`.
  explicit Database(const std::string& path);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;

  /// Runs statements without parameters or results.
  void execute(const char* sql);

  /// Runs one statement; prepared once and kept. `sql` must be a constant or one of few made texts, at
  /// most kStatementsMax in all.
  void run(std::string_view sql, std::initializer_list<Bound> values = {});

  /// All rows of a SELECT.
  std::vector<Row> rows(std::string_view sql, const std::vector<Bound>& values = {});

  /// The first row; empty when there is none.
  Row first(std::string_view sql, const std::vector<Bound>& values = {});

  /// The first column of the first row as a number; 0 when there is none.
  std::int64_t number(std::string_view sql, const std::vector<Bound>& values = {});

  std::int64_t last_row_id() const;

  static constexpr std::size_t kStatementsMax = 256;

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  sqlite3_stmt* prepared(std::string_view sql);
  void bind(sqlite3_stmt* statement, int at, const Bound& value);
  [[noreturn]] void refuse(std::string_view what) const;

  std::unique_ptr<sqlite3, Close> handle_;
  std::map<std::string, Statement, std::less<>> statements_;  // closed before handle_
};

/// Commits when `commit()` was called, else takes everything back.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// `text` with LIKE's wildcards escaped by a backslash, and "%" after it: what begins with `text`.
std::string like_prefix(std::string_view text);

}  // namespace bulkhead::demo
