#include "control/orders/sqlite.h"

#include <sqlite3.h>

#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "os/file.h"

namespace bulkhead::control {
namespace {

ErrorCode code_of(int extended) {
  switch (extended & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR: return ErrorCode::kNoSpace;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::kCorrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::kUnavailable;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY: return ErrorCode::kDenied;
    default: return ErrorCode::kSystem;
  }
}

std::string_view advice(ErrorCode code) {
  switch (code) {
    case ErrorCode::kNoSpace: return "the disk is full or fails to write";
    case ErrorCode::kCorrupt:
      return "the database is damaged or is none: keep the file, restore a copy of it";
    case ErrorCode::kUnavailable: return "another process holds the database";
    default: return "the database cannot be used";
  }
}

std::unexpected<Error> fail_sqlite(sqlite3* database, int result) {
  const ErrorCode code = code_of(result);
  const char* file = database != nullptr ? sqlite3_db_filename(database, "main") : nullptr;
  return fail(code,
              fmt::format("{}: {} ({}, SQLite code {})", advice(code), file != nullptr ? file : "bulkhead.db",
                          database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(result), result));
}

Status check_integrity(Database& database, const std::string& path) {
  auto statement = database.prepare("PRAGMA integrity_check(1)");
  if (!statement) return fail_as(statement);
  const auto row = statement->step();
  if (!row) return fail_as(row);
  if (*row && statement->text(0) == "ok") return {};
  return fail(ErrorCode::kCorrupt,
              fmt::format("{}: {}: {}", advice(ErrorCode::kCorrupt), path, statement->text(0)));
}

// SQLite makes files as the umask says; the database is for its owner only, and its WAL takes after it.
Status make_private(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return {};
  return os::write_file_atomically(path, "", 0600);
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement& Statement::bind(int index, std::int64_t value) {
  if (const int result = sqlite3_bind_int64(statement_.get(), index, value); result != SQLITE_OK)
    bind_failed_ = result;
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  // An empty view may have no address, and SQLite would read that as NULL.
  const char* bytes = text.data() != nullptr ? text.data() : "";
  const int result =
      sqlite3_bind_text64(statement_.get(), index, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  if (result != SQLITE_OK) bind_failed_ = result;
  return *this;
}

Statement& Statement::bind_null(int index) {
  if (const int result = sqlite3_bind_null(statement_.get(), index); result != SQLITE_OK)
    bind_failed_ = result;
  return *this;
}

Result<bool> Statement::step() {
  if (bind_failed_ != 0) return fail_sqlite(database_, std::exchange(bind_failed_, 0));
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  auto failure = fail_sqlite(database_, result);
  reset();
  return failure;
}

Status Statement::run() {
  auto row = step();
  reset();
  if (!row) return fail_as(row);
  return {};
}

void Statement::reset() {
  // Both repeat the error of the last step, which was reported there.
  static_cast<void>(sqlite3_reset(statement_.get()));
  static_cast<void>(sqlite3_clear_bindings(statement_.get()));
  bind_failed_ = 0;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }

std::string_view Statement::text(int column) const {
  const void* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::open(const std::filesystem::path& path) {
  if (auto made = make_private(path.string()); !made) return fail_as(made);
  sqlite3* opened = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
  const int result = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
  Database database(opened);  // also a failed open hands out something to close
  if (result != SQLITE_OK) return fail_sqlite(opened, result);
  sqlite3_busy_timeout(opened, kBusyMsMax);
  // The WAL stays after a clean end, so that opening needs no new blocks when the disk has become full meanwhile.
  int persist = 1;
  static_cast<void>(sqlite3_file_control(opened, "main", SQLITE_FCNTL_PERSIST_WAL, &persist));
  if (auto status = database.run(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
          "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; "
          // KiB, of the page cache: an order book needs few pages, and the daemon's memory stays flat.
          "PRAGMA cache_size = -512");
      !status) {
    return fail_as(status);
  }
  if (auto status = check_integrity(database, path.string()); !status) return fail_as(status);
  return database;
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int result = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) return fail_sqlite(database_.get(), result);
  return Statement(database_.get(), statement);
}

Status Database::run(const char* sql) {
  const int result = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) return fail_sqlite(database_.get(), result);
  return {};
}

Status Database::limit_pages_for_test(std::int64_t pages_max) {
  return run(fmt::format("PRAGMA max_page_count = {}", pages_max).c_str());
}

Result<std::int64_t> Database::pages() {
  auto statement = prepare("PRAGMA page_count");
  if (!statement) return fail_as(statement);
  if (auto row = statement->step(); !row) return fail_as(row);
  return statement->integer(0);
}

Result<Transaction> Transaction::begin(Database& database) {
  if (auto status = database.run("BEGIN IMMEDIATE"); !status) return fail_as(status);
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // SQLite has taken the transaction back itself after a full disk; then this one has nothing to do, which is fine.
  if (database_ != nullptr) static_cast<void>(database_->run("ROLLBACK"));
}

Status Transaction::commit() {
  BULKHEAD_ASSERT(database_ != nullptr);
  if (auto status = database_->run("COMMIT"); !status) return status;
  database_ = nullptr;
  return {};
}

}  // namespace bulkhead::control
