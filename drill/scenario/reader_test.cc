// A good scenario is read whole into its value; of a bad one everything that is wrong is said in one go, each with its
// place, the text found there and what would be right; and no file makes the drill larger than ScenarioLimits.

#include "drill/scenario/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "drill/scenario/limits.h"

namespace bulkhead::drill {
namespace {

using policy::Diagnostic;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Limits = ScenarioLimits;

const std::vector<std::string> kServices = {"civil-registry", "portal", "tax-filing"};

ScenarioReading read(const std::string& source) {
  return read_scenario(source, "folder/day.yaml", kServices);
}

std::string all_text(const ScenarioReading& reading, std::string_view source) {
  std::string result;
  for (const Diagnostic& one : reading.diagnostics) result += text(one, source);
  return result;
}

// Ten lines; what a test adds begins on line 11.
const std::string kPeople =
    "title: T\n"
    "people:\n"
    "  home:\n"
    "    title: At home\n"
    "    networks: [198.18.0.0/16]\n"
    "    visits: 60/min\n"
    "    tasks: { portal: 1 }\n"
    "phases:\n"
    "  - name: calm\n"
    "    lasts: 40s\n";

/// One group, with one of its lines replaced.
std::string with_group(const std::string& line, const std::string& replacement) {
  std::string source = kPeople;
  return source.replace(source.find(line), line.size(), replacement);
}

/// One attack; its six keys begin on line 12 in column 9, and `more` follows on line 18.
std::string with_attack(const std::string& kind, const std::string& services, const std::string& networks,
                        const std::string& sources, const std::string& rate, const std::string& more = "") {
  return kPeople + "    attacks:\n      - name: a\n        kind: " + kind +
         "\n        services: " + services + "\n        networks: " + networks +
         "\n        sources: " + sources + "\n        rate: " + rate + "\n" + more;
}

TEST(ScenarioReader, ReadsEveryKey) {
  const std::string source = R"(title: One line
services: { delay: 30ms, slots: 4 }
people:
  cgnat:
    title: Behind one address
    networks: [100.64.0.0/24, "2001:db8::/32"]
    addresses: 20
    persons: 50
    visits: 90/h
    tasks_per_visit: 1-3
    tasks: { tax-filing: 3, portal/clerk: 2, civil-registry/api: 1 }
    think: 200ms-1s
    javascript: false
    first_visit: true
    language: sq
  home: { title: At home, networks: [192.0.2.7], visits: 0.5/s, tasks: { portal: 1 }, tasks_per_visit: 2, think: 0s }
phases:
  - name: calm
    lasts: 40s
  - name: first wave
    lasts: 1m30s
    visits: 0.5
    attacks:
      - name: paths
        kind: probe
        services: [civil-registry, portal]
        networks: [198.18.0.0/15]
        sources: 5000
        rate: 4/s
        paths: [/a, "/b?c=d"]
      - { name: records, kind: harvest, services: [portal], networks: [203.0.113.9], rate: 30/min }
    down: [portal]
officer:
  - at: 70s
    run: [close, civil-registry, compartment:tax, --cause, attack, --for, 2m, --reason, "why, in words"]
  - { at: 80s, run: [undo, last, --reason, wrong] }
off_by_hand: { at: 90s, back_at: 2m, except: [tax-filing] }
)";
  const ScenarioReading reading = read(source);
  EXPECT_EQ(all_text(reading, source), "");
  ASSERT_TRUE(reading.scenario);
  const Scenario& scenario = *reading.scenario;
  EXPECT_EQ(scenario.name, "day");
  EXPECT_EQ(scenario.title, "One line");
  EXPECT_EQ(scenario.service_delay, Milliseconds(30));
  EXPECT_EQ(scenario.service_slots, 4u);

  ASSERT_EQ(scenario.groups.size(), 2u);
  const Group& cgnat = scenario.groups[0];
  EXPECT_EQ(cgnat.name, "cgnat");
  EXPECT_EQ(cgnat.title, "Behind one address");
  EXPECT_THAT(cgnat.networks,
              ElementsAre(*Network::parse("100.64.0.0/24"), *Network::parse("2001:db8::/32")));
  EXPECT_EQ(cgnat.addresses, 20u);
  EXPECT_EQ(cgnat.persons, 50u);
  EXPECT_DOUBLE_EQ(cgnat.visits_per_minute, 1.5);
  EXPECT_EQ(cgnat.tasks_per_visit, (Range<unsigned>{1, 3}));
  ASSERT_EQ(cgnat.tasks.size(), 3u);
  EXPECT_EQ(cgnat.tasks[0].task, (TaskKind{"tax-filing", TaskKind::Who::kCitizen}));
  EXPECT_EQ(cgnat.tasks[0].weight, 3u);
  EXPECT_EQ(cgnat.tasks[1].task, (TaskKind{"portal", TaskKind::Who::kClerk}));
  EXPECT_EQ(cgnat.tasks[2].task, (TaskKind{"civil-registry", TaskKind::Who::kApi}));
  EXPECT_EQ(cgnat.think, (Range<Milliseconds>{Milliseconds(200), Milliseconds(1'000)}));
  EXPECT_FALSE(cgnat.javascript);
  EXPECT_TRUE(cgnat.first_visit);
  EXPECT_EQ(cgnat.language, "sq");
  const Group& home = scenario.groups[1];
  EXPECT_FALSE(home.addresses);
  EXPECT_FALSE(home.persons);
  EXPECT_DOUBLE_EQ(home.visits_per_minute, 30);
  EXPECT_EQ(home.tasks_per_visit, (Range<unsigned>{2, 2}));
  EXPECT_EQ(home.think, (Range<Milliseconds>{}));
  EXPECT_TRUE(home.javascript);
  EXPECT_FALSE(home.first_visit);
  EXPECT_EQ(home.language, "en");

  ASSERT_EQ(scenario.phases.size(), 2u);
  EXPECT_EQ(scenario.lasts(), Milliseconds(130'000));
  const Phase& wave = scenario.phases[1];
  EXPECT_EQ(wave.name, "first wave");
  EXPECT_DOUBLE_EQ(wave.visits, 0.5);
  EXPECT_THAT(wave.down, ElementsAre("portal"));
  ASSERT_EQ(wave.attacks.size(), 2u);
  EXPECT_EQ(wave.attacks[0].kind, Attack::Kind::kProbe);
  EXPECT_THAT(wave.attacks[0].services, ElementsAre("civil-registry", "portal"));
  EXPECT_EQ(wave.attacks[0].sources, 5'000u);
  EXPECT_DOUBLE_EQ(wave.attacks[0].requests_per_s, 4);
  EXPECT_THAT(wave.attacks[0].paths, ElementsAre("/a", "/b?c=d"));
  EXPECT_EQ(wave.attacks[1].sources, 1u);
  EXPECT_DOUBLE_EQ(wave.attacks[1].requests_per_s, 0.5);

  ASSERT_EQ(scenario.officer.size(), 2u);
  EXPECT_EQ(scenario.officer[0].at, Milliseconds(70'000));
  EXPECT_THAT(scenario.officer[0].words, ElementsAre("close", "civil-registry", "compartment:tax", "--cause",
                                                     "attack", "--for", "2m", "--reason", "why, in words"));
  ASSERT_TRUE(scenario.off_by_hand);
  EXPECT_EQ(scenario.off_by_hand->at, Milliseconds(90'000));
  EXPECT_EQ(scenario.off_by_hand->back_at, Milliseconds(120'000));
  EXPECT_THAT(scenario.off_by_hand->except, ElementsAre("tax-filing"));
}

TEST(ScenarioReader, SaysWhereWhatAndWhatWouldBeRight) {
  struct Row {
    std::string source;
    std::uint32_t line, column;
    std::string_view key, offending, message, hint;
  };
  const std::string usual = "[198.18.0.0/16]";
  const Row rows[] = {
      // The file.
      {"", 0, 0, "", "", "the file is empty", "docs/scenarios.md"},
      {"title: \x01", 1, 8, "", "", "a control character", "UTF-8"},
      {"title: [\n", 2, 1, "", "", "this is not YAML", "docs/scenarios.md"},
      {"- a\n", 1, 1, "", "a list", "is no mapping", "{} when empty"},
      {"title: T\nphases: []\n", 2, 9, "phases", "a list", "is an empty list", "at least one"},
      {"title: T\n", 1, 1, "phases", "", "is missing", "add `phases`: see docs/scenarios.md"},
      {kPeople + "ofice: []\n", 11, 1, "ofice", "ofice", "unknown key", "did you mean `officer`?"},
      {kPeople + "title: U\n", 11, 1, "title", "title", "the key is given twice; first on line 1",
       "keep one"},
      {kPeople + "services: { delay: 0s }\n", 11, 20, "services.delay", "0s", "0s is outside 1ms to 10s",
       "1ms"},
      {kPeople + "services: { slots: 1025 }\n", 11, 20, "services.slots", "1025", "1025 is outside 1 to 1024",
       ""},
      // People.
      {with_group("  home:", "  Home:"), 3, 3, "people.Home", "Home", "this is not a name", "small letters"},
      {with_group("At home", "\"\""), 4, 12, "people.home.title", "", "is blank", "read"},
      {with_group("198.18.0.0/16", "31.171.152.0/22"), 5, 16, "people.home.networks[0]", "31.171.152.0/22",
       "may be somebody's address on the Internet", "198.18.0.0/15"},
      {with_group("198.18.0.0/16", "198.18.0.1/16"), 5, 16, "people.home.networks[0]", "198.18.0.1/16", "",
       ""},
      {with_group("198.18.0.0/16", "198.18.0.0/16, 198.18.0.0/16"), 5, 31, "people.home.networks[1]",
       "198.18.0.0/16", "the network is listed twice", "once"},
      {with_group("    visits", "    addresses: 32769\n    visits"), 6, 16, "people.home.addresses", "32769",
       "32769 addresses, more than the 32768 that the networks give", "wider"},
      {with_group("60/min", "60"), 6, 13, "people.home.visits", "60", "is not a rate", "60/min"},
      {with_group("60/min", "60/day"), 6, 13, "people.home.visits", "60/day", "is not a rate", "60/min"},
      {with_group("60/min", "-1/s"), 6, 13, "people.home.visits", "-1/s", "is not a rate", "60/min"},
      {with_group("60/min", "1e3/s"), 6, 13, "people.home.visits", "1e3/s", "is not a rate", "60/min"},
      {with_group("60/min", "0/s"), 6, 13, "people.home.visits", "0/s",
       "0/s is not more than 0 and at most 6000/min", ""},
      {with_group("60/min", "101/s"), 6, 13, "people.home.visits", "101/s",
       "101/s is not more than 0 and at most 6000/min", ""},
      {with_group("60/min", "6000/min") + "  - { name: b, lasts: 10s, visits: 1.5 }\n", 11, 36,
       "phases[1].visits", "1.5", "makes 9000 visits a minute, more than 6000", "at most 1"},
      {with_group("{ portal: 1 }", "{}"), 7, 12, "people.home.tasks", "a mapping", "nobody comes for nothing",
       ""},
      {with_group("{ portal", "{ portl"), 7, 14, "people.home.tasks.portl", "portl",
       "no service has this name", "did you mean `portal`?"},
      {with_group("{ portal", "{ portal/robot"), 7, 14, "people.home.tasks.portal/robot", "portal/robot",
       "nobody does a task so", "SERVICE/clerk"},
      {with_group("portal: 1 }", "portal: 1001 }"), 7, 22, "people.home.tasks.portal", "1001",
       "1001 is outside 1 to 1000", ""},
      {with_group("    tasks:", "    tasks_per_visit: 3-1\n    tasks:"), 7, 22, "people.home.tasks_per_visit",
       "3-1", "the smaller end comes second", "1-3"},
      {with_group("    tasks:", "    tasks_per_visit: 0\n    tasks:"), 7, 22, "people.home.tasks_per_visit",
       "0", "0 is outside 1 to 20", ""},
      {with_group("    tasks:", "    tasks_per_visit: many\n    tasks:"), 7, 22,
       "people.home.tasks_per_visit", "many", "is not a range", "1-3"},
      {with_group("    tasks:", "    think: 1s-2m\n    tasks:"), 7, 12, "people.home.think", "1s-2m",
       "1s-2m is outside 0s to 1m", "200ms-1s"},
      {with_group("    tasks:", "    javascript: no\n    tasks:"), 7, 17, "people.home.javascript", "no",
       "is not true or false", ""},
      {with_group("    tasks:", "    language: Albanian\n    tasks:"), 7, 15, "people.home.language",
       "Albanian", "this is not a language tag", "sq"},
      {"title: T\npeople: {}\nphases: [{ name: a, lasts: 1s }]\n", 2, 1, "people", "people", "nobody comes",
       "without `people`"},
      // Phases.
      {kPeople + "  - name: b\n", 11, 5, "phases[1].lasts", "", "is missing", "add `lasts`"},
      {kPeople + "  - { name: b, lasts: 999ms }\n", 11, 23, "phases[1].lasts", "999ms",
       "999ms is outside 1s to 30m", ""},
      {kPeople + "  - { name: b, lasts: 30m }\n", 11, 23, "phases[1].lasts", "30m",
       "the phases up to here last 1840s, longer than 30m", "shorter"},
      {kPeople + "  - { name: calm, lasts: 1s }\n", 11, 13, "phases[1].name", "calm",
       "the name is given twice", ""},
      {kPeople + "    visits: 101\n", 11, 13, "phases[0].visits", "101", "101 is outside 0 to 100", ""},
      {kPeople + "    visits: .inf\n", 11, 13, "phases[0].visits", ".inf", "is not a number", ""},
      {kPeople + "    down: [portal, portal]\n", 11, 20, "phases[0].down[1]", "portal",
       "the service is listed twice", "once"},
      // Attacks.
      {with_attack("flod", "[portal]", usual, "1", "1/s"), 13, 15, "phases[0].attacks[0].kind", "flod",
       "is none of the known words", "flood"},
      {with_attack("flood", "[]", usual, "1", "1/s"), 14, 19, "phases[0].attacks[0].services", "a list",
       "is an empty list", "at least one"},
      {with_attack("flood", "[taxes]", usual, "1", "1/s"), 14, 20, "phases[0].attacks[0].services[0]",
       "taxes", "no service has this name", "one of: civil-registry, portal, tax-filing"},
      {with_attack("flood", "[portal]", "[8.8.8.8]", "1", "1/s"), 15, 20, "phases[0].attacks[0].networks[0]",
       "8.8.8.8", "may be somebody's address on the Internet", ""},
      {with_attack("flood", "[portal]", "[198.18.0.0/15, \"2001:db8::/32\"]", "100001", "1/s"), 16, 18,
       "phases[0].attacks[0].sources", "100001", "100001 is outside 1 to 100000", ""},
      {with_attack("flood", "[portal]", "[192.0.2.1]", "2", "1/s"), 16, 18, "phases[0].attacks[0].sources",
       "2", "2 addresses, more than the 1 that the networks give", "wider"},
      {with_attack("harvest", "[portal, tax-filing]", "[198.18.0.0/15]", "1001", "1/s"), 16, 18,
       "phases[0].attacks[0].sources", "1001", "1001 sources at 2 services are 2002 thieves, more than 2000",
       "fewer"},
      {with_attack("flood", "[portal, tax-filing]", usual, "1", "10001/s"), 17, 15,
       "phases[0].attacks[0].rate", "10001/s",
       "with this one the phase's floods ask for 20002/s over all services, more than 20000/s", ""},
      {with_attack("probe", "[portal]", usual, "1", "501/s"), 17, 15, "phases[0].attacks[0].rate", "501/s",
       "501/s is not more than 0 and at most 500/s", ""},
      {with_attack("probe", "[portal, tax-filing]", usual, "1", "251/s"), 17, 15, "phases[0].attacks[0].rate",
       "251/s", "attacks other than floods ask for 502/s", "each service"},
      {with_attack("probe", "[portal]", usual, "1", "1/s", "        paths: [/a, b]\n"), 18, 21,
       "phases[0].attacks[0].paths[1]", "b", "this is not a path to ask for", "slash"},
      {with_attack("harvest", "[portal]", usual, "1", "1/s", "        paths: [/a]\n"), 18, 9,
       "phases[0].attacks[0].paths", "paths", "an attack of kind harvest finds its own paths", "remove"},
      {with_attack(
           "flood", "[portal]", usual, "1", "1/s",
           "      - { name: a, kind: flood, services: [portal], networks: [192.0.2.1], rate: 1/s }\n"),
       18, 17, "phases[0].attacks[1].name", "a", "the name is given twice", ""},
      {"title: T\nphases: [{ name: a, lasts: 1s }]\n", 2, 1, "phases", "phases",
       "nobody comes and nobody attacks", "`attacks`"},
      {"title: T\nservices: { slots: 2 }\nphases:\n  - name: a\n    lasts: 1s\n    attacks: [{ name: a, "
       "kind: "
       "flood, services: [portal], networks: [192.0.2.1], rate: 1/s }]\n",
       2, 1, "services", "services", "without people", "remove it"},
      // The officer and the switch.
      {kPeople + "officer: [{ at: 41s, run: [undo, last] }]\n", 11, 17, "officer[0].at", "41s",
       "41s is outside 0s to 40s", ""},
      {kPeople + "officer: [{ at: 5s, run: [undo, last] }, { at: 4s, run: [undo, last] }]\n", 11, 48,
       "officer[1].at", "4s", "is before the act above it", "order"},
      {kPeople + "officer: [{ at: 5s, run: [] }]\n", 11, 26, "officer[0].run", "a list", "is an empty list",
       ""},
      {kPeople + "officer: [{ at: 5s, run: [apply, p.yaml] }]\n", 11, 27, "officer[0].run[0]", "apply",
       "is no command of the officer's", "close, guard, lockdown, open, reopen, undo"},
      {kPeople + "officer: [{ at: 5s, run: [close, protal] }]\n", 11, 34, "officer[0].run[1]", "protal",
       "no service has this name", "did you mean `portal`?"},
      {kPeople + "officer: [{ at: 5s, run: [close, \"compartment:\"] }]\n", 11, 34, "officer[0].run[1]",
       "compartment:", "is no service or compartment", ""},
      {kPeople + "officer: [{ at: 5s, run: [undo, last, --state, /tmp] }]\n", 11, 39, "officer[0].run[2]",
       "--state", "the drill itself says where the daemon is", "remove"},
      {kPeople + "officer: [{ at: 5s, run: [undo, last, --url=x] }]\n", 11, 39, "officer[0].run[2]",
       "--url=x", "the drill itself says where the daemon is", "remove"},
      {kPeople + "officer: [{ at: 5s, run: [undo, 7] }]\n", 11, 33, "officer[0].run[1]", "7",
       "is a whole number, not text", "\"7\""},
      {kPeople + "off_by_hand: { at: 41s, back_at: 40s }\n", 11, 20, "off_by_hand.at", "41s",
       "41s is outside 0s to 40s", ""},
      {kPeople + "off_by_hand: { at: 9s, back_at: 9s }\n", 11, 33, "off_by_hand.back_at", "9s",
       "everything is back before it was off", "later"},
      {kPeople + "off_by_hand: { at: 9s, back_at: 10s, except: [tax] }\n", 11, 47, "off_by_hand.except[0]",
       "tax", "no service has this name", ""},
  };
  for (const Row& row : rows) {
    const ScenarioReading reading = read(row.source);
    EXPECT_FALSE(reading.scenario) << row.source;
    ASSERT_EQ(reading.diagnostics.size(), 1u) << row.source << all_text(reading, row.source);
    const Diagnostic& one = reading.diagnostics.front();
    const std::string said = text(one, row.source);
    EXPECT_EQ(one.line, row.line) << said;
    EXPECT_EQ(one.column, row.column) << said;
    EXPECT_EQ(one.key, row.key) << said;
    EXPECT_EQ(one.offending, row.offending) << said;
    EXPECT_THAT(one.message, HasSubstr(row.message));
    EXPECT_THAT(one.hint, HasSubstr(row.hint)) << said;
  }
}

TEST(ScenarioReader, SaysEverythingInOneGo) {
  const std::string source =
      "titel: T\n"
      "people:\n"
      "  home:\n"
      "    title: At home\n"
      "    networks: [1.1.1.1]\n"
      "    visits: often\n"
      "    tasks: { prtal: 1 }\n"
      "phases:\n"
      "  - name: calm\n"
      "    attacks: [{ name: a, kind: flood, services: [], networks: [192.0.2.1], rate: 1 }]\n"
      "officer: [{ at: 40m, run: [shut] }]\n";
  const ScenarioReading reading = read(source);
  EXPECT_FALSE(reading.scenario);
  EXPECT_EQ(all_text(reading, source).substr(0, 31), "folder/day.yaml:1:1: error: tit");
  std::vector<std::string> keys;
  for (const Diagnostic& one : reading.diagnostics) keys.push_back(one.key);
  EXPECT_THAT(keys, testing::UnorderedElementsAre(
                        "titel", "title", "people.home.networks[0]", "people.home.visits",
                        "people.home.tasks.prtal", "phases[0].lasts", "phases[0].attacks[0].services",
                        "phases[0].attacks[0].rate", "officer[0].at", "officer[0].run[0]"));
}

std::string repeated(std::size_t count, const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < count; ++i) {
    std::string one = text;
    while (one.find('#') != std::string::npos) one.replace(one.find('#'), 1, std::to_string(i));
    result += one;
  }
  return result;
}

TEST(ScenarioReader, StopsAtItsLimits) {
  struct Row {
    std::string_view what;
    std::size_t max;
    std::string (*source)(std::size_t);
    std::string_view message;
  };
  const Row rows[] = {
      {"bytes", Limits::kFileBytesMax,
       [](std::size_t bytes) { return kPeople + "#" + std::string(bytes - kPeople.size() - 1, 'x'); },
       "the file has 65537 bytes"},
      {"groups", Limits::kGroupsMax,
       [](std::size_t count) {
         return "title: T\npeople:\n" +
                repeated(count,
                         "  g#: { title: G, networks: [192.0.2.1], visits: 1/s, tasks: { portal: 1 } }\n") +
                "phases: [{ name: a, lasts: 1s }]\n";
       },
       "has 33 entries, more than 32"},
      {"phases", Limits::kPhasesMax,
       [](std::size_t count) { return kPeople + repeated(count - 1, "  - { name: p#, lasts: 1s }\n"); },
       "has 33 entries, more than 32"},
      {"attacks", Limits::kAttacksPerPhaseMax,
       [](std::size_t count) {
         return kPeople + "    attacks:\n" +
                repeated(count,
                         "      - { name: a#, kind: flood, services: [portal], networks: [192.0.2.1], rate: "
                         "1/s }\n");
       },
       "has 17 entries, more than 16"},
      {"acts", Limits::kActsMax,
       [](std::size_t count) {
         return kPeople + "officer:\n" + repeated(count, "  - { at: 1s, run: [undo, last] }\n");
       },
       "has 65 entries, more than 64"},
      {"words", Limits::kWordsPerActMax,
       [](std::size_t count) {
         return kPeople + "officer: [{ at: 1s, run: [undo" + repeated(count - 1, ", w#") + "] }]\n";
       },
       "has 33 entries, more than 32"},
      {"seconds", 1'800, [](std::size_t seconds) { return with_group("40s", std::to_string(seconds) + "s"); },
       "1801s is outside 1s to 30m"},
      {"visits of all groups", 6'000,
       [](std::size_t visits) {
         return with_group(
             "phases:", "  more: { title: M, networks: [192.0.2.1], visits: " + std::to_string(visits - 60) +
                            "/min, tasks: { portal: 1 } }\nphases:");
       },
       "the groups together say 6001 visits a minute, more than 6000"},
  };
  for (const Row& row : rows) {
    const std::string at_max = row.source(row.max);
    EXPECT_EQ(all_text(read(at_max), at_max), "") << row.what;
    const ScenarioReading above = read(row.source(row.max + 1));
    EXPECT_FALSE(above.scenario) << row.what;
    ASSERT_EQ(above.diagnostics.size(), 1u) << row.what;
    EXPECT_EQ(above.diagnostics[0].message, row.message);
  }
}

TEST(ScenarioReader, IsCalledAsItsFile) {
  for (const auto& [file, name] :
       std::map<std::string, std::string>{{"drill/scenarios/july-2022.yaml", "july-2022"},
                                          {"mine.yml", "mine"},
                                          {"a/b", "b"},
                                          {".yaml", ".yaml"}})
    EXPECT_EQ(read_scenario(kPeople, file, kServices).scenario.value().name, name);
}

TEST(ScenarioReader, SaysThatAFileCannotBeRead) {
  const ScenarioReading reading = read_scenario_file("/nonexistent/day.yaml", kServices);
  EXPECT_FALSE(reading.scenario);
  ASSERT_EQ(reading.diagnostics.size(), 1u);
  EXPECT_THAT(text(reading.diagnostics[0], ""),
              HasSubstr("/nonexistent/day.yaml: error: the file cannot be read"));
}

TEST(AttackOnly, TakesThePeopleOfAnother) {
  const ScenarioReading attack = read(
      "title: Mine\n"
      "phases:\n"
      "  - name: a\n"
      "    lasts: 10s\n"
      "    visits: 2\n"
      "    attacks: [{ name: a, kind: flood, services: [portal], networks: [192.0.2.1], rate: 1/s }]\n");
  ASSERT_TRUE(attack.scenario);
  EXPECT_THAT(attack.scenario->groups, IsEmpty());
  Scenario base = read(kPeople + "services: { delay: 5ms, slots: 2 }\n").scenario.value();

  const Result<Scenario> whole = with_people_of(*attack.scenario, base);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->name, "day");
  EXPECT_EQ(whole->title, "Mine");
  ASSERT_EQ(whole->groups.size(), 1u);
  EXPECT_EQ(whole->groups[0].name, "home");
  EXPECT_EQ(whole->service_delay, Milliseconds(5));
  EXPECT_EQ(whole->service_slots, 2u);
  ASSERT_EQ(whole->phases.size(), 1u);
  EXPECT_EQ(whole->phases[0].attacks.size(), 1u);

  EXPECT_EQ(with_people_of(base, base).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(with_people_of(*attack.scenario, *attack.scenario).error().code, ErrorCode::kInvalid);
  base.groups[0].visits_per_minute = 3'000;
  EXPECT_TRUE(with_people_of(*attack.scenario, base));
  base.groups[0].visits_per_minute = 3'001;
  EXPECT_EQ(with_people_of(*attack.scenario, base).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace bulkhead::drill
