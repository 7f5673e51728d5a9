// Both forms of test files become the same tests; what is wrong is said with its line.

#include "conformance/suite_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "os/temporary_folder_for_test.h"

namespace bulkhead::conformance {
namespace {

constexpr const char* kVersion4 = R"(---
meta: {author: someone, unknown: [1, 2]}
rule_id: 942100
tests:
  - test_id: 3
    desc: words
    stages:
      - input:
          method: "POST"
          port: 80
          headers: {User-Agent: tester, Host: localhost, "A: b": c}
          uri: "/post?a=%20b"
          data: "x=1"
          version: "HTTP/1.0"
          autocomplete_headers: false
        output:
          status: 200
          log:
            expect_ids: [942100, 949110]
            no_expect_ids: [942110]
            match_regex: "one"
            no_match_regex: "two"
      - input: {}
        output: {isolated: true, log: {expect_ids: [7]}}
  - stages: []
)";

constexpr const char* kVersion3 = R"(---
  meta:
    enabled: false
  tests:
    -
      test_title: 920100-14
      stages:
        -
          stage:
            input:
              stop_magic: true
              data:
                - "one"
                - "two"
            output:
              status: [403, 400]
              log_contains: "id \"920100\""
    -
      test_title: 944200-0FP
      stages:
        - stage:
            input:
              encoded_request: "R0VUIC8g\nSFRUUC8xLjANCg0K"
            output:
              no_log_contains: id "1"
              expect_error: true
)";

TEST(SuiteReaderTest, ReadsTheFormOfVersion4) {
  const auto tests = read_tests(kVersion4, "942100.yaml");
  ASSERT_TRUE(tests) << tests.error().message;
  ASSERT_EQ(tests->size(), 2u);
  const TestCase& test = tests->front();
  EXPECT_EQ(test.name, "942100-3");
  EXPECT_EQ(test.rule_id, 942100u);
  const Input& input = test.stages.at(0).input;
  EXPECT_EQ(input.method, "POST");
  EXPECT_EQ(input.target, "/post?a=%20b");
  EXPECT_EQ(input.version, "HTTP/1.0");
  EXPECT_EQ(input.body, "x=1");
  EXPECT_FALSE(input.complete_fields);
  EXPECT_FALSE(input.older_form);
  EXPECT_EQ(input.fields,
            (std::vector<Field>{{"A: b", "c"}, {"Host", "localhost"}, {"User-Agent", "tester"}}))
      << "in the order of their names";
  const Expectation& expected = test.stages.at(0).expected;
  EXPECT_EQ(expected.statuses, std::vector<std::uint16_t>{200});
  EXPECT_EQ(expected.ids, (std::vector<std::uint32_t>{942100, 949110}));
  EXPECT_EQ(expected.no_ids, std::vector<std::uint32_t>{942110});
  EXPECT_EQ(expected.log_match, "one");
  EXPECT_EQ(expected.log_no_match, "two");
  EXPECT_EQ(test.stages.at(1).input.method, "GET");
  EXPECT_EQ(test.stages.at(1).input.target, "/");
  EXPECT_EQ(test.stages.at(1).input.version, "HTTP/1.1");
  EXPECT_TRUE(test.stages.at(1).input.complete_fields);
  EXPECT_TRUE(test.stages.at(1).expected.isolated);
  EXPECT_EQ(tests->at(1).name, "942100-2") << "by its position where it has no number";
}

TEST(SuiteReaderTest, ReadsTheFormOfVersion3) {
  const auto tests = read_tests(kVersion3, "folder/1/920100.yaml");
  ASSERT_TRUE(tests) << tests.error().message;
  ASSERT_EQ(tests->size(), 2u);
  EXPECT_EQ(tests->at(0).name, "920100-14");
  EXPECT_EQ(tests->at(0).rule_id, 920100u) << "the first number of the file's own name";
  EXPECT_EQ(tests->at(0).number, 14u);
  const Stage& stage = tests->at(0).stages.at(0);
  EXPECT_TRUE(stage.input.older_form);
  EXPECT_FALSE(stage.input.complete_fields);
  EXPECT_EQ(stage.input.body, "one\r\ntwo");
  EXPECT_EQ(stage.expected.statuses, (std::vector<std::uint16_t>{403, 400}));
  EXPECT_EQ(stage.expected.log_match, "id \"920100\"");
  EXPECT_EQ(tests->at(1).name, "944200-0FP");
  EXPECT_EQ(tests->at(1).stages.at(0).input.raw, "GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(tests->at(1).stages.at(0).expected.log_no_match, "id \"1\"");
  EXPECT_TRUE(tests->at(1).stages.at(0).expected.no_answer);
}

TEST(SuiteReaderTest, SaysWhereAFileIsWrong) {
  const struct {
    const char* text;
    const char* message;
  } kCases[] = {
      {"rule_id: x\ntests: []", "f.yaml:1: \"x\" is no number"},
      {"rule_id: 1\ntests:\n  - stages:\n    - {output: {}}", "f.yaml:4: a stage needs an input"},
      {"rule_id: 1\ntests:\n  - stages:\n    - input: {encoded_request: '?'}",
       "f.yaml:4: this is not Base64"},
      {"rule_id: 1\ntests:\n  - stages:\n    - input: {data: '{{ now }}'}",
       "f.yaml:4: only {{ \"text\" | repeat N }}"},
      {"rule_id: 1\ntests:\n  - stages:\n    - {input: {}, output: {isolated: true}}",
       "f.yaml:4: isolated needs"},
      {"rule_id: [", "f.yaml:"},
      {"- 1", "f.yaml:1: a mapping is needed"},
  };
  for (const auto& one : kCases) {
    const auto tests = read_tests(one.text, "f.yaml");
    ASSERT_FALSE(tests) << one.text;
    EXPECT_TRUE(tests.error().message.starts_with(one.message)) << tests.error().message;
  }
  EXPECT_TRUE(read_tests("# nothing but a comment\n", "f.yaml")) << "an empty file has no tests";
}

TEST(SuiteReaderTest, RepeatsTextInBodies) {
  const auto tests = read_tests(
      "tests:\n  - stages:\n    - input: {data: 'a={{ \"xy\" | repeat 3 }}&b={{\"z\"|repeat 1}}'}\n      "
      "output: {}",
      "1.yaml");
  ASSERT_TRUE(tests) << tests.error().message;
  EXPECT_EQ(tests->at(0).stages.at(0).input.body, "a=xyxyxy&b=z");
}

TEST(SuiteReaderTest, OverridesReplaceWhatIsExpected) {
  auto tests = read_tests(kVersion4, "942100.yaml");
  ASSERT_TRUE(tests);
  const auto overrides = read_overrides(R"(
version: "v0.0.0"
test_overrides:
  - {rule_id: 942100, test_ids: [3], stage_ids: [1], reason: why, output: {status: 400}}
  - {rule_id: 942100, test_ids: [4], reason: why, output: {status: 500}}
  - {rule_id: 1, reason: why, output: {status: 501}}
)",
                                        "o.yaml");
  ASSERT_TRUE(overrides) << overrides.error().message;
  apply_overrides(*overrides, *tests);
  EXPECT_EQ(tests->at(0).stages.at(0).expected.statuses, std::vector<std::uint16_t>{200}) << "another stage";
  EXPECT_EQ(tests->at(0).stages.at(1).expected.statuses, std::vector<std::uint16_t>{400});
  EXPECT_TRUE(tests->at(0).stages.at(1).expected.ids.empty()) << "replaced, not added to";
}

TEST(SuiteReaderTest, ASuiteIsAllFilesOfBothEndings) {
  const os::TemporaryFolderForTest folder;
  const auto write = [&](const std::string& name) {
    std::ofstream(folder.file(name)) << "rule_id: 1\ntests:\n  - stages: [{input: {}, output: {}}]\n";
  };
  write("b.yml");
  write("a.yaml");
  write("c.yaml.skeleton");
  const auto tests = read_suite(folder.path());
  ASSERT_TRUE(tests) << tests.error().message;
  ASSERT_EQ(tests->size(), 2u);
  EXPECT_TRUE(tests->at(0).file.ends_with("a.yaml") && tests->at(1).file.ends_with("b.yml"));
  EXPECT_FALSE(read_suite(folder.path() + "/nothing"));
}

}  // namespace
}  // namespace bulkhead::conformance
