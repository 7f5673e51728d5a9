// What was committed is there after opening again; what was not, is not, in no part; a file that is not sound is refused
// with words that say what to do.

#include "control/orders/store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "control/orders/sqlite.h"
#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

class StoreTest : public testing::Test {
 protected:
  std::unique_ptr<Store> open() { return Store::open(path).value(); }
  StoredOrder order(std::uint64_t number) {
    posture::Order one;
    one.id = Id::from_words(1, number);
    one.author = "ana";
    one.reason = "a reason";
    return {one, "boot-1"};
  }

  TestFolder folder;
  std::filesystem::path path = folder.path() / "bulkhead.db";
};

TEST_F(StoreTest, IsForItsOwnerOnly) {
  auto store = open();
  ASSERT_TRUE(store->commit({.placed = {order(1)}}));
  using std::filesystem::perms;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const auto mode = std::filesystem::status(path.string() + suffix).permissions();
    EXPECT_EQ(mode & (perms::group_all | perms::others_all), perms::none) << suffix;
  }
}

TEST_F(StoreTest, AnOrderOnRecordStaysAsItIs) {
  auto store = open();
  ASSERT_TRUE(store->commit({.placed = {order(1)}}));
  ASSERT_TRUE(
      store->commit({.ended = {{order(1).order.id, RealTime(std::chrono::hours(1)), "undone by ana"}}}));
  StoredOrder again = order(1);
  again.order.reason = "another";
  ASSERT_TRUE(store->commit({.placed = {again}}));
  EXPECT_TRUE(store->in_force()->empty()) << "a journal that is replayed twice revives nothing";
  EXPECT_EQ(store->ended(9, {})->front().order.reason, "a reason");
  EXPECT_TRUE(*store->knows(order(1).order.id));
  EXPECT_FALSE(*store->knows(order(2).order.id));
}

TEST_F(StoreTest, OnAFullDiskNothingOfAChangeIsKept) {
  auto store = open();
  ASSERT_TRUE(store->commit({.placed = {order(1)}}));
  ASSERT_TRUE(store->fill_for_test(true));
  const Status full = store->commit({.placed = {order(2)}, .history = {{.person = "ana"}}});
  ASSERT_FALSE(full.has_value());
  EXPECT_EQ(full.error().code, ErrorCode::kNoSpace);
  EXPECT_NE(full.error().message.find("disk is full"), std::string::npos);
  EXPECT_EQ(store->in_force()->size(), 1u);
  EXPECT_TRUE(store->history(9, {}, {})->empty());
  ASSERT_TRUE(store->fill_for_test(false));
  EXPECT_TRUE(store->commit({.placed = {order(2)}}).has_value());
  EXPECT_EQ(open()->in_force()->size(), 2u);
}

// The real thing: pages run out, at whatever point of whatever transaction.
TEST_F(StoreTest, AFileThatMayNotGrowFailsCleanly) {
  auto database = Database::open(path).value();
  ASSERT_TRUE(database.run("CREATE TABLE notes (text TEXT) STRICT"));
  ASSERT_TRUE(database.limit_pages_for_test(database.pages().value() + 2));
  auto insert = database.prepare("INSERT INTO notes VALUES (?1)").value();
  Status status;
  int kept = 0;
  while (status && kept < 100) {
    status = insert.bind(1, std::string(1'500, 'n')).run();
    if (status) ++kept;
  }
  ASSERT_FALSE(status.has_value());
  EXPECT_EQ(status.error().code, ErrorCode::kNoSpace);
  auto count = database.prepare("SELECT count(*) FROM notes").value();
  ASSERT_TRUE(*count.step());
  EXPECT_EQ(count.integer(0), kept);
}

TEST_F(StoreTest, ATransactionThatIsNotCommittedIsTakenBack) {
  auto database = Database::open(path).value();
  ASSERT_TRUE(database.run("CREATE TABLE notes (text TEXT) STRICT"));
  {
    auto transaction = Transaction::begin(database).value();
    ASSERT_TRUE(database.run("INSERT INTO notes VALUES ('gone')"));
  }
  auto count = database.prepare("SELECT count(*) FROM notes").value();
  ASSERT_TRUE(*count.step());
  EXPECT_EQ(count.integer(0), 0);
}

TEST_F(StoreTest, ANewerSchemaIsRefused) {
  open();
  {
    auto database = Database::open(path).value();
    ASSERT_TRUE(database.run("INSERT INTO migrations (version) VALUES (99)"));
  }
  const auto store = Store::open(path);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::kConflict);
  EXPECT_NE(store.error().message.find("schema version 99"), std::string::npos);
}

TEST_F(StoreTest, WhatIsNoDatabaseIsRefusedAndLeftAsItIs) {
  std::ofstream(path, std::ios::binary) << std::string(10'000, 'x');
  const auto store = Store::open(path);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(store.error().message.find("keep the file"), std::string::npos);
  EXPECT_EQ(std::filesystem::file_size(path), 10'000u);
}

TEST_F(StoreTest, ADamagedDatabaseIsRefused) {
  {
    auto store = open();
    StoreChange change;
    for (std::uint64_t i = 1; i <= 500; ++i) change.placed.push_back(order(i));
    ASSERT_TRUE(store->commit(change));
  }
  // What lies in the WAL as well would hide the damage.
  ASSERT_TRUE(Database::open(path)->run("PRAGMA wal_checkpoint(TRUNCATE)"));
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  for (std::streamoff page = 2; page < 20; ++page) {
    file.seekp(page * 4'096);
    file << std::string(64, '\xee');
  }
  file.close();
  const auto store = Store::open(path);
  ASSERT_FALSE(store.has_value());
  EXPECT_EQ(store.error().code, ErrorCode::kCorrupt);
}

TEST_F(StoreTest, AnOrderThatCannotBeReadIsNamed) {
  open()->commit({.placed = {order(1)}}).value();
  {
    auto database = Database::open(path).value();
    ASSERT_TRUE(database.run("UPDATE orders SET body = json_set(body, '$.share', 70000)"));
  }
  const auto orders = open()->in_force();
  ASSERT_FALSE(orders.has_value());
  EXPECT_EQ(orders.error().code, ErrorCode::kCorrupt);
  EXPECT_NE(orders.error().message.find(order(1).order.id.text()), std::string::npos);
}

TEST_F(StoreTest, APageOfHistoryHasAnEnd) {
  auto store = open();
  StoreChange change;
  change.history.resize(kHistoryPageMax + 1, {.person = "ana", .action = "close"});
  ASSERT_TRUE(store->commit(change));
  EXPECT_EQ(store->history(kHistoryPageMax, {}, {})->size(), kHistoryPageMax);
  EXPECT_EQ(store->history(kHistoryPageMax + 1, {}, {})->size(), kHistoryPageMax);
}

TEST_F(StoreTest, AHeartbeatIsKept) {
  EXPECT_EQ(open()->heartbeat().value(), std::nullopt);
  const Heartbeat beat{"boot-1", BootTime(Milliseconds(5)), RealTime(Milliseconds(6)), true};
  ASSERT_TRUE(open()->commit({.heartbeat = beat}));
  EXPECT_EQ(open()->heartbeat().value(), beat);
}

TEST_F(StoreTest, ASchemaVersionThatNeverWasIsCorrupt) {
  for (const char* version : {"-1", "-9223372036854775808"}) {
    open();
    ASSERT_TRUE(
        Database::open(path)->run((std::string("UPDATE migrations SET version = ") + version).c_str()));
    const auto store = Store::open(path);
    ASSERT_FALSE(store) << version;
    EXPECT_EQ(store.error().code, ErrorCode::kCorrupt);
    std::filesystem::remove(path);
  }
}

// The database is sound to SQLite: what was changed is what the rows say.
TEST_F(StoreTest, ARowThatWasNotWrittenSoIsCorrupt) {
  struct Case {
    const char* sql;
    bool in_force, ended, proposals, history;
  };
  for (const Case& tested :
       {Case{"UPDATE orders SET id = 'x' WHERE ended_at IS NULL", false, true, true, true},
        Case{"UPDATE orders SET id = 'x' WHERE ended_at IS NOT NULL", true, false, true, true},
        Case{"UPDATE orders SET ended_at = 9223372036854775807 WHERE ended_at IS NOT NULL", true, false, true,
             true},
        Case{"UPDATE proposals SET id = 'x'", true, true, false, true},
        Case{"UPDATE history SET at = -9223372036854775808", true, true, true, false}}) {
    std::filesystem::remove(path);
    auto store = open();
    ASSERT_TRUE(store->commit({.placed = {order(1), order(2)},
                               .ended = {{order(2).order.id, RealTime(), "time"}},
                               .proposed = {{.id = Id::from_words(1, 3)}},
                               .history = {{.person = "ana"}}}));
    ASSERT_TRUE(Database::open(path)->run(tested.sql));
    store = open();
    EXPECT_EQ(store->in_force().has_value(), tested.in_force) << tested.sql;
    EXPECT_EQ(store->ended(9, {}).has_value(), tested.ended) << tested.sql;
    EXPECT_EQ(store->proposals().has_value(), tested.proposals) << tested.sql;
    EXPECT_EQ(store->history(9, {}, {}).has_value(), tested.history) << tested.sql;
  }
}

}  // namespace
}  // namespace bulkhead::control
