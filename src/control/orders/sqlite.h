// SQLite as values: a database, a statement, an error that says what the caller does next.
//
// The only file that includes sqlite3.h is sqlite.cc; stores are written on top of this.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bulkhead::control {

/// A prepared statement. Bind, step until it returns false, reset.
///
///     auto statement = database.prepare("SELECT name FROM slots WHERE slot = ?1");
///     statement->bind(1, slot);
///     while (*statement->step()) use(statement->text(0));
///
/// Ownership  Must not outlive its Database.
/// Threads    As its Database.
/// Errors     A bind that fails is reported by the next step().
class Statement {
 public:
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_null(int index);

  /// True: a row is there. False: done.
  Result<bool> step();
  /// Runs a statement that returns no rows, and makes it ready for the next bind.
  Status run();
  /// Ready for new values.
  void reset();

  /// Columns of the current row, from 0. Views live until the next step() or reset().
  std::int64_t integer(int column) const;
  std::string_view text(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), statement_(statement) {}

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_failed_ = 0;
};

/// An open database file: WAL, synchronous=FULL, foreign keys on, checked at open.
///
/// Threads    One thread.
/// Errors     kNoSpace: the disk is full or fails to write, nothing of the transaction was kept. kCorrupt: the file
///            is damaged or no database. kUnavailable: another connection holds the lock longer than kBusyMsMax.
class Database {
 public:
  static constexpr int kBusyMsMax = 5'000;

  /// Opens or creates the file (mode 0600), and runs SQLite's integrity check.
  static Result<Database> open(const std::filesystem::path& path);

  Result<Statement> prepare(std::string_view sql);
  /// Runs statements that take no values.
  Status run(const char* sql);

  /// Lets the file grow to so many pages and no further: the test's full disk.
  Status limit_pages_for_test(std::int64_t pages_max);
  Result<std::int64_t> pages();

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit Database(sqlite3* database) : database_(database) {}

  std::unique_ptr<sqlite3, Close> database_;
};

/// A transaction that is taken back unless committed.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  /// Durable when it returns success; nothing was kept when it does not.
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace bulkhead::control
