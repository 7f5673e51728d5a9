// What must hold: check, compile and render work on files alone, end with the promised exit codes, and print JSON that is
// JSON also when the file is hostile. Shown on the demo's policy and on spoilt copies of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/fake_for_test.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;

const std::string kDemoPolicy = std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml";

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Local : public testing::Test {
 protected:
  Local() {
    std::string path = std::filesystem::temp_directory_path() / "bulkhead-local-XXXXXX";
    EXPECT_NE(mkdtemp(path.data()), nullptr);
    folder = path;
  }
  ~Local() override {
    EXPECT_TRUE(bulkhead.api.asked.empty()) << "none of this needs the daemon";
    std::filesystem::remove_all(folder);
  }

  std::string spoilt(const std::string& from, const std::string& to) {
    std::string text = read(kDemoPolicy);
    text.replace(text.find(from), from.size(), to);
    std::ofstream(folder + "/spoilt.yaml", std::ios::binary) << text;
    return folder + "/spoilt.yaml";
  }

  std::string folder;
  FakeProcess bulkhead;
};

TEST_F(Local, CheckSaysThatARightPolicyIsRight) {
  EXPECT_EQ(bulkhead.run({"check", kDemoPolicy}), Exit::kOk) << bulkhead.err;
  EXPECT_THAT(bulkhead.out, HasSubstr("is right: 6 services"));
}

TEST_F(Local, CheckShowsWhereItIsWrongAndWhatWouldBeRight) {
  EXPECT_EQ(bulkhead.run({"check", spoilt("criticality: essential", "criticality: esential")}),
            Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("right: one of: essential, important, deferrable"));
  EXPECT_THAT(bulkhead.out, HasSubstr("1 error\n"));
}

TEST_F(Local, WhatCheckQuotesIsHarmlessToATerminal) {
  for (const char* value : {"\x1b[31mesential", "e\xe2\x80\xaesential",
                            "\xc2\x9b"
                            "31m",
                            "\xff"}) {
    EXPECT_EQ(bulkhead.run({"check", spoilt("criticality: essential", std::string("criticality: ") + value)}),
              Exit::kRefused);
    EXPECT_EQ(bulkhead.err.find('\x1b'), std::string::npos);
    EXPECT_EQ(bulkhead.err.find("\xe2\x80\xae"), std::string::npos);
    EXPECT_EQ(bulkhead.err.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(bulkhead.err.find('\xff'), std::string::npos);
  }
}

TEST_F(Local, CheckGivesTheSameAsJson) {
  EXPECT_EQ(bulkhead.run({"check", "--json", spoilt("criticality: essential", "criticality: esential")}),
            Exit::kRefused);
  const auto document = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(document) << bulkhead.out;
  const JsonView root = document->root();
  EXPECT_FALSE(root["ok"].truth(true));
  EXPECT_EQ(root["errors"].whole(), 1);
  ASSERT_EQ(root["diagnostics"].items().size(), 1u);
  EXPECT_GT(root["diagnostics"].items()[0]["line"].whole(), 0);
  EXPECT_EQ(root["diagnostics"].items()[0]["severity"].text(), "error");
}

TEST_F(Local, AFileThatIsNotThereIsOneLine) {
  for (const char* command : {"check", "compile", "apply"}) {
    std::vector<std::string> words{command, folder + "/none.yaml"};
    if (std::string(command) == "compile") words.insert(words.end(), {"-o", folder + "/image"});
    EXPECT_EQ(bulkhead.run(words), Exit::kRefused);
    EXPECT_THAT(bulkhead.err, HasSubstr("cannot read the policy"));
    EXPECT_EQ(bulkhead.err.find('\n'), bulkhead.err.size() - 1);
  }
}

TEST_F(Local, AWrongPolicyIsNotSentToTheDaemon) {
  EXPECT_EQ(
      bulkhead.run({"apply", spoilt("criticality: essential", "criticality: esential"), "--reason", "r"}),
      Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("has 1 error; nothing was done"));
}

TEST_F(Local, CompileGivesTheSameBytesEachTimeAndDumpsThem) {
  EXPECT_EQ(bulkhead.run({"compile", kDemoPolicy, "-o", folder + "/one"}), Exit::kOk) << bulkhead.err;
  EXPECT_EQ(bulkhead.run({"compile", kDemoPolicy, "--output", folder + "/two", "--dump"}), Exit::kOk)
      << bulkhead.err;
  EXPECT_EQ(read(folder + "/one"), read(folder + "/two"));
  EXPECT_FALSE(read(folder + "/one").empty());
  EXPECT_THAT(bulkhead.out, HasSubstr("\nservice tax-filing slot="));
  EXPECT_EQ(bulkhead.run({"compile", kDemoPolicy}), Exit::kUsage) << "neither a file nor a dump";
}

TEST_F(Local, CompileOfAWrongPolicyLeavesTheOldImage) {
  std::ofstream(folder + "/image") << "old";
  EXPECT_EQ(bulkhead.run({"compile", spoilt("criticality: essential", "criticality: esential"), "-o",
                          folder + "/image"}),
            Exit::kRefused);
  EXPECT_EQ(read(folder + "/image"), "old");
}

TEST_F(Local, RenderWritesOrPrintsTheSameConfiguration) {
  const std::vector<std::string> words{"render",        "nginx",  kDemoPolicy, "--state",
                                       "/var/lib/here", "--user", "www-data"};
  EXPECT_EQ(bulkhead.run(words), Exit::kOk) << bulkhead.err;
  const std::string printed = bulkhead.out;
  EXPECT_THAT(printed, HasSubstr("bulkhead_state \"/var/lib/here\";"));
  std::vector<std::string> more = words;
  more.insert(more.end(), {"-o", folder + "/nginx.conf"});
  EXPECT_EQ(bulkhead.run(more), Exit::kOk);
  EXPECT_EQ(read(folder + "/nginx.conf"), printed);
}

TEST_F(Local, EveryCommandThatPrintsJsonPrintsJson) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"version"},
                                                {"check", kDemoPolicy},
                                                {"compile", kDemoPolicy, "--dump"},
                                                {"render", "nginx", kDemoPolicy}}) {
    std::vector<std::string> all = words;
    all.emplace_back("--json");
    EXPECT_EQ(bulkhead.run(all), Exit::kOk) << words[0] << bulkhead.err;
    EXPECT_TRUE(JsonDocument::parse(bulkhead.out)) << words[0] << bulkhead.out.substr(0, 200);
  }
}

}  // namespace
}  // namespace bulkhead::cli
