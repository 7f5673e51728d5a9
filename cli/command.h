// The tree of commands as plain data: one place from which parsing, --help, the man page, docs/cli.md and the
// shells' completions are all made, so that none of them can lag behind another.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

namespace bulkhead::cli {

class Session;

/// How the program ends; the numbers are a promise to scripts.
enum class Exit : int {
  kOk = 0,
  kRefused = 1,  ///< Refused, failing, or not found to be right.
  kUsage = 2,    ///< The command line itself is wrong: nothing was tried.
};

/// Where a parsed value goes.
using Target = std::variant<bool*, std::string*, std::optional<std::string>*, std::vector<std::string>*,
                            std::optional<std::uint32_t>*>;

/// What a shell may offer for a value.
enum class Completes : std::uint8_t { kNothing, kFile, kFolder, kScope, kService };

// NOLINTBEGIN(readability-redundant-member-init): with initializers, g++ lets a designated initializer leave members out.
/// One option ("--reason TEXT", "-o,--output FILE") or, without dashes, one argument ("SCOPE").
struct Parameter {
  std::string name;
  std::string value{};  ///< What stands for the value in help; empty for a flag.
  std::string help{};   ///< One sentence, capital and full stop.
  Target target{};
  bool required = false;
  Completes completes = Completes::kNothing;
  std::vector<std::string> choices{};  ///< When not empty, nothing else is accepted.
  std::string environment{};           ///< Variable that gives the value when the option is absent.
};
// NOLINTEND(readability-redundant-member-init)

struct Example {
  std::string line;
  std::string what;
};

/// A command, or a family of commands ("render" has "nginx").
struct Command {
  std::string name;
  std::string summary;  ///< One line, no full stop.
  std::string details;  ///< Paragraphs, separated by empty lines.
  std::vector<Parameter> arguments;
  std::vector<Parameter> options;
  std::vector<Example> examples;
  std::vector<Command> commands;
  std::function<Result<Exit>(Session&)> run;
  bool hidden = false;  ///< For the shell and the build, not for people.
};

/// The long spelling of an option, "--output" of "-o,--output"; the name itself for an argument.
std::string long_name(const Parameter& parameter);

/// "--output FILE", "--json", "SCOPE..." as a usage line shows it.
std::string usage_form(const Parameter& parameter);

/// "bulkhead close [OPTIONS] SCOPE..." for a command reached by `path` ("bulkhead close").
std::string usage_line(const Command& command, const std::string& path);

}  // namespace bulkhead::cli
