#include "cli/command.h"

#include <fmt/core.h>

namespace bulkhead::cli {

std::string long_name(const Parameter& parameter) {
  const auto comma = parameter.name.find(',');
  return comma == std::string::npos ? parameter.name : parameter.name.substr(comma + 1);
}

std::string usage_form(const Parameter& parameter) {
  const bool many = std::holds_alternative<std::vector<std::string>*>(parameter.target);
  if (parameter.name.empty() || parameter.name.front() != '-') {
    const std::string form = parameter.name + (many ? "..." : "");
    return parameter.required ? form : "[" + form + "]";
  }
  std::string names = parameter.name;
  if (const auto comma = names.find(','); comma != std::string::npos) names.replace(comma, 1, ", ");
  return parameter.value.empty() ? names : names + " " + parameter.value;
}

std::string usage_line(const Command& command, const std::string& path) {
  std::string line = path;
  if (!command.commands.empty()) return line + " COMMAND";
  for (const Parameter& option : command.options) {
    if (option.required) line += fmt::format(" {} {}", long_name(option), option.value);
  }
  line += " [OPTIONS]";
  for (const Parameter& argument : command.arguments) line += " " + usage_form(argument);
  return line;
}

}  // namespace bulkhead::cli
