#include "conformance/suite_reader.h"

#include <algorithm>
#include <filesystem>

#include "conformance/base64.h"
#include "conformance/data_template.h"
#include "conformance/yaml.h"
#include "os/file.h"

namespace bulkhead::conformance {

namespace {

bool is_true(const YAML::Node& node) {
  const std::string text = text_of(node);
  return text == "true" || text == "True" || text == "TRUE" || text == "yes";
}

void read_fields(const YAML::Node& input, Input& into) {
  if (const YAML::Node ordered = input["ordered_headers"]) {
    for (const YAML::Node& one : ordered)
      into.fields.push_back({text_of(one["name"]), text_of(one["value"])});
    return;
  }
  // A mapping has no order: go-ftw sends its fields in that of their names.
  for (const auto& one : input["headers"]) into.fields.push_back({text_of(one.first), text_of(one.second)});
  std::ranges::stable_sort(into.fields, {}, &Field::name);
}

std::string decoded(const YAML::Node& node) {
  auto bytes = decode_base64(node.Scalar());
  if (!bytes) throw YAML::Exception(node.Mark(), "this is not Base64");
  return std::move(*bytes);
}

void read_body(const YAML::Node& input, Input& into) {
  const YAML::Node data = input["data"];
  if (data && data.IsSequence()) {
    into.body.emplace();
    for (const YAML::Node& line : data) *into.body += (into.body->empty() ? "" : "\r\n") + text_of(line);
  } else if (data && data.IsScalar()) {
    Result<std::string> text = expand_template(data.Scalar());
    if (!text) throw YAML::Exception(data.Mark(), text.error().message);
    into.body = std::move(*text);
  } else if (const YAML::Node encoded = input["encoded_data"]) {
    into.body = decoded(encoded);
  }
}

Input read_input(const YAML::Node& input, bool older_form) {
  Input into;
  into.older_form = older_form;
  if (!input.IsMap()) return into;
  if (const YAML::Node method = input["method"]) into.method = text_of(method);
  if (const YAML::Node target = input["uri"]) into.target = text_of(target);
  if (const YAML::Node version = input["version"]) into.version = text_of(version);
  read_fields(input, into);
  read_body(input, into);
  if (const YAML::Node raw = input["encoded_request"]; !text_of(raw).empty()) into.raw = decoded(raw);
  if (const YAML::Node complete = input["autocomplete_headers"]) {
    into.complete_fields = is_true(complete);
  } else if (const YAML::Node stop = input["stop_magic"]) {
    into.complete_fields = !is_true(stop);
  }
  into.follow_redirect = is_true(input["follow_redirect"]);
  return into;
}

Expectation read_output(const YAML::Node& output) {
  Expectation into;
  if (!output || !output.IsMap()) return into;
  for (const std::uint32_t status : numbers_of(output["status"]))
    into.statuses.push_back(static_cast<std::uint16_t>(std::min(status, 999u)));
  into.response_match = text_of(output["response_contains"]);
  into.isolated = is_true(output["isolated"]);
  into.no_answer = is_true(output["expect_error"]);
  if (const YAML::Node log = output["log"]; log && log.IsMap()) {
    into.ids = numbers_of(log["expect_ids"]);
    into.no_ids = numbers_of(log["no_expect_ids"]);
    into.log_match = text_of(log["match_regex"]);
    into.log_no_match = text_of(log["no_match_regex"]);
  }
  if (into.ids.empty() && into.log_match.empty()) into.log_match = text_of(output["log_contains"]);
  if (into.no_ids.empty() && into.log_no_match.empty())
    into.log_no_match = text_of(output["no_log_contains"]);
  if (into.isolated && into.ids.size() != 1)
    throw YAML::Exception(output.Mark(), "isolated needs exactly one id in expect_ids");
  return into;
}

std::uint32_t first_number(std::string_view text) {
  const std::size_t begin = text.find_first_of("0123456789");
  std::uint32_t number = 0;
  if (begin != std::string_view::npos)
    std::from_chars(text.data() + begin, text.data() + text.size(), number);
  return number;
}

TestCase read_test(const YAML::Node& test, std::uint32_t rule_id, std::uint32_t position) {
  TestCase one;
  one.rule_id = rule_id;
  one.number = position;
  if (const YAML::Node id = test["test_id"] ? test["test_id"] : test["id"]) one.number = number_of(id);
  const std::string title = text_of(test["test_title"]);
  if (const std::size_t dash = title.find('-'); dash != std::string::npos && !test["test_id"])
    one.number = first_number(title.substr(dash));
  one.name = title.empty() ? std::to_string(rule_id) + "-" + std::to_string(one.number) : title;
  for (const YAML::Node& item : test["stages"]) {
    const bool older_form = bool(item["stage"]);
    const YAML::Node stage = older_form ? item["stage"] : item;
    if (!stage.IsMap() || !stage["input"]) throw YAML::Exception(item.Mark(), "a stage needs an input");
    one.stages.push_back({read_input(stage["input"], older_form), read_output(stage["output"])});
  }
  return one;
}

bool is_test_file(std::string_view extension) { return extension == ".yaml" || extension == ".yml"; }

}  // namespace

Result<std::vector<TestCase>> read_tests(std::string_view text, const std::string& file) {
  return read_yaml<std::vector<TestCase>>(text, file, [&](const YAML::Node& root) {
    const YAML::Node rule = root["rule_id"];
    const std::uint32_t rule_id = rule ? number_of(rule) : first_number(file.substr(file.rfind('/') + 1));
    std::vector<TestCase> tests;
    for (const YAML::Node& test : root["tests"]) {
      tests.push_back(read_test(test, rule_id, static_cast<std::uint32_t>(tests.size() + 1)));
      tests.back().file = file;
    }
    return tests;
  });
}

Result<std::vector<Override>> read_overrides(std::string_view text, const std::string& file) {
  return read_yaml<std::vector<Override>>(text, file, [](const YAML::Node& root) {
    std::vector<Override> overrides;
    for (const YAML::Node& one : root["test_overrides"]) {
      overrides.push_back({number_of(one["rule_id"]), numbers_of(one["test_ids"]),
                           numbers_of(one["stage_ids"]), read_output(one["output"])});
    }
    return overrides;
  });
}

void apply_overrides(const std::vector<Override>& overrides, std::vector<TestCase>& tests) {
  const auto names = [](const std::vector<std::uint32_t>& list, std::size_t number) {
    return list.empty() || std::ranges::find(list, number) != list.end();
  };
  for (const Override& one : overrides) {
    for (TestCase& test : tests) {
      if (test.rule_id != one.rule_id || !names(one.tests, test.number)) continue;
      for (std::size_t i = 0; i < test.stages.size(); ++i)
        if (names(one.stages, i)) test.stages[i].expected = one.expected;
    }
  }
}

bool is_older_form(const std::vector<TestCase>& tests) {
  return std::ranges::any_of(tests, [](const TestCase& test) {
    return !test.stages.empty() && test.stages.front().input.older_form;
  });
}

Result<std::vector<TestCase>> read_suite(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code wrong;
  std::vector<std::string> files;
  if (fs::is_regular_file(folder, wrong)) files.push_back(folder);
  for (fs::recursive_directory_iterator at(folder, wrong), end; !wrong && at != end; at.increment(wrong))
    if (is_test_file(at->path().extension().string())) files.push_back(at->path().string());
  std::ranges::sort(files);
  std::vector<TestCase> tests;
  for (const std::string& file : files) {
    const Result<std::string> text = os::read_file(file, kYamlBytesMax);
    if (!text) return fail_as(text);
    Result<std::vector<TestCase>> read = read_tests(*text, file);
    if (!read) return read;
    std::ranges::move(*read, std::back_inserter(tests));
  }
  if (tests.empty()) return fail(ErrorCode::kNotFound, "no tests (*.yaml, *.yml) below " + folder);
  return tests;
}

}  // namespace bulkhead::conformance
