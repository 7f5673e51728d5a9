// An order says what it may hold: every limit is met and then passed by one, and names read back as what they were.

#include "posture/order.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

namespace bulkhead::posture {
namespace {

constexpr BootTime kNow{std::chrono::hours(5)};

Order valid_order() {
  Order order;
  order.scope = {ScopeKind::kService, "tax-filing"};
  order.level = Level::kClosed;
  order.cause = Cause::kLoad;
  order.author = "ana";
  order.reason = "the database is at its limit";
  order.from = kNow;
  order.until = kNow + std::chrono::hours(1);
  return order;
}

struct LimitCase {
  const char* what;
  std::function<void(Order&)> set;
  /// Part of the refusal; empty: it is allowed.
  const char* refusal;
};

TEST(OrderTest, LimitsAreMetAndNotPassed) {
  const auto open_for_share = [](Order& order) { order.level = Level::kOpen; };
  const LimitCase cases[] = {
      {"as it is", [](Order&) {}, ""},
      {"reason at max", [](Order& o) { o.reason.assign(Order::kReasonBytesMax, 'r'); }, ""},
      {"reason at max + 1", [](Order& o) { o.reason.assign(Order::kReasonBytesMax + 1, 'r'); },
       "1001 bytes; 1000"},
      {"no reason", [](Order& o) { o.reason = " \n"; }, "reason is missing"},
      {"reason not UTF-8", [](Order& o) { o.reason = "\xff"; }, "UTF-8"},
      {"reason with NUL", [](Order& o) { o.reason = std::string("a\0b", 3); }, "NUL"},
      {"author at max", [](Order& o) { o.author.assign(Order::kPersonBytesMax, 'a'); }, ""},
      {"author at max + 1", [](Order& o) { o.author.assign(Order::kPersonBytesMax + 1, 'a'); },
       "author has 65"},
      {"no author", [](Order& o) { o.author.clear(); }, "author is missing"},
      {"approver at max + 1", [](Order& o) { o.approver.assign(Order::kPersonBytesMax + 1, 'a'); },
       "approver has 65"},
      {"name at max", [](Order& o) { o.scope.name.assign(Order::kScopeNameBytesMax, 'n'); }, ""},
      {"name at max + 1", [](Order& o) { o.scope.name.assign(Order::kScopeNameBytesMax + 1, 'n'); },
       "1 to 63"},
      {"name upper case", [](Order& o) { o.scope.name = "Tax"; }, "begins with a letter"},
      {"all has no name", [](Order& o) { o.scope.kind = ScopeKind::kAll; }, "has no name"},
      {"public text at max", [](Order& o) { o.public_text["en"].assign(Order::kPublicTextBytesMax, 't'); },
       ""},
      {"public text at max + 1",
       [](Order& o) { o.public_text["en"].assign(Order::kPublicTextBytesMax + 1, 't'); }, "501 bytes; 500"},
      {"public text empty", [](Order& o) { o.public_text["en"] = ""; }, "missing"},
      {"language no tag", [](Order& o) { o.public_text["EN!"] = "x"; }, "a tag such as"},
      {"share at 1", [&](Order& o) { open_for_share(o), o.share_permille = 1; }, ""},
      {"share at 0", [&](Order& o) { open_for_share(o), o.share_permille = 0; }, "0 thousandths; 1 to 1000"},
      {"share at 1001", [&](Order& o) { open_for_share(o), o.share_permille = 1001; }, "1001 thousandths"},
      {"closed with a share", [](Order& o) { o.share_permille = 250; }, "closed lets nobody in"},
      {"drain at max", [](Order& o) { o.drain = Order::kDrainMax; }, ""},
      {"drain at max + 1", [](Order& o) { o.drain = Order::kDrainMax + Milliseconds(1); }, "3600001 ms"},
      {"drain below 0", [](Order& o) { o.drain = Milliseconds(-1); }, "drain is -1"},
      {"drain while open", [](Order& o) { o.level = Level::kGuarded, o.drain_sessions = true; },
       "closing only"},
      {"lasting at max", [](Order& o) { o.until = o.from + Order::kLastsMax; }, ""},
      {"lasting at max + 1", [](Order& o) { o.until = o.from + Order::kLastsMax + Milliseconds(1); },
       "at most 366 d"},
      {"over when it begins", [](Order& o) { o.until = o.from; }, "longer than nothing"},
      {"stages at max",
       [](Order& o) { o.then.assign(Order::kStagesMax, {Level::kOpen, 500, Milliseconds(1)}); }, ""},
      {"stages at max + 1",
       [](Order& o) { o.then.assign(Order::kStagesMax + 1, {Level::kOpen, 500, Milliseconds(1)}); },
       "7 stages; 6"},
      {"stage without an end, last", [](Order& o) { o.then = {{Level::kOpen, 500, {}}}; }, ""},
      {"stage without an end, first", [](Order& o) { o.then = {{Level::kOpen, 500, {}}, {}}; },
       "only the last"},
      {"stage of no time", [](Order& o) { o.then = {{Level::kOpen, 500, Milliseconds(0)}}; },
       "longer than nothing"},
      {"closed stage", [](Order& o) { o.then = {{Level::kClosed, kShareAll, Milliseconds(1)}}; },
       "is not closed"},
      {"stages after no end", [](Order& o) { o.until.reset(), o.then = {{Level::kOpen, 500, {}}}; },
       "without an end"},
      {"quiet without attack", [](Order& o) { o.quiet_at = kNow; }, "only an attack order"},
      {"level none of ours", [](Order& o) { o.level = static_cast<Level>(9); }, "none of open"},
      {"cause none of ours", [](Order& o) { o.cause = static_cast<Cause>(9); }, "cause"},
  };
  for (const LimitCase& one : cases) {
    Order order = valid_order();
    one.set(order);
    const Status status = validate(order);
    if (std::string_view(one.refusal).empty()) {
      EXPECT_TRUE(status.has_value()) << one.what << ": " << (status ? "" : status.error().message);
    } else {
      ASSERT_FALSE(status.has_value()) << one.what;
      EXPECT_EQ(status.error().code, ErrorCode::kInvalid) << one.what;
      EXPECT_NE(status.error().message.find(one.refusal), std::string::npos)
          << one.what << ": " << status.error().message;
    }
  }
}

TEST(OrderTest, LanguagesAreMetAndNotPassed) {
  Order order = valid_order();
  for (std::size_t i = 0; i < Order::kPublicTextsMax; ++i)
    order.public_text["l" + std::to_string(i)] = "text";
  EXPECT_TRUE(validate(order).has_value());
  order.public_text["one-more"] = "text";
  ASSERT_FALSE(validate(order).has_value());
  EXPECT_NE(validate(order).error().message.find("17 languages; 16"), std::string::npos);
}

TEST(OrderTest, ScopesReadBackAsTheyWere) {
  const Scope scopes[] = {{}, {ScopeKind::kService, "tax-filing"}, {ScopeKind::kCompartment, "tax"}};
  for (const Scope& scope : scopes) EXPECT_EQ(parse_scope(key(scope)).value(), scope) << key(scope);
  EXPECT_EQ(parse_scope("court").value(), (Scope{ScopeKind::kService, "court"}));
  EXPECT_EQ(text(scopes[2]), "compartment tax");
  for (const char* wrong : {"", "All", "service:", "1st", "compartment:a b", "service:a:b", "a\n"}) {
    EXPECT_FALSE(parse_scope(wrong).has_value()) << wrong;
  }
}

TEST(OrderTest, NamesReadBackAsTheyWere) {
  for (int i = 0; i <= 3; ++i) EXPECT_EQ(parse_level(name(static_cast<Level>(i))), static_cast<Level>(i));
  for (int i = 0; i <= 4; ++i) EXPECT_EQ(parse_cause(name(static_cast<Cause>(i))), static_cast<Cause>(i));
  EXPECT_EQ(parse_level("shut"), std::nullopt);
  EXPECT_EQ(name(static_cast<Level>(77)), "unknown");
}

// A reopening begins with few; it never begins by letting in fewer than the order did.
TEST(OrderTest, DefaultReopeningOnlyLetsInMore) {
  Order order = valid_order();
  ASSERT_EQ(default_then(order).size(), 2u);
  EXPECT_EQ(default_then(order)[0].share_permille, 250);
  order.level = Level::kOpen;
  order.share_permille = 300;
  ASSERT_EQ(default_then(order).size(), 1u);
  EXPECT_EQ(default_then(order)[0].share_permille, 500);
  order.level = Level::kGuarded;
  order.share_permille = kShareAll;
  EXPECT_TRUE(default_then(order).empty());
  order = valid_order();
  order.until.reset();
  EXPECT_TRUE(default_then(order).empty());
}

}  // namespace
}  // namespace bulkhead::posture
