// The daemon is dead and a door must be shut: it is, at once, and the daemon finds it on record when it comes back.

#include "control/orders/direct.h"

#include <gtest/gtest.h>

#include <fstream>

#include "control/images/image_store.h"
#include "control/orders/world_for_test.h"
#include "os/file_lock.h"
#include "os/sha256.h"
#include "program/writer.h"

namespace bulkhead::control {
namespace {

using posture::Level;
using std::chrono::hours;
using std::chrono::minutes;

DirectRequest direct(std::string_view scope, Level level, std::optional<Milliseconds> lasts = hours(1)) {
  DirectRequest one{.lasts = lasts, .uid = 1001};
  one.order.scope = posture::parse_scope(scope).value();
  one.order.level = level;
  one.order.reason = "the daemon is dead";
  return one;
}

DirectParts parts(World& world) {
  return {.state_folder = world.folder.path(),
          .publisher = world.workers,
          .clock = world.clock,
          .random = world.random};
}

void keep_image(const std::filesystem::path& folder) {
  const std::string policy_text = "policy";
  program::ImageContents contents;
  contents.version = 1;
  contents.policy_digest = os::sha256(policy_text);
  contents.languages = {{"en", false}};
  contents.agency_name = {"Agency"};
  contents.agency_contact = {""};
  auto store = ImageStore::open(folder.string()).value();
  ASSERT_TRUE(store.add(program::write_image(contents).value(), policy_text));
}

ErrorCode code(const Result<DirectOutcome>& outcome) {
  return outcome ? ErrorCode::kSystem : outcome.error().code;
}

TEST(DirectTest, WhomThePolicyKnowsIsNamed) {
  World world;
  world.stop();
  DirectRequest known = direct("court", Level::kClosed);
  known.person = "ana";
  const auto outcome = close_direct(parts(world), known);
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_EQ(outcome->order.author, "ana");
  EXPECT_TRUE(outcome->order.alone) << "nobody else could be asked";
}

TEST(DirectTest, ShutsADoorBesideAllOrdersOnRecord) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("portal", Level::kClosed)));
  world.stop();
  const auto outcome = close_direct(parts(world), direct("court", Level::kClosed));
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_TRUE(outcome->all_orders_known);
  EXPECT_EQ(outcome->order.author, "direct:1001");
  EXPECT_TRUE(outcome->order.alone);
  EXPECT_EQ(world.obeyed({"court", "court"}).level, Level::kClosed);
  EXPECT_EQ(world.obeyed({"portal", "portal"}).level, Level::kClosed);

  ASSERT_TRUE(close_direct(parts(world), direct("registry", Level::kClosed)));
  EXPECT_EQ(world.workers.orders.size(), 3u) << "the second knows the first";
  world.clock.advance(minutes(5));
  world.start();
  EXPECT_EQ(world.level("court"), Level::kClosed);
  EXPECT_EQ(world.level("registry"), Level::kClosed);
  EXPECT_TRUE(world.journal->empty());
  const auto history = world.book->history({}).value();
  ASSERT_EQ(history.size(), 3u);
  EXPECT_EQ(history[0].person, "direct:1001");
  EXPECT_TRUE(history[0].alone);
  world.pass(hours(2));
  EXPECT_EQ(world.level("court"), Level::kOpen) << "its hour ran while the daemon was dead";
}

TEST(DirectTest, AsksTheDaemonWhereOneRuns) {
  World world;
  const auto lock = os::FileLock::try_exclusive((world.folder.path() / "daemon.lock").string());
  ASSERT_TRUE(lock.has_value());
  EXPECT_EQ(code(close_direct(parts(world), direct("court", Level::kClosed))), ErrorCode::kConflict);
  EXPECT_TRUE(world.workers.orders.empty());
}

TEST(DirectTest, OnlyTightens) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("compartment:tax", Level::kClosed, hours(1))));
  OrderRequest quarter = request("court", Level::kOpen);
  quarter.share_permille = 250;
  ASSERT_TRUE(world.book->place(kAna, quarter));
  world.stop();
  EXPECT_EQ(code(close_direct(parts(world), direct("tax-filing", Level::kOpen))), ErrorCode::kDenied);
  EXPECT_EQ(code(close_direct(parts(world), direct("tax-filing", Level::kGuarded))), ErrorCode::kDenied)
      << "guarded would win over the compartment's closed";
  EXPECT_EQ(code(close_direct(parts(world), direct("court", Level::kGuarded))), ErrorCode::kDenied)
      << "guarded would let in the three quarters that its share keeps out";
  EXPECT_TRUE(close_direct(parts(world), direct("all", Level::kGuarded)).has_value());
  EXPECT_EQ(world.obeyed({"tax-filing", "tax"}).level, Level::kClosed);
  world.start();
  EXPECT_EQ(world.level("tax-filing"), Level::kClosed);
}

TEST(DirectTest, ShutsADoorThoughTheDatabaseIsBroken) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("portal", Level::kClosed)));
  world.stop();
  std::ofstream(world.folder.path() / "bulkhead.db", std::ios::binary) << std::string(8'192, 'x');
  std::filesystem::remove(world.folder.path() / "bulkhead.db-wal");
  const auto outcome = close_direct(parts(world), direct("court", Level::kClosed));
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_FALSE(outcome->all_orders_known);
  EXPECT_NE(outcome->warning.find("cannot be read"), std::string::npos);
  ASSERT_EQ(world.workers.tightened.size(), 1u);
  EXPECT_EQ(world.workers.orders.size(), 1u) << "what workers had is left alone";
  EXPECT_EQ(code(close_direct(parts(world), direct("court", Level::kGuarded))), ErrorCode::kCorrupt)
      << "whether guarding tightens cannot be known";
}

TEST(DirectTest, WorksWhereNoDaemonEverRan) {
  World world;
  world.stop();
  std::filesystem::remove(world.folder.path() / "bulkhead.db");
  std::filesystem::remove(world.folder.path() / "direct.journal");
  EXPECT_TRUE(close_direct(parts(world), direct("court", Level::kClosed)).has_value());
  EXPECT_FALSE(std::filesystem::exists(world.folder.path() / "bulkhead.db"));
}

TEST(DirectTest, AReboot) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("portal", Level::kClosed, hours(2))));
  world.stop();
  world.clock.reboot(minutes(30));
  ASSERT_TRUE(close_direct(parts(world), direct("court", Level::kClosed)).has_value());
  EXPECT_EQ(world.obeyed({"portal", "portal"}).level, Level::kClosed) << "its deadline was carried over";
}

// What `close` in the daemon refuses as well; a folder without a readable image knows no languages.
TEST(DirectTest, TakesWordsInLanguagesOfTheAgencyOnly) {
  World world;
  world.stop();
  keep_image(world.folder.path() / "images");
  DirectRequest strange = direct("court", Level::kClosed);
  strange.order.public_text = {{"xx", "hello"}};
  const auto refused = close_direct(parts(world), strange);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_NE(refused.error().message.find("it has en"), std::string::npos) << refused.error().message;
  strange.order.public_text = {{"en", "hello"}};
  EXPECT_TRUE(close_direct(parts(world), strange).has_value());
}

TEST(DirectTest, UnknownScopesAndWrongWordsAreRefused) {
  World world;
  world.stop();
  DirectParts knowing = parts(world);
  knowing.scope_known = [](const posture::Scope& scope) { return scope.name == "court"; };
  EXPECT_EQ(code(close_direct(knowing, direct("nowhere", Level::kClosed))), ErrorCode::kNotFound);
  DirectRequest silent = direct("court", Level::kClosed);
  silent.order.reason.clear();
  EXPECT_EQ(code(close_direct(knowing, silent)), ErrorCode::kInvalid);
  EXPECT_TRUE(world.workers.orders.empty());
}

}  // namespace
}  // namespace bulkhead::control
