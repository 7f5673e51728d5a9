// Prints what the reader says of each file named on the command line, one JSON object a line; with --keys, the keys
// that the reader knows. schema_test.py compares both with the JSON Schema.

#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "policy/keys.h"
#include "policy/reader.h"

namespace {

using bulkhead::policy::Diagnostic;
using nlohmann::json;

json keys() {
  json result = json::object();
  for (const auto* shape : bulkhead::policy::shapes()) {
    result[std::string(shape->name)] = {{"keys", shape->keys}, {"required", shape->required}};
  }
  return result;
}

json verdict(const std::string& path) {
  const auto reading = bulkhead::policy::read_policy_file(path);
  json diagnostics = json::array();
  for (const Diagnostic& one : reading.diagnostics) {
    diagnostics.push_back({{"severity", one.severity == Diagnostic::Severity::kError ? "error" : "warning"},
                           {"line", one.line},
                           {"column", one.column},
                           {"key", one.key},
                           {"message", one.message}});
  }
  return {{"file", path}, {"accepted", reading.policy.has_value()}, {"diagnostics", std::move(diagnostics)}};
}

std::string line(const json& value) { return value.dump(-1, ' ', true, json::error_handler_t::replace); }

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    std::cout << line(argument == "--keys" ? keys() : verdict(argument)) << "\n";
  }
  return 0;
}
