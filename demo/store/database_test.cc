// Statements bind; transactions come back when nobody commits; LIKE's own characters are not special.

#include "demo/store/database.h"

#include <gtest/gtest.h>

namespace bulkhead::demo {
namespace {

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() : database_(":memory:") {
    database_.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");
  }
  Database database_;
};

TEST_F(DatabaseTest, BindsWhatItIsGiven) {
  const std::string hostile = "'); DROP TABLE t; --";
  database_.run("INSERT INTO t (name) VALUES (?1)", {hostile});
  database_.run("INSERT INTO t (name) VALUES (?1)", {std::monostate{}});
  EXPECT_EQ(database_.first("SELECT name FROM t WHERE name = ?1", {hostile}), Row{hostile});
  EXPECT_EQ(database_.number("SELECT COUNT(*) FROM t"), 2);
  EXPECT_EQ(database_.rows("SELECT name FROM t ORDER BY id")[1][0], "");
  EXPECT_TRUE(database_.first("SELECT name FROM t WHERE id = ?1", {std::int64_t{99}}).empty());
}

TEST_F(DatabaseTest, TakesBackWhatIsNotCommitted) {
  {
    const Transaction transaction(database_);
    database_.run("INSERT INTO t (name) VALUES ('a')");
  }
  EXPECT_EQ(database_.number("SELECT COUNT(*) FROM t"), 0);
  Transaction transaction(database_);
  database_.run("INSERT INTO t (name) VALUES ('a')");
  transaction.commit();
  EXPECT_EQ(database_.number("SELECT COUNT(*) FROM t"), 1);
}

TEST_F(DatabaseTest, ThrowsAndStaysUsable) {
  EXPECT_THROW(database_.run("INSERT INTO missing VALUES (1)"), DatabaseError);
  database_.run("INSERT INTO t (id) VALUES (1)");
  EXPECT_THROW(database_.run("INSERT INTO t (id) VALUES (1)"), DatabaseError);
  database_.run("INSERT INTO t (id) VALUES (2)");
  EXPECT_EQ(database_.number("SELECT COUNT(*) FROM t"), 2);
}

TEST_F(DatabaseTest, KeepsABoundedNumberOfStatements) {
  for (std::size_t i = 0; i < Database::kStatementsMax; ++i) database_.number("SELECT " + std::to_string(i));
  EXPECT_THROW(database_.number("SELECT -1"), DatabaseError);
  EXPECT_EQ(database_.number("SELECT 5"), 5);
}

TEST(LikePrefix, EscapesWildcards) {
  EXPECT_EQ(like_prefix("a%b_c\\"), "a\\%b\\_c\\\\%");
  EXPECT_EQ(like_prefix(""), "%");
}

}  // namespace
}  // namespace bulkhead::demo
