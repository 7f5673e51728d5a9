// The two documents made from the tree: docs/cli.md and bulkhead.1.

#include <fmt/core.h>

#include "cli/help.h"
#include "cli/session.h"

namespace bulkhead::cli {

namespace {

template <typename Visit>
void each_leaf(const Command& command, const std::string& path, const Visit& visit) {
  if (command.hidden) return;
  if (command.commands.empty()) return visit(command, path);
  for (const Command& child : command.commands) each_leaf(child, path + " " + child.name, visit);
}

std::string parameter_help(const Parameter& parameter) {
  return parameter.environment.empty() ? parameter.help
                                       : parameter.help + " Else from $" + parameter.environment + ".";
}

std::string markdown_table(const std::vector<Parameter>& parameters) {
  if (parameters.empty()) return "";
  std::string text = "| | |\n|---|---|\n";
  for (const Parameter& parameter : parameters) {
    std::string form = usage_form(parameter);
    for (auto at = form.find('|'); at != std::string::npos; at = form.find('|', at + 2))
      form.replace(at, 1, "\\|");
    text += fmt::format("| `{}` | {} |\n", form, parameter_help(parameter));
  }
  return text + "\n";
}

// man(7): a backslash and a dash that is typed are escaped, a line may not begin with a dot or a quote.
std::string roff(const std::string& text) {
  std::string escaped;
  for (const char character : text) {
    if (character == '\\') {
      escaped += "\\e";
    } else if (character == '-') {
      escaped += "\\-";
    } else {
      if ((character == '.' || character == '\'') && (escaped.empty() || escaped.back() == '\n'))
        escaped += "\\&";
      escaped += character;
    }
  }
  return escaped;
}

std::string roff_paragraphs(const std::string& text) {
  std::string paragraphs = roff(text);
  for (auto at = paragraphs.find("\n\n"); at != std::string::npos; at = paragraphs.find("\n\n", at + 5)) {
    paragraphs.replace(at, 2, "\n.PP\n");
  }
  return paragraphs + "\n";
}

std::string roff_list(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters) {
    text += ".TP\n\\fB" + roff(usage_form(parameter)) + "\\fR\n" + roff(parameter_help(parameter)) + "\n";
  }
  return text;
}

}  // namespace

std::string markdown(const Command& root) {
  CommonOptions common;
  std::string text =
      "# Commands\n\nMade from the program itself (`bulkhead documents markdown`); a test holds the two "
      "together.\n\n" +
      root.details + "\n\n## Options of every command\n\n" + markdown_table(common_parameters(common));
  each_leaf(root, root.name, [&](const Command& command, const std::string& path) {
    text += fmt::format("## {}\n\n{}.\n\n```\n{}\n```\n\n", path.substr(root.name.size() + 1),
                        command.summary, usage_line(command, path));
    if (!command.details.empty()) text += command.details + "\n\n";
    text += markdown_table(command.arguments) + markdown_table(command.options);
    for (const Example& example : command.examples)
      text += fmt::format("{}\n\n    {}\n\n", example.what, example.line);
  });
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

std::string man_page(const Command& root) {
  CommonOptions common;
  std::string text =
      ".\\\" Made by `bulkhead documents man`; a test holds it to the program.\n.TH BULKHEAD 1 \"\" "
      "\"Bulkhead\" \"User commands\"\n.SH NAME\nbulkhead \\- " +
      roff(root.summary) +
      "\n.SH SYNOPSIS\n.B bulkhead\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n" +
      roff_paragraphs(root.details) + ".SH OPTIONS OF EVERY COMMAND\n" +
      roff_list(common_parameters(common)) + ".SH COMMANDS\n";
  each_leaf(root, root.name, [&](const Command& command, const std::string& path) {
    text += fmt::format(".SS {}\n.B {}\n.PP\n{}.\n", roff(path.substr(root.name.size() + 1)),
                        roff(usage_line(command, path)), roff(command.summary));
    if (!command.details.empty()) text += ".PP\n" + roff_paragraphs(command.details);
    text += roff_list(command.arguments) + roff_list(command.options);
    for (const Example& example : command.examples) {
      text += ".PP\n" + roff(example.what) + "\n.PP\n.nf\n.RS\n" + roff(example.line) + "\n.RE\n.fi\n";
    }
  });
  return text +
         ".SH EXIT STATUS\n.TP\n0\nIt was done, or the answer is yes.\n.TP\n1\nIt was refused or failed; one "
         "line on the error "
         "stream says what, why and what to do.\n.TP\n2\nThe command line itself is wrong; nothing was "
         "tried.\n"
         ".SH FILES\n.TP\n/var/lib/bulkhead\nThe state folder.\n.TP\n/var/lib/bulkhead/api.sock\nThe "
         "daemon's socket.\n"
         ".TP\n/etc/bulkhead/bulkhead.yaml\nThe policy.\n.SH SEE ALSO\n.BR bulkheadd (8)\n";
}

}  // namespace bulkhead::cli
