#include "cli/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include <fmt/core.h>

#include "base/escape.h"
#include "cli/failure.h"
#include "cli/help.h"
#include "cli/session.h"
#include "policy/nearest.h"

namespace bulkhead::cli {

namespace {

CLI::Option* add_target(CLI::App& app, const Parameter& parameter) {
  return std::visit(
      [&](auto* target) -> CLI::Option* {
        using T = std::remove_pointer_t<decltype(target)>;
        if constexpr (std::is_same_v<T, bool>) {
          return app.add_flag(parameter.name, *target, parameter.help);
        } else {
          CLI::Option* option = app.add_option(parameter.name, *target, parameter.help);
          // "--public en=… SCOPE": an option takes one value each time it is written, only arguments take many.
          if (std::is_same_v<T, std::vector<std::string>> && parameter.name.front() == '-') {
            option->allow_extra_args(false);
          }
          return option;
        }
      },
      parameter.target);
}

void add(CLI::App& app, const Parameter& parameter) {
  CLI::Option* option = add_target(app, parameter);
  if (parameter.required) option->required();
  if (!parameter.choices.empty()) option->check(CLI::IsMember(parameter.choices));
  if (!parameter.environment.empty()) option->envname(parameter.environment);
}

std::vector<std::string> reversed(std::vector<std::string> words) {
  std::reverse(words.begin(), words.end());
  return words;
}

const Command* find(const Command& family, const std::string& name) {
  for (const Command& command : family.commands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::string unknown_command(const Command& family, const std::string& name, const std::string& path) {
  constexpr std::size_t kShownBytesMax = 40;
  std::vector<std::string_view> known;
  for (const Command& command : family.commands)
    if (!command.hidden) known.push_back(command.name);
  const auto meant = policy::nearest(name, known);
  const std::string hint = meant ? fmt::format("did you mean `{} {}`?", path, *meant)
                                 : fmt::format("`{} --help` lists them.", path);
  return fmt::format("there is no command '{}'; {}", escape_terminal(name.substr(0, kShownBytesMax)), hint);
}

constexpr const char* kProgram = "bulkhead";

// One walk down the tree: what was chosen, how it is spelt, and the words that are left for it.
struct Choice {
  const Command* command;
  std::string path;
  std::vector<std::string> words;
};

bool wants_help(const std::string& word) { return word == "--help" || word == "-h"; }

class Line {
 public:
  Line(const Command& root, Session& session) : root_(root), session_(session) {}

  Exit run(const std::vector<std::string>& words) {
    // Known before the line is understood, so that a script is also told in JSON that it is not.
    const auto end_of_options = std::find(words.begin(), words.end(), "--");
    if (std::find(words.begin(), end_of_options, "--json") != end_of_options) session_.options.json = true;
    Choice choice{.command = &root_, .path = kProgram, .words = words};
    while (!choice.command->commands.empty()) {
      if (!take_common(choice)) return Exit::kUsage;
      if (choice.words.empty()) return without_command(choice);
      if (wants_help(choice.words.front())) return help(choice);
      const Command* next = find(*choice.command, choice.words.front());
      if (next == nullptr)
        return refuse(unknown_command(*choice.command, choice.words.front(), choice.path), "");
      choice.path += " " + next->name;
      choice.words.erase(choice.words.begin());
      choice.command = next;
    }
    if (std::any_of(choice.words.begin(), std::find(choice.words.begin(), choice.words.end(), "--"),
                    wants_help)) {
      return help(choice);
    }
    return run_leaf(choice);
  }

 private:
  // Options that every command takes may also stand before the command's name.
  bool take_common(Choice& choice) {
    if (choice.words.empty() || choice.words.front().empty() || choice.words.front().front() != '-')
      return true;
    if (wants_help(choice.words.front())) return true;
    CLI::App app;
    app.set_help_flag();
    app.prefix_command();
    for (const Parameter& parameter : common_parameters(session_.options)) add(app, parameter);
    try {
      app.parse(reversed(choice.words));
    } catch (const CLI::Error& error) {
      refuse(error.what(), choice.path);
      return false;
    }
    choice.words = app.remaining();
    if (!choice.words.empty() && choice.words.front().size() > 1 && choice.words.front().front() == '-' &&
        !wants_help(choice.words.front())) {
      refuse(fmt::format("there is no option {} here", escape_terminal(choice.words.front())), choice.path);
      return false;
    }
    return true;
  }

  Exit run_leaf(const Choice& choice) {
    CLI::App app;
    app.set_help_flag();
    for (const Parameter& parameter : choice.command->arguments) add(app, parameter);
    for (const Parameter& parameter : choice.command->options) add(app, parameter);
    for (const Parameter& parameter : common_parameters(session_.options)) add(app, parameter);
    try {
      app.parse(reversed(choice.words));
    } catch (const CLI::Error& error) {
      return refuse(error.what(), choice.path);
    }
    const Result<Exit> exit = choice.command->run(session_);
    if (exit) return *exit;
    report_failure(session_, exit.error());
    return Exit::kRefused;
  }

  Exit without_command(const Choice& choice) {
    session_.err() << help_text(*choice.command, choice.path, session_.terminal().columns);
    return Exit::kUsage;
  }

  Exit help(const Choice& choice) {
    session_.out() << help_text(*choice.command, choice.path, session_.terminal().columns);
    return Exit::kOk;
  }

  Exit refuse(const std::string& what, const std::string& path) {
    const std::string hint = path.empty() ? "" : fmt::format(" (see `{} --help`)", path);
    return session_.usage(escape_terminal(what) + hint);
  }

  const Command& root_;
  Session& session_;
};

}  // namespace

Exit run_command_line(const Command& root, const std::vector<std::string>& words, Session& session) {
  try {
    return Line(root, session).run(words);
  } catch (const std::exception& error) {
    // Nothing of ours throws; this is for a library that does so unannounced.
    report_failure(session,
                   {ErrorCode::kSystem, std::string("stopped by an internal failure: ") + error.what()});
    return Exit::kRefused;
  }
}

}  // namespace bulkhead::cli
