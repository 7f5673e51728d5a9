// All rules of a small vocabulary against a few requests, and rule sets that chance makes: both engines must agree.
//
// BULKHEAD_ORACLE_ALL=1 runs every combination instead of a sample; BULKHEAD_ORACLE_SEED repeats a run of chance.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "oracle/both.h"
#include "oracle/rule_grammar.h"

namespace bulkhead::oracle {
namespace {

constexpr int kDisagreementsShown = 12;

bool everything() { return std::getenv("BULKHEAD_ORACLE_ALL") != nullptr; }

std::vector<Exchange> requests() {
  std::vector<Exchange> all = {
      get_request("/"),
      get_request("/a/b?a=ab&b=AB&a=1"),
      get_request("/?a=%2561%20b&ab=%00a%00&x="),
      get_request("/?a='%20or%201=1--&b=%3Cscript%3Ealert(1)%3C/script%3E&c=4111111111111111"),
      post_request("application/x-www-form-urlencoded", "a=++ab++&b=%c3%a9%ff&=c&a=-3"),
  };
  all[1].fields.emplace_back("Cookie", "a=ab; b=%61");
  return all;
}

// Tells of disagreements, the first few made small.
class Tally {
 public:
  void hold(Both& both, const std::string& rules, const Exchange& exchange) {
    ++compared_;
    if (enough() || both.disagreement(exchange).empty()) return;
    // Making one small takes seconds.
    ++shrunk_;
    const std::string smallest = smallest_disagreement(rules, exchange);
    // One cause shows in many requests: the rules that are left tell them apart.
    if (!seen_.insert(smallest.substr(std::min(smallest.find("-- rules"), smallest.size()))).second) return;
    ADD_FAILURE() << smallest;
  }
  std::size_t compared() const { return compared_; }
  bool enough() const { return shrunk_ >= kDisagreementsShown; }

 private:
  std::set<std::string> seen_;
  std::size_t compared_ = 0;
  int shrunk_ = 0;
};

void hold_rules(const std::string& rules, Tally& tally) {
  std::string why;
  const auto both = Both::from(rules, why);
  ASSERT_NE(both, nullptr) << why << rules;
  for (const Exchange& exchange : requests()) tally.hold(*both, rules, exchange);
}

const std::vector<std::string>& features() {
  static const std::vector<std::string> all = {"",
                                               "capture",
                                               "multiMatch",
                                               "setvar:tx.score=+1",
                                               "skipAfter:END",
                                               "capture,multiMatch,setvar:tx.got=%{tx.0}",
                                               "chain",
                                               "skip:1"};
  return all;
}

// Rule `number` of all that the vocabulary makes: a target or two, none to two transformations, an operator, a feature.
std::string rule_of(std::size_t number, std::size_t id) {
  const Vocabulary& words = vocabulary();
  const auto take = [&number](std::size_t count) {
    const std::size_t part = number % count;
    number /= count;
    return part;
  };
  const std::string& feature = features()[take(features().size())];
  const std::string& op = words.operators[take(words.operators.size())];
  std::string actions = "t:none";
  for (int i = 0; i < 2; ++i) {
    const std::size_t which = take(words.transformations.size() + 1);
    if (which > 0) actions += ",t:" + words.transformations[which - 1];
  }
  std::string targets = words.targets[take(words.targets.size())];
  const std::size_t second = take(words.targets.size() + 1);
  if (second > 0) targets += "|" + words.targets[second - 1];
  std::string rule = "SecRule " + targets + " \"" + op + "\" \"id:" + std::to_string(id) + ",phase:2,pass," +
                     actions + ",logdata:'%{tx.0} %{tx.1} %{MATCHED_VAR_NAME} %{MATCHED_VAR}'";
  if (!feature.empty()) rule += "," + feature;
  rule += "\"\n";
  if (feature == "chain")
    rule += "  SecRule MATCHED_VARS|TX:score \"@rx [ab1]\" \"capture,setvar:tx.chained=+1\"\n";
  if (feature == "skipAfter:END")
    rule += "SecAction \"id:" + std::to_string(id + 100'000) +
            ",phase:2,pass,msg:'not skipped'\"\nSecMarker END\n";
  return rule;
}

TEST(SmallWorld, EveryRuleOfTheVocabulary) {
  const Vocabulary& words = vocabulary();
  const std::size_t chains = (words.transformations.size() + 1) * (words.transformations.size() + 1);
  const std::size_t all =
      features().size() * words.operators.size() * chains * words.targets.size() * (words.targets.size() + 1);
  // A step that shares no factor with the counts walks through all combinations of them.
  const std::size_t step = everything() ? 1 : 8'009;
  constexpr std::size_t kRulesInASet = 64;
  Tally tally;
  for (std::size_t number = 0; number < all && !tally.enough();) {
    std::string rules;
    for (std::size_t i = 1; i <= kRulesInASet && number < all; ++i, number += step)
      rules += rule_of(number, i);
    hold_rules(rules, tally);
  }
  EXPECT_GT(tally.compared(), 100u);
}

TEST(SmallWorld, RuleSetsOfChance) {
  const char* given = std::getenv("BULKHEAD_ORACLE_SEED");
  const unsigned long seed = given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
  SCOPED_TRACE("BULKHEAD_ORACLE_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Choose choose = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  Tally tally;
  for (int left = everything() ? 100'000 : 400; left > 0 && !tally.enough(); --left) {
    const std::string rules = rules_from(choose);
    std::string why;
    const auto both = Both::from(rules, why);
    ASSERT_NE(both, nullptr) << why << rules;
    for (int i = 0; i < 5; ++i) tally.hold(*both, rules, exchange_from(choose));
  }
}

TEST(SmallWorld, NastyRules) {
  std::string why;
  const std::string rules = nasty_rules();
  const auto both = Both::from(rules, why);
  ASSERT_NE(both, nullptr) << why;
  const char* given = std::getenv("BULKHEAD_ORACLE_SEED");
  const unsigned long seed = given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
  SCOPED_TRACE("BULKHEAD_ORACLE_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  const Choose choose = [&](std::size_t count) { return static_cast<std::size_t>(random() % count); };
  Tally tally;
  for (const Exchange& exchange : requests()) tally.hold(*both, rules, exchange);
  for (int left = everything() ? 100'000 : 1'000; left > 0; --left)
    tally.hold(*both, rules, exchange_from(choose));
}

}  // namespace
}  // namespace bulkhead::oracle
