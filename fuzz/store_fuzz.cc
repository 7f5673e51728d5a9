// A damaged bulkhead.db. Opening and reading all of it ends; what it gives is an error, or values that were checked: orders
// that could have been given, under the ids that they are found by, and times that can be reckoned with.
//
// The first byte of the input says what is damaged. 0: bytes of the database file, one patch after the other. 1: bytes of its
// write-ahead log. Else: single cells, of tables that lost their types and checks; a line of the input is a cell, a type
// and the value.

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/check.h"
#include "control/orders/codec.h"
#include "control/orders/store.h"
#include "fuzz/scratch_folder.h"
#include "os/file.h"
#include "posture/order.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::control;

constexpr std::size_t kFileBytesMax = 1u << 20;
constexpr Milliseconds kTimeMax{1ll << 53};

/// Each takes its value as ?1.
constexpr const char* kCells[] = {
    "UPDATE orders SET body = ?1 WHERE ended_at IS NULL",
    "UPDATE orders SET boot_id = ?1",
    "UPDATE orders SET id = ?1 WHERE ended_at IS NULL",
    "UPDATE orders SET body = ?1 WHERE ended_at IS NOT NULL",
    "UPDATE orders SET ended_at = ?1 WHERE ended_at IS NOT NULL",
    "UPDATE orders SET how = ?1 WHERE ended_at IS NOT NULL",
    "UPDATE proposals SET body = ?1",
    "UPDATE proposals SET id = ?1",
    "UPDATE proposals SET over = ?1",
    "UPDATE meta SET value = ?1",
    "UPDATE history SET at = ?1",
    "UPDATE history SET person = ?1",
    "UPDATE history SET scope = ?1",
    "UPDATE history SET alone = ?1",
    "UPDATE history SET links = ?1",
    "UPDATE migrations SET version = ?1",
};

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

Connection connect(const std::string& path) {
  sqlite3* opened = nullptr;
  BULKHEAD_ASSERT(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
  return {opened, sqlite3_close_v2};
}

void run(const Connection& connection, const char* sql) {
  BULKHEAD_ASSERT(sqlite3_exec(connection.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK);
}

StoredOrder order(std::uint64_t number) {
  posture::Order one;
  one.id = Id::from_words(1, number);
  one.scope = {posture::ScopeKind::kService, "court"};
  one.level = posture::Level::kClosed;
  one.author = "ana";
  one.reason = "a reason";
  return {one, "boot-1"};
}

StoreChange content() {
  Proposal proposal;
  proposal.id = Id::from_words(2, 1);
  proposal.author = "ben";
  return {.placed = {order(1), order(2)},
          .ended = {{order(2).order.id, RealTime(std::chrono::hours(9)), "time"}},
          .proposed = {proposal},
          .history =
              {{.person = "ana", .action = "close", .scope = "service:court", .links = {order(1).order.id}},
               {.person = "ben", .outcome = "proposed"}},
          .heartbeat = Heartbeat{"boot-1", {}, {}, true}};
}

/// The files that are damaged, as they were before. Folder and files lie in memory.
struct Bench {
  fuzz::ScratchFolder folder;
  std::string path = folder.file("bulkhead.db");
  std::string log = path + "-wal";
  std::string sound;      // all of it in the database file
  std::string sound_log;  // all of it in the log, and the database file empty
  std::string without_types;

  Bench() {
    {
      auto store = Store::open(path);
      BULKHEAD_ASSERT(store && (*store)->commit(content()));
      sound_log = os::read_file(log, kFileBytesMax).value();
    }
    {
      const Connection connection = connect(path);
      run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
      sound = os::read_file(path, kFileBytesMax).value();
      run(connection,
          "BEGIN;"
          "CREATE TABLE o (id, scope, boot_id, body, ended_at, how);"
          "CREATE TABLE p (id, body, over);"
          "CREATE TABLE h (id, at, person, action, scope, what, reason, outcome, alone, drill, links);"
          "CREATE TABLE m (key PRIMARY KEY, value);"
          "CREATE TABLE v (version);"
          "INSERT INTO o SELECT * FROM orders; INSERT INTO p SELECT * FROM proposals;"
          "INSERT INTO h SELECT * FROM history; INSERT INTO m SELECT * FROM meta;"
          "INSERT INTO v SELECT * FROM migrations;"
          "DROP TABLE orders; DROP TABLE proposals; DROP TABLE history; DROP TABLE meta; DROP TABLE "
          "migrations;"
          "ALTER TABLE o RENAME TO orders; ALTER TABLE p RENAME TO proposals; ALTER TABLE h RENAME TO "
          "history;"
          "ALTER TABLE m RENAME TO meta; ALTER TABLE v RENAME TO migrations;"
          "CREATE UNIQUE INDEX orders_id ON orders (id);"
          "COMMIT;"
          "PRAGMA wal_checkpoint(TRUNCATE)");
      without_types = os::read_file(path, kFileBytesMax).value();
    }
  }

  void put(const std::string& file, const std::string& its_log) const {
    std::error_code ignored;
    std::filesystem::remove(path + "-shm", ignored);
    fuzz::write_bytes(path, file);
    fuzz::write_bytes(log, its_log);
  }
};

std::string patched(std::string bytes, const std::uint8_t* patches, std::size_t size) {
  fuzz::for_each_patch(patches, size, [&](std::size_t at, std::byte flip) {
    char& byte = bytes[at % bytes.size()];
    byte = static_cast<char>(std::byte(byte) ^ flip);
  });
  // A last odd part cuts the file short.
  if (size % 3 == 1) bytes.resize(bytes.size() * patches[size - 1] / 256);
  return bytes;
}

void bind(sqlite3_stmt* statement, char type, const std::string& value) {
  const auto bytes = static_cast<int>(value.size());
  switch (type) {
    case 'n': sqlite3_bind_null(statement, 1); return;
    case 'i': sqlite3_bind_int64(statement, 1, std::strtoll(value.c_str(), nullptr, 10)); return;
    case 'r': sqlite3_bind_double(statement, 1, std::strtod(value.c_str(), nullptr)); return;
    case 'b': sqlite3_bind_blob(statement, 1, value.data(), bytes, SQLITE_TRANSIENT); return;
    default: sqlite3_bind_text(statement, 1, value.data(), bytes, SQLITE_TRANSIENT);
  }
}

void damage_cells(const std::string& path, std::string_view lines) {
  const Connection connection = connect(path);
  run(connection, "PRAGMA synchronous = OFF; BEGIN");
  while (lines.size() >= 2) {
    const std::string_view line = lines.substr(0, std::max<std::size_t>(lines.find('\n'), 2));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const char* sql = kCells[static_cast<unsigned char>(line[0] - 'a') % std::size(kCells)];
    sqlite3_stmt* statement = nullptr;
    BULKHEAD_ASSERT(sqlite3_prepare_v2(connection.get(), sql, -1, &statement, nullptr) == SQLITE_OK);
    bind(statement, line[1], std::string(line.substr(2)));
    sqlite3_step(statement);  // an id may be there already: then it stays as it is
    sqlite3_finalize(statement);
  }
  run(connection, "COMMIT");
}

bool sane(RealTime at) { return at.time_since_epoch() <= kTimeMax && at.time_since_epoch() >= -kTimeMax; }

void check_orders(const Store& store) {
  std::set<Id> ids;
  if (const auto in_force = store.in_force()) {
    for (const StoredOrder& stored : *in_force) {
      BULKHEAD_ASSERT(posture::validate(stored.order) && ids.insert(stored.order.id).second);
      BULKHEAD_ASSERT(store.knows(stored.order.id).value_or(true));
      (void)encode(stored.order);
    }
  }
  const auto ended = store.ended(9, std::nullopt);
  if (!ended) return;
  for (const EndedOrder& over : *ended) {
    BULKHEAD_ASSERT(posture::validate(over.order) && sane(over.ended_at) && ids.insert(over.order.id).second);
    const auto before = store.ended(9, over.order.id);
    BULKHEAD_ASSERT(!before || before->size() < ended->size());
  }
}

void check_rest(const Store& store) {
  std::set<Id> ids;
  if (const auto proposals = store.proposals()) {
    for (const Proposal& proposal : *proposals)
      BULKHEAD_ASSERT(sane(proposal.expires_real) && ids.insert(proposal.id).second);
  }
  if (const auto beat = store.heartbeat(); beat && *beat) BULKHEAD_ASSERT(sane((*beat)->real));
  for (const char* scope : {"", "service:court"}) {
    std::vector<std::string> scopes;
    if (*scope != '\0') scopes.emplace_back(scope);
    const auto history = store.history(9, std::nullopt, scopes);
    if (!history) continue;
    std::int64_t last = std::numeric_limits<std::int64_t>::max();
    for (const HistoryEntry& entry : *history) {
      BULKHEAD_ASSERT(sane(entry.at) && entry.id <= last);
      BULKHEAD_ASSERT(scopes.empty() || entry.scope == scopes.front());
      last = entry.id;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const Bench bench;
  if (size < 2) return 0;
  const std::uint8_t* const damage = bytes + 1;
  if (bytes[0] == 0) {
    bench.put(patched(bench.sound, damage, size - 1), "");
  } else if (bytes[0] == 1) {
    bench.put("", patched(bench.sound_log, damage, size - 1));
  } else {
    bench.put(bench.without_types, "");
    damage_cells(bench.path, {reinterpret_cast<const char*>(damage), size - 1});
  }
  const auto store = Store::open(bench.path);
  if (!store) return 0;
  check_orders(**store);
  check_rest(**store);
  (void)(*store)->commit({.placed = {order(3)}, .ended = {{order(1).order.id, {}, "time"}}});
  check_orders(**store);
  return 0;
}
