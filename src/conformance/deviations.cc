#include "conformance/deviations.h"

#include "conformance/yaml.h"

namespace bulkhead::conformance {

namespace {

constexpr std::pair<std::string_view, Deviation::Kind> kKinds[] = {
    {"rules-do-not-fit", Deviation::Kind::kRulesDoNotFit},
    {"server-answers-first", Deviation::Kind::kServerAnswersFirst},
    {"deviation", Deviation::Kind::kDeviation},
};

Deviation read_one(const YAML::Node& node) {
  Deviation one;
  one.reason = text_of(node["reason"]);
  if (one.reason.empty()) throw YAML::Exception(node.Mark(), "a deviation needs a reason");
  const std::string kind = text_of(node["kind"]);
  for (const auto& [name, value] : kKinds) {
    if (name != kind) continue;
    one.kind = value;
    return one;
  }
  throw YAML::Exception(node.Mark(), "kind is one of rules-do-not-fit, server-answers-first, deviation");
}

}  // namespace

std::string_view kind_name(Deviation::Kind kind) {
  for (const auto& [name, value] : kKinds)
    if (value == kind) return name;
  return "";
}

Result<Deviations> read_deviations(std::string_view text, const std::string& file) {
  return read_yaml<Deviations>(text, file, [](const YAML::Node& root) {
    Deviations all;
    for (const YAML::Node& node : root["deviations"]) {
      const Deviation one = read_one(node);
      for (const YAML::Node& test : node["tests"])
        if (!all.emplace(text_of(test), one).second)
          throw YAML::Exception(test.Mark(), text_of(test) + " is listed twice");
    }
    return all;
  });
}

}  // namespace bulkhead::conformance
