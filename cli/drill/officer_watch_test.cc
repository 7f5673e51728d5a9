// Only what a person did, and what took effect, is an officer's order; each is heard once.

#include "cli/drill/officer_watch.h"

#include <gmock/gmock.h>

namespace bulkhead::cli {
namespace {

using testing::ElementsAre;
using Effect = drill::TrainingOrder::Effect;

policy::Policy policy() {
  policy::Policy made;
  for (const char* name : {"portal", "tax-filing"}) {
    policy::Service& service = made.services.emplace_back();
    service.name = name;
    service.compartment = "citizens";
  }
  return made;
}

std::string entry(int id, const std::string& person, const std::string& action, const std::string& scope,
                  const std::string& outcome) {
  return R"({"id":)" + std::to_string(id) + R"(,"at":"2026-07-17T08:00:00Z","person":")" + person +
         R"(","action":")" + action + R"(","scope":")" + scope + R"(","outcome":")" + outcome + "\"}";
}

// Newest first, as the daemon gives them.
std::vector<HeardOrder> heard(const std::vector<std::string>& entries, std::int64_t after = 0) {
  std::string all;
  for (const std::string& one : entries) all += (all.empty() ? "" : ",") + one;
  const Result<JsonDocument> document = JsonDocument::parse(R"({"entries":[)" + all + "]}");
  return orders_in_history(document->root(), after, policy());
}

TEST(OfficerWatchTest, tells_what_an_order_does_and_where) {
  const auto orders = heard({entry(4, "ana", "undo", "service:portal", "ended"),
                             entry(3, "ana", "open", "compartment:citizens", "placed"),
                             entry(2, "ana", "guard", "all", "placed, alone although it is large"),
                             entry(1, "ana", "close", "service:portal", "placed")});
  ASSERT_EQ(orders.size(), 4u);
  EXPECT_EQ(orders[0].text, "bulkhead close portal (ana)");
  EXPECT_EQ(orders[0].effect, Effect::kCloses);
  EXPECT_EQ(orders[1].effect, Effect::kGuards);
  EXPECT_THAT(orders[1].services, ElementsAre("portal", "tax-filing"));
  EXPECT_EQ(orders[2].effect, Effect::kOpens);
  EXPECT_THAT(orders[2].services, ElementsAre("portal", "tax-filing"));
  EXPECT_EQ(orders[3].effect, Effect::kOpens);
}

TEST(OfficerWatchTest, leaves_out_what_took_no_effect_and_what_nobody_did) {
  EXPECT_TRUE(heard({entry(5, "ana", "close", "all", "refused: not allowed"),
                     entry(4, "ana", "close", "all", "proposed: needs a second person"),
                     entry(3, "besa", "approve", "all", "agreed"), entry(2, "time", "end", "all", "ended"),
                     entry(1, "gateway", "reboot", "all", "carried over")})
                  .empty());
}

TEST(OfficerWatchTest, hears_each_once) {
  const auto orders =
      heard({entry(2, "ana", "guard", "all", "placed"), entry(1, "ana", "close", "all", "placed")}, 1);
  ASSERT_EQ(orders.size(), 1u);
  EXPECT_EQ(orders[0].id, 2);
}

}  // namespace
}  // namespace bulkhead::cli
