#include "cli/help.h"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "cli/session.h"

namespace bulkhead::cli {

namespace {

constexpr int kHelpColumnsMax = 100;

std::string section(const std::string& title, const std::vector<Parameter>& parameters, int columns) {
  if (parameters.empty()) return "";
  std::string text = "\n" + title + ":\n";
  for (const Parameter& parameter : parameters) {
    std::string help = parameter.help;
    if (!parameter.environment.empty()) help += " Else from $" + parameter.environment + ".";
    text += "  " + usage_form(parameter) + "\n" + wrap(help, columns, 6);
  }
  return text;
}

std::string command_list(const Command& family, int columns) {
  std::size_t widest = 0;
  for (const Command& command : family.commands) {
    if (!command.hidden) widest = std::max(widest, command.name.size());
  }
  std::string text = "\nCommands:\n";
  for (const Command& command : family.commands) {
    if (command.hidden) continue;
    const int indent = static_cast<int>(widest) + 4;
    std::string lines = wrap(command.summary, columns, indent);
    lines.replace(2, command.name.size(), command.name);
    text += lines;
  }
  return text;
}

}  // namespace

std::string wrap(const std::string& text, int columns, int indent) {
  std::string wrapped;
  std::istringstream paragraphs(text);
  std::string paragraph;
  while (std::getline(paragraphs, paragraph)) {
    std::istringstream words(paragraph);
    std::string word;
    std::string line;
    while (words >> word) {
      if (!line.empty() && indent + static_cast<int>(line.size() + 1 + word.size()) > columns) {
        wrapped += std::string(static_cast<std::size_t>(indent), ' ') + line + "\n";
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    if (!line.empty()) wrapped += std::string(static_cast<std::size_t>(indent), ' ') + line;
    wrapped += "\n";
  }
  return wrapped;
}

std::string help_text(const Command& command, const std::string& path, int columns) {
  columns = std::min(columns, kHelpColumnsMax);
  std::string text = "Usage: " + usage_line(command, path) + "\n\n" + wrap(command.summary + ".", columns, 0);
  if (!command.details.empty()) text += "\n" + wrap(command.details, columns, 0);
  if (!command.commands.empty()) text += command_list(command, columns);
  text += section("Arguments", command.arguments, columns);
  text += section("Options", command.options, columns);
  CommonOptions common;
  text += section("Options of every command", common_parameters(common), columns);
  if (!command.examples.empty()) text += "\nExamples:\n";
  for (const Example& example : command.examples) {
    text += wrap(example.what, columns, 2) + "      " + example.line + "\n";
  }
  return text;
}

}  // namespace bulkhead::cli
