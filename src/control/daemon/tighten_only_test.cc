// Without a store doors can be made stricter and nothing else: what is taken is in the journal before workers hear of it, and what
// loosens, is unknown or needs a second person is refused without a trace.

#include "control/daemon/tighten_only.h"

#include <functional>

#include <gtest/gtest.h>

#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

using enum posture::Level;

struct Gateway {
  Gateway()
      : journal(*Journal::open(folder.path() / "direct.journal")),
        desk({*journal, workers, clock, random, 1}, test_policy()) {}

  std::size_t kept() {
    const auto again = Journal::open(folder.path() / "direct.journal");
    return (*again)->reading().records.size();
  }

  TestFolder folder;
  TestWorkers workers;
  os::SimulatedClock clock;
  os::SeededRandom random{1};
  std::unique_ptr<Journal> journal;
  TightenOnly desk;
};

struct Case {
  const char* what;
  posture::Person person;
  OrderRequest request;
  std::optional<ErrorCode> refused;
};

OrderRequest with(OrderRequest one, const std::function<void(OrderRequest&)>& change) {
  change(one);
  return one;
}

const auto kAlone = [](OrderRequest& one) { one.alone = true; };

TEST(TightenOnly, TakesWhatTightensAndRefusesTheRest) {
  const Case cases[] = {
      {"close", kAna, request("portal", kClosed), {}},
      {"guard", kAna, request("portal", kGuarded), {}},
      {"open", kAna, request("portal", kOpen), ErrorCode::kUnavailable},
      {"no such service", kAna, request("nothing", kClosed), ErrorCode::kNotFound},
      {"auditor", kArta, request("portal", kClosed), ErrorCode::kDenied},
      {"uid 0", kRoot, request("portal", kClosed), ErrorCode::kDenied},
      {"uid 0 alone", kRoot, with(request("portal", kClosed), kAlone), {}},
      {"everything", kAna, request("all", kClosed, std::chrono::minutes(5)), ErrorCode::kUnavailable},
      {"everything, alone", kAna, with(request("all", kClosed, std::chrono::minutes(5)), kAlone), {}},
      {"essential for long", kAna, request("tax-filing", kClosed, std::chrono::hours(2)),
       ErrorCode::kUnavailable},
      {"no reason", kAna, with(request("portal", kClosed), [](OrderRequest& one) { one.reason.clear(); }),
       ErrorCode::kInvalid},
  };
  for (const Case& c : cases) {
    Gateway gateway;
    const auto outcome = gateway.desk.place(c.person, c.request);
    ASSERT_EQ(outcome.has_value(), !c.refused) << c.what << ": " << (outcome ? "" : outcome.error().message);
    EXPECT_EQ(gateway.kept(), c.refused ? 0u : 1u) << c.what;
    EXPECT_EQ(gateway.workers.tightened.size(), c.refused ? 0u : 1u) << c.what;
    if (c.refused) {
      EXPECT_EQ(outcome.error().code, *c.refused) << c.what << ": " << outcome.error().message;
    } else {
      EXPECT_TRUE(outcome->in_reserve) << c.what;
      EXPECT_EQ(gateway.workers.tightened.front().author, c.person.id) << c.what;
    }
  }
}

TEST(TightenOnly, ADryRunOnlySays) {
  Gateway gateway;
  const auto outcome =
      gateway.desk.place(kAna, with(request("all", kClosed), [](OrderRequest& one) { one.dry_run = true; }));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->kind, Outcome::Kind::kPreview);
  EXPECT_TRUE(outcome->needs_second_person);
  EXPECT_EQ(outcome->preview.services.size(), 5u);
  EXPECT_EQ(gateway.kept(), 0u);
}

TEST(TightenOnly, WhatItTookIsInForceOnceTheStoreIsBack) {
  Gateway gateway;
  ASSERT_TRUE(gateway.desk.place(kAna, request("portal", kClosed)));
  auto store = Store::open(gateway.folder.path() / "bulkhead.db");
  ASSERT_TRUE(store);
  OrderBook::Parts parts{.store = **store,
                         .journal = *gateway.journal,
                         .publisher = gateway.workers,
                         .clock = gateway.clock,
                         .random = gateway.random,
                         .gateway_id = 1,
                         .people_today = {},
                         .quiet = nullptr};
  const auto book = OrderBook::open(parts, test_policy());
  ASSERT_TRUE(book);
  EXPECT_EQ((*book)->door("portal")->posture.level, kClosed);
  EXPECT_TRUE(gateway.journal->empty());
}

}  // namespace
}  // namespace bulkhead::control
