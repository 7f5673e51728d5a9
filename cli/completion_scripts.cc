#include "cli/completion_scripts.h"

#include <fmt/core.h>

#include "cli/session.h"

namespace bulkhead::cli {

namespace {

constexpr const char* kScopes = "timeout 1 bulkhead scopes 2>/dev/null";
constexpr const char* kServices = "timeout 1 bulkhead scopes --services 2>/dev/null";

// 'it'\''s': the one spelling of a text that all three shells take literally inside single quotes, fish included.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char character : text)
    result += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return result + "'";
}

std::string words(const std::vector<std::string>& all) {
  std::string joined;
  for (const std::string& word : all) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

std::vector<Parameter> options_of(const Command& command, CommonOptions& common) {
  std::vector<Parameter> options = command.options;
  for (Parameter& parameter : common_parameters(common)) options.push_back(std::move(parameter));
  options.push_back({.name = "-h,--help", .help = "Say how it is used."});
  return options;
}

std::vector<std::string> spellings(const Parameter& parameter) {
  const auto comma = parameter.name.find(',');
  if (comma == std::string::npos) return {parameter.name};
  return {parameter.name.substr(0, comma), parameter.name.substr(comma + 1)};
}

// Calls visit(command, path) for every command that people see, families included; the path lacks "bulkhead".
template <typename Visit>
void each(const Command& command, const std::string& path, const Visit& visit) {
  visit(command, path);
  for (const Command& child : command.commands) {
    if (!child.hidden) each(child, path.empty() ? child.name : path + " " + child.name, visit);
  }
}

std::vector<std::string> child_names(const Command& family) {
  std::vector<std::string> names;
  for (const Command& child : family.commands) {
    if (!child.hidden) names.push_back(child.name);
  }
  return names;
}

// ---- bash: one case a command, found by the words before the cursor that are no options.

std::string bash_values(const Parameter& parameter) {
  if (!parameter.choices.empty())
    return fmt::format("COMPREPLY=($(compgen -W {} -- \"$cur\"))", quoted(words(parameter.choices)));
  switch (parameter.completes) {
    case Completes::kFile: return "COMPREPLY=($(compgen -f -- \"$cur\"))";
    case Completes::kFolder: return "COMPREPLY=($(compgen -d -- \"$cur\"))";
    case Completes::kScope: return fmt::format("COMPREPLY=($(compgen -W \"$({})\" -- \"$cur\"))", kScopes);
    case Completes::kService:
      return fmt::format("COMPREPLY=($(compgen -W \"$({})\" -- \"$cur\"))", kServices);
    case Completes::kNothing: break;
  }
  return "COMPREPLY=()";
}

std::string bash_case(const Command& command, const std::string& path) {
  CommonOptions common;
  std::vector<std::string> names;
  std::string previous;
  for (const Parameter& option : options_of(command, common)) {
    for (const std::string& spelling : spellings(option)) {
      names.push_back(spelling);
      if (!option.value.empty())
        previous += fmt::format("        {}) {}; return ;;\n", spelling, bash_values(option));
    }
  }
  std::string text = fmt::format("    {})\n      case \"$prev\" in\n{}      esac\n", quoted(path), previous);
  text += fmt::format(
      "      if [[ \"$cur\" == -* ]]; then COMPREPLY=($(compgen -W {} -- \"$cur\")); return; fi\n",
      quoted(words(names)));
  if (!command.commands.empty())
    text +=
        fmt::format("      COMPREPLY=($(compgen -W {} -- \"$cur\"))\n", quoted(words(child_names(command))));
  else if (!command.arguments.empty())
    text += "      " + bash_values(command.arguments.front()) + "\n";
  return text + "      ;;\n";
}

// ---- zsh: _arguments says all of it.

std::string zsh_action(const Parameter& parameter) {
  if (!parameter.choices.empty()) return "(" + words(parameter.choices) + ")";
  switch (parameter.completes) {
    case Completes::kFile: return "_files";
    case Completes::kFolder: return "_files -/";
    case Completes::kScope: return "_bulkhead_scopes";
    case Completes::kService: return "_bulkhead_services";
    case Completes::kNothing: break;
  }
  return " ";
}

// Inside an _arguments specification brackets and colons have a meaning.
std::string zsh_help(const std::string& help) {
  std::string escaped;
  for (const char character : help) {
    if (character == '[' || character == ']' || character == ':' || character == '\\') escaped += '\\';
    escaped += character;
  }
  return escaped;
}

std::string zsh_specifications(const Command& command) {
  CommonOptions common;
  std::string text;
  for (const Parameter& option : options_of(command, common)) {
    const bool repeats = std::holds_alternative<std::vector<std::string>*>(option.target);
    for (const std::string& spelling : spellings(option)) {
      std::string specification = (repeats ? "*" : "") + spelling + "[" + zsh_help(option.help) + "]";
      if (!option.value.empty()) specification += ":" + option.value + ":" + zsh_action(option);
      text += " \\\n        " + quoted(specification);
    }
  }
  for (const Parameter& argument : command.arguments) {
    const bool many = std::holds_alternative<std::vector<std::string>*>(argument.target);
    text += " \\\n        " +
            quoted(fmt::format("{}:{}:{}", many ? "*" : "", argument.name, zsh_action(argument)));
  }
  return text;
}

// ---- fish: one line an option, with the words already typed as its condition.

std::string fish_values(const Parameter& parameter) {
  if (!parameter.choices.empty()) return " -x -a " + quoted(words(parameter.choices));
  switch (parameter.completes) {
    case Completes::kFile: return " -r -F";
    case Completes::kFolder: return " -x -a '(__fish_complete_directories)'";
    case Completes::kScope: return fmt::format(" -x -a '({})'", kScopes);
    case Completes::kService: return fmt::format(" -x -a '({})'", kServices);
    case Completes::kNothing: break;
  }
  return " -x";
}

std::string fish_condition(const std::string& path) {
  if (path.empty()) return "__fish_use_subcommand";
  std::string condition;
  std::string rest = path;
  while (!rest.empty()) {
    const auto blank = rest.find(' ');
    condition += (condition.empty() ? "" : "; and ") + std::string("__fish_seen_subcommand_from ") +
                 rest.substr(0, blank);
    rest = blank == std::string::npos ? "" : rest.substr(blank + 1);
  }
  return condition;
}

std::string fish_lines(const Command& command, const std::string& path) {
  const std::string begin = "complete -c bulkhead -n " + quoted(fish_condition(path));
  std::string text;
  for (const Command& child : command.commands) {
    if (!child.hidden) text += fmt::format("{} -f -a {} -d {}\n", begin, child.name, quoted(child.summary));
  }
  CommonOptions common;
  for (const Parameter& option : options_of(command, common)) {
    std::string names;
    for (const std::string& spelling : spellings(option))
      names += spelling.starts_with("--") ? " -l " + spelling.substr(2) : " -s " + spelling.substr(1);
    text += begin + names + (option.value.empty() ? "" : fish_values(option)) + " -d " + quoted(option.help) +
            "\n";
  }
  if (!command.arguments.empty()) text += begin + fish_values(command.arguments.front()) + "\n";
  return text;
}

}  // namespace

std::string bash_completion(const Command& root) {
  std::string cases;
  std::string paths;
  each(root, "", [&](const Command& command, const std::string& path) {
    cases += bash_case(command, path);
    paths += " " + quoted(path);
  });
  return "# bash completion of bulkhead; made by `bulkhead completion bash`.\n"
         "_bulkhead() {\n"
         "  local cur prev words cword word path=''\n"
         "  local -a known=(" +
         paths +
         ")\n"
         "  cur=\"${COMP_WORDS[COMP_CWORD]}\"\n"
         "  # A colon breaks words in bash: compartment:NAME is put together again.\n"
         "  if declare -F _get_comp_words_by_ref >/dev/null; then _get_comp_words_by_ref -n : cur prev words "
         "cword; else words=(\"${COMP_WORDS[@]}\"); cword=$COMP_CWORD; prev=\"${COMP_WORDS[COMP_CWORD-1]}\"; "
         "fi\n"
         "  for word in \"${words[@]:1:cword-1}\"; do\n"
         "    local next=\"${path:+$path }$word\" candidate\n"
         "    for candidate in \"${known[@]}\"; do [[ \"$candidate\" == \"$next\" ]] && path=\"$next\" && "
         "break; done\n"
         "  done\n"
         "  case \"$path\" in\n" +
         cases +
         "  esac\n"
         "  if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions \"$cur\"; fi\n"
         "}\n"
         "complete -F _bulkhead bulkhead\n";
}

std::string zsh_completion(const Command& root) {
  std::string text =
      "#compdef bulkhead\n# zsh completion of bulkhead; made by `bulkhead completion zsh`.\n\n";
  text += fmt::format("_bulkhead_scopes() {{ compadd -- ${{(f)\"$({})\"}} }}\n", kScopes);
  text += fmt::format("_bulkhead_services() {{ compadd -- ${{(f)\"$({})\"}} }}\n\n", kServices);
  each(root, "", [&](const Command& command, const std::string& path) {
    std::string function = "_bulkhead" + (path.empty() ? "" : "_" + path);
    for (char& character : function) {
      if (character == ' ') character = '_';
    }
    text += function + "() {\n";
    if (command.commands.empty()) {
      text += "  _arguments -s" + zsh_specifications(command) + "\n";
    } else {
      std::string described;
      std::string cases;
      for (const Command& child : command.commands) {
        if (child.hidden) continue;
        described += " \\\n        " + quoted(child.name + ":" + zsh_help(child.summary));
        cases += fmt::format("      {}) {}_{} ;;\n", child.name, function, child.name);
      }
      text += "  local line state\n  _arguments -C '1: :->command' '*::argument:->rest'" +
              zsh_specifications(command) + "\n";
      text += "  case $state in\n    command)\n      local -a commands=(" + described +
              ")\n      _describe command commands ;;\n";
      text += "    rest) case $line[1] in\n" + cases + "    esac ;;\n  esac\n";
    }
    text += "}\n\n";
  });
  return text + "_bulkhead \"$@\"\n";
}

std::string fish_completion(const Command& root) {
  std::string text =
      "# fish completion of bulkhead; made by `bulkhead completion fish`.\ncomplete -c bulkhead -f\n";
  each(root, "", [&](const Command& command, const std::string& path) { text += fish_lines(command, path); });
  return text;
}

}  // namespace bulkhead::cli
