// What must hold: the table of `status` says warnings first, then what is not open, in plain words, fits 80 columns, and
// no text from elsewhere reaches the terminal as anything but text. Shown by golden pages made from one fixed status
// with hostile strings in it; UPDATE_GOLDEN=1 rewrites them.

#include "cli/status_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "cli/fake_for_test.h"
#include "cli/text_width.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;

const std::string kFolder = std::string(BULKHEAD_SOURCE_DIR) + "/cli/testdata/";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = kFolder + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(text, read(path)) << "UPDATE_GOLDEN=1 rewrites " << path;
}

class StatusView : public testing::Test {
 protected:
  StatusView() {
    setenv("TZ", "UTC", 1);
    bulkhead.api.answers = {{200, "application/json", read(kFolder + "status.json")}};
  }

  std::string page(int columns, const std::vector<std::string>& more = {}) {
    bulkhead.terminal.columns = columns;
    std::vector<std::string> words{"status"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(bulkhead.run(words), Exit::kOk) << bulkhead.err;
    return bulkhead.out;
  }

  FakeProcess bulkhead;
};

TEST_F(StatusView, At80Columns) { expect_golden("status_80.txt", page(80)); }
TEST_F(StatusView, At160Columns) { expect_golden("status_160.txt", page(160)); }
TEST_F(StatusView, OneEndlessCellDoesNotStretchEveryRow) {
  std::string services = R"({"name":"a","criticality":")" + std::string(100'000, 'x') + R"("})";
  for (int i = 0; i < 100; ++i) services += R"(,{"name":"b"})";
  bulkhead.api.answers = {{200, "application/json", R"({"services":[)" + services + "]}"}};
  EXPECT_LT(page(80).size(), 300'000u);
}

TEST_F(StatusView, SaysHowServicesAreInspectedAndWhetherThatIsProven) {
  bulkhead.api.answers = {{200, "application/json", R"({"as_of":"2026-07-17T02:14:07Z","services":[
    {"name":"tax","inspection":{"mode":"block","paranoia":1,"inbound_threshold":5,"guarded":{"inbound_threshold":3},"rules":635,
     "rules_sha256":"abcdef0123456789","exclusions":2,"next_expiry":"2026-07-17T12:00:00Z","inspected":1204,"refused":3,
     "self_test":{"ok":true,"at":"2026-07-17T02:13:43Z","overdue":false,"why":""}}},
    {"name":"courts","inspection":{"mode":"detect","rules":1,"self_test":{"ok":false,"at":"2026-07-17T02:14:00Z",
     "why":"no gate \u001b[2J was asked"}}},
    {"name":"library","inspection":{"mode":"off","self_test":null}}]})"}};
  const std::string text = page(100);
  EXPECT_THAT(text, HasSubstr("tax        block   1         5 (3)         1204        3  ok 24 s ago\n"
                              "    635 rules abcdef01; 2 exclusions, the next ends 12:00\n"));
  EXPECT_THAT(text, HasSubstr("FAILED 7 s ago\n    1 rule; self-test: no gate \\x1b[2J was asked\n"));
  EXPECT_EQ(text.find("library", text.find("INSPECTED")), std::string::npos);
}

TEST_F(StatusView, AnUptimeThatNoMachineReachesIsShownAsTheLongest) {
  bulkhead.api.answers = {{200, "application/json", R"({"daemon":{"uptime_s":9223372036854775807}})"}};
  EXPECT_THAT(page(80), HasSubstr("daemon up 36525 d"));
  bulkhead.api.answers = {{200, "application/json", R"({"daemon":{"uptime_s":-9223372036854775808}})"}};
  EXPECT_THAT(page(80), HasSubstr("daemon up 0 s"));
}

TEST_F(StatusView, InColours) {
  bulkhead.terminal.colours = true;
  expect_golden("status_colours.txt", page(80));
}

TEST_F(StatusView, NothingIsWiderThanTheTerminal) {
  for (const int columns : {80, 100, 120, 160, 200}) {
    std::istringstream lines(page(columns));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(text_width(line), columns) << line;
  }
}

TEST_F(StatusView, NoControlCharacterGetsThrough) {
  for (const char byte : page(80)) {
    EXPECT_TRUE(static_cast<unsigned char>(byte) >= 0x20 || byte == '\n') << static_cast<int>(byte);
  }
  EXPECT_EQ(bulkhead.out.find("\xe2\x80\xae"), std::string::npos) << "right-to-left override";
}

TEST_F(StatusView, WhatIsNotOpenComesFirstThenTheEssential) {
  const std::string text = page(160);
  const auto at = [&](const std::string& name) { return text.find("\n" + name); };
  EXPECT_LT(at("tax-filing"), at("court-records"));     // closed before guarded
  EXPECT_LT(at("court-records"), at("business"));       // guarded before reopening
  EXPECT_LT(at("business"), at("portal"));              // all of these before open
  EXPECT_LT(at("health-prescriptions"), at("portal"));  // both open and essential: by name
}

TEST_F(StatusView, AReopeningIsNotSaidToEndWhenMoreGetIn) {
  EXPECT_THAT(page(160), HasSubstr("next by 02:15"));
  EXPECT_THAT(page(80), HasSubstr("load by besa since 02:10 (4 min 07 s), next stage by 02:15;"));
}

TEST_F(StatusView, AClosingDoorSaysUntilWhenItDrains) {
  EXPECT_THAT(page(160), HasSubstr("    drain ends 02:24 (in 9 min 53 s)\n"));
  EXPECT_THAT(page(80), HasSubstr("ends: 18 Jul 06:00; drain\n    ends 02:24 (in 9 min 53 s)\n"));
}

TEST_F(StatusView, AnUnknownServiceIsAskedWhetherItIsTheNearest) {
  EXPECT_EQ(bulkhead.run({"status", "tax-fling"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("did you mean tax-filing?"));
}

TEST_F(StatusView, ShowsOnlyTheServicesThatWereNamed) {
  const std::string text = page(80, {"portal"});
  EXPECT_THAT(text, HasSubstr("\nportal"));
  EXPECT_EQ(text.find("\ntax-filing"), std::string::npos);
}

TEST_F(StatusView, AnUnknownServiceIsAFailureInOneLine) {
  EXPECT_EQ(bulkhead.run({"status", "tax-filling"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("no service named 'tax-filling'"));
}

TEST_F(StatusView, JsonIsTheDaemonsOwn) {
  page(80, {"--json"});
  const auto sent = JsonDocument::parse(read(kFolder + "status.json"));
  const auto shown = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(sent && shown);
  EXPECT_EQ(sent->root().dump(), shown->root().dump());
}

TEST_F(StatusView, JsonOfSomeServicesIsOnlyOfThose) {
  page(80, {"portal", "--json"});
  const auto shown = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(shown) << bulkhead.out;
  ASSERT_EQ(shown->root()["services"].items().size(), 1u);
  EXPECT_EQ(shown->root()["services"].items()[0]["name"].text(), "portal");
  EXPECT_TRUE(shown->root()["image"].exists()) << "the rest is the daemon's own";
}

// A daemon of another version: whatever is missing or of another type is a blank, never an end of the program.
TEST_F(StatusView, AnyJsonIsShownSomehow) {
  for (
      const char* answer :
      {"{}", "[]", "null", "3", R"({"services":[{}]})", R"({"services":{"a":1},"workers":7,"warnings":"x"})",
       R"({"services":[{"name":3,"posture":[],"upstream":{"servers":[1,null]},"requests_per_s":"many"}]})"}) {
    bulkhead.api.answers = {{200, "application/json", answer}};
    EXPECT_EQ(bulkhead.run({"status"}), Exit::kOk) << answer;
  }
}

TEST(TextWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(text_width("tax"), 3);
  EXPECT_EQ(text_width("Deklarimi i të ardhurave"), 24);
  EXPECT_EQ(text_width("e\xcc\x81"), 1);     // combining accent
  EXPECT_EQ(text_width("\xe7\xa8\x8e"), 2);  // 税
  EXPECT_EQ(cut_to_width("abcdef", 6), "abcdef");
  EXPECT_EQ(cut_to_width("abcdefg", 6), "abcde…");
}

}  // namespace
}  // namespace bulkhead::cli
