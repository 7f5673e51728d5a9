// What must hold: payloads keep the shape that a defence has to know and carry nothing that would do harm; only persons of the
// country are counted as carried away, each once; a stage is judged by what people and records suffered.

#include <gtest/gtest.h>

#include "drill/attack/payloads.h"
#include "drill/attack/persons.h"
#include "drill/attack/verdict.h"

namespace bulkhead::drill {
namespace {

using Verdict = AttackOutcome::Verdict;

Attack of_kind(Attack::Kind kind) {
  Attack attack;
  attack.kind = kind;
  return attack;
}

TEST(Payloads, OfTheExploitHaveItsShape) {
  const AttackRequest request = request_of(of_kind(Attack::Kind::kExploit), 0);
  EXPECT_TRUE(request.post);
  EXPECT_EQ(request.path, "/_layouts/15/Picker.aspx");
  EXPECT_NE(request.body.find("ObjectDataProvider"), std::string::npos);
  EXPECT_NE(request.body.find("bulkhead-drill-harmless"), std::string::npos);
}

TEST(Payloads, UseTheScenariosPathsInTurn) {
  Attack attack = of_kind(Attack::Kind::kWebShell);
  attack.paths = {"/a.aspx", "/b.aspx?x=1"};
  EXPECT_EQ(request_of(attack, 0).path, "/a.aspx?cmd=whoami");
  EXPECT_EQ(request_of(attack, 1).path, "/b.aspx?x=1&cmd=net+user");
}

TEST(Payloads, NeverBreakALineOrTheRequest) {
  for (const auto kind :
       {Attack::Kind::kExploit, Attack::Kind::kWebShell, Attack::Kind::kFlood, Attack::Kind::kProbe})
    for (std::uint64_t number = 0; number < 100; ++number) {
      const std::string path = request_of(of_kind(kind), number).path;
      EXPECT_EQ(path.find_first_of("\r\n "), std::string::npos) << path;
      EXPECT_EQ(path.front(), '/');
    }
}

TEST(Persons, AreCountedOnceAndOnlyWhenTheyLiveThere) {
  Country country;
  country.persons = {"J00101999W", "J05115999K"};
  Persons persons(country);
  persons.add_those_in(R"({"a":"J00101999W","employer":"J91402501L"},J00101999W)");
  EXPECT_EQ(persons.count(), 1u);
  persons.add_those_in("J0010199");
  persons.add_those_in("");
  persons.add_those_in("J05115999K");
  EXPECT_EQ(persons.count(), 2u);
}

Scenario with_flood() {
  Scenario scenario;
  scenario.phases = {{"calm", Milliseconds(10'000), 1, {}, {}}, {"flood", Milliseconds(10'000), 1, {}, {}}};
  return scenario;
}

AttackOutcome outcome_of(Attack::Kind kind) {
  AttackOutcome outcome;
  outcome.phase = "flood";
  outcome.kind = kind;
  outcome.services = {"portal"};
  outcome.sent = 100;
  return outcome;
}

TEST(Verdict, OfAFloodIsWhatBecameOfTasksBegunInIt) {
  Tally tally;
  TaskResult result;
  result.task.service = "portal";
  // Begun in the flood, ended long after it.
  result.end = TaskEnd::kLate;
  for (int i = 0; i < 10; ++i) tally.add("home", Milliseconds(12'000), Milliseconds(45'000), result);
  result.end = TaskEnd::kFinished;
  for (int i = 0; i < 100; ++i) tally.add("home", Milliseconds(1'000), Milliseconds(15'000), result);
  AttackOutcome outcome = outcome_of(Attack::Kind::kFlood);
  judge(outcome, with_flood(), tally);
  EXPECT_EQ(outcome.verdict, Verdict::kNotDefended) << outcome.why;
  EXPECT_EQ(
      outcome.why,
      "0 of 10 tasks begun meanwhile at these services were finished, and none of its requests was refused");
}

/// Of a flood in which tasks ended like this, when so many of its requests were refused.
Verdict verdict_of(const std::vector<TaskEnd>& ends, std::uint64_t refused) {
  Tally tally;
  TaskResult result;
  result.task.service = "portal";
  for (const TaskEnd end : ends) {
    result.end = end;
    tally.add("home", Milliseconds(12'000), Milliseconds(13'000), result);
  }
  AttackOutcome outcome = outcome_of(Attack::Kind::kFlood);
  outcome.refused = refused;
  judge(outcome, with_flood(), tally);
  return outcome.verdict;
}

TEST(Verdict, OfAFloodThatDidNoHarmIsNotDefendedUnlessSomethingHeldItBack) {
  EXPECT_EQ(verdict_of({TaskEnd::kFinished}, 0), Verdict::kNotDefended);
  EXPECT_EQ(verdict_of({TaskEnd::kFinished}, 50), Verdict::kDefended);
}

TEST(Verdict, OfAFloodThatNobodyHeldBackIsNotPartly) {
  EXPECT_EQ(verdict_of({TaskEnd::kFinished, TaskEnd::kFailed}, 0), Verdict::kNotDefended);
  EXPECT_EQ(verdict_of({TaskEnd::kFinished, TaskEnd::kFailed}, 50), Verdict::kPartly);
}

TEST(Verdict, OfAHarvestIsWhetherRecordsGotOut) {
  AttackOutcome outcome = outcome_of(Attack::Kind::kHarvest);
  outcome.reached = 100;
  judge(outcome, with_flood(), {});
  EXPECT_EQ(outcome.verdict, Verdict::kNotDefended) << "nothing was refused";
  outcome.persons = 99;
  judge(outcome, with_flood(), {});
  EXPECT_EQ(outcome.verdict, Verdict::kNotDefended);
  outcome.refused = 1;
  judge(outcome, with_flood(), {});
  EXPECT_EQ(outcome.verdict, Verdict::kPartly);
  outcome.persons = 0;
  judge(outcome, with_flood(), {});
  EXPECT_EQ(outcome.verdict, Verdict::kDefended);
}

TEST(Verdict, ADeadServiceIsNoDefence) {
  AttackOutcome outcome = outcome_of(Attack::Kind::kProbe);
  outcome.failed = 100;
  judge(outcome, with_flood(), {});
  EXPECT_EQ(outcome.verdict, Verdict::kNotDefended) << outcome.why;
}

TEST(Verdict, OfAFloodLeavesOutWhatWasDownAnyway) {
  Scenario scenario = with_flood();
  scenario.phases[1].down = {"courts"};
  Tally tally;
  TaskResult result;
  result.task.service = "courts";
  result.end = TaskEnd::kFailed;
  tally.add("home", Milliseconds(12'000), Milliseconds(13'000), result);
  result.task.service = "portal";
  result.end = TaskEnd::kFinished;
  tally.add("home", Milliseconds(12'000), Milliseconds(13'000), result);
  AttackOutcome outcome = outcome_of(Attack::Kind::kFlood);
  outcome.services = {"portal", "courts"};
  outcome.refused = 1;
  judge(outcome, scenario, tally);
  EXPECT_EQ(outcome.verdict, Verdict::kDefended) << outcome.why;
}

TEST(Verdict, OfWhatWasNeverSentIsNone) {
  AttackOutcome outcome = outcome_of(Attack::Kind::kExploit);
  outcome.sent = 0;
  judge(outcome, with_flood(), {});
  EXPECT_EQ(outcome.verdict, Verdict::kNotPlayed);
}

}  // namespace
}  // namespace bulkhead::drill
