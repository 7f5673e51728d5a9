#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace bulkhead::cli {

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view(value);
}

int columns() {
  const std::string_view wish = environment("COLUMNS");
  int columns = std::atoi(std::string(wish).c_str());
  winsize size{};
  if (columns <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  if (columns <= 0) return Terminal::kColumnsDefault;
  return std::clamp(columns, Terminal::kColumnsMin, Terminal::kColumnsMax);
}

}  // namespace

Terminal this_terminal() {
  Terminal terminal;
  terminal.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  terminal.err_is_terminal = isatty(STDERR_FILENO) == 1;
  terminal.in_is_terminal = isatty(STDIN_FILENO) == 1 && terminal.err_is_terminal;
  terminal.colours =
      terminal.out_is_terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
  terminal.columns = columns();
  return terminal;
}

}  // namespace bulkhead::cli
