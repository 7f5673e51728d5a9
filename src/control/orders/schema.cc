#include "control/orders/schema.h"

#include <array>

#include <fmt/format.h>

#include "control/orders/store.h"

namespace bulkhead::control {
namespace {

// Steps are never changed once shipped: a new one is appended. Times are milliseconds since 1970 (real) and texts are
// UTF-8; `body` is the JSON of codec.h, and the columns beside it are what is searched.
constexpr std::array kSteps = {
    R"sql(
      CREATE TABLE orders (
        id       TEXT PRIMARY KEY,
        scope    TEXT NOT NULL,
        boot_id  TEXT NOT NULL,
        body     TEXT NOT NULL,
        ended_at INTEGER,
        how      TEXT,
        CHECK ((ended_at IS NULL) = (how IS NULL))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX orders_in_force ON orders (id) WHERE ended_at IS NULL;
      CREATE TABLE proposals (
        id   TEXT PRIMARY KEY,
        body TEXT NOT NULL,
        over INTEGER NOT NULL DEFAULT 0 CHECK (over IN (0, 1))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX proposals_waiting ON proposals (id) WHERE over = 0;
      CREATE TABLE history (
        id      INTEGER PRIMARY KEY AUTOINCREMENT,
        at      INTEGER NOT NULL,
        person  TEXT NOT NULL,
        action  TEXT NOT NULL,
        scope   TEXT NOT NULL,
        what    TEXT NOT NULL,
        reason  TEXT NOT NULL,
        outcome TEXT NOT NULL,
        alone   INTEGER NOT NULL CHECK (alone IN (0, 1)),
        drill   INTEGER NOT NULL CHECK (drill IN (0, 1)),
        links   TEXT NOT NULL
      ) STRICT;
      CREATE INDEX history_scope ON history (scope, id);
      CREATE TABLE meta (
        key   TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    )sql",
};
static_assert(kSteps.size() == Store::kSchemaVersion);

Result<std::int64_t> version_of(Database& database) {
  auto statement = database.prepare("SELECT coalesce(max(version), 0) FROM migrations");
  if (!statement) return fail_as(statement);
  if (auto row = statement->step(); !row) return fail_as(row);
  return statement->integer(0);
}

Status record(Database& database, std::int64_t version) {
  auto statement = database.prepare("INSERT INTO migrations (version) VALUES (?1)");
  if (!statement) return fail_as(statement);
  return statement->bind(1, version).run();
}

Result<bool> has_migrations(Database& database) {
  auto statement = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'");
  if (!statement) return fail_as(statement);
  return statement->step();
}

}  // namespace

Status migrate(Database& database) {
  // A schema that is up to date is not written to: the disk may be full.
  const auto known = has_migrations(database);
  if (!known) return fail_as(known);
  if (!*known) {
    if (auto status = database.run("CREATE TABLE migrations (version INTEGER PRIMARY KEY) STRICT"); !status) {
      return status;
    }
  }
  const auto version = version_of(database);
  if (!version) return fail_as(version);
  if (*version > Store::kSchemaVersion) {
    return fail(ErrorCode::kConflict,
                fmt::format("bulkhead.db has schema version {}, this program knows up to {}: it "
                            "was written by a newer version",
                            *version, Store::kSchemaVersion));
  }
  if (*version < 0)
    return fail(ErrorCode::kCorrupt, fmt::format("bulkhead.db has schema version {}", *version));
  for (std::int64_t next = *version + 1; next <= Store::kSchemaVersion; ++next) {
    auto transaction = Transaction::begin(database);
    if (!transaction) return fail_as(transaction);
    if (auto status = database.run(kSteps[static_cast<std::size_t>(next - 1)]); !status) return status;
    if (auto status = record(database, next); !status) return status;
    if (auto status = transaction->commit(); !status) return status;
  }
  return {};
}

}  // namespace bulkhead::control
