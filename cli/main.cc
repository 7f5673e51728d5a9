// bulkhead: the command line.

#include <iostream>
#include <string>
#include <vector>

#include "cli/client.h"
#include "cli/commands.h"
#include "cli/parse.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "os/clock.h"

namespace {

// The client reads the options of the session that it is a part of.
struct Wiring {
  bulkhead::os::SystemClock clock;
  bulkhead::cli::CommonOptions options;
  bulkhead::cli::Client client{options};
};

}  // namespace

int main(int argc, char** argv) {
  namespace cli = bulkhead::cli;
  Wiring wiring;
  cli::Session session({.out = std::cout,
                        .err = std::cerr,
                        .in = std::cin,
                        .api = wiring.client,
                        .clock = wiring.clock,
                        .options = wiring.options,
                        .terminal = cli::this_terminal()});
  const cli::Exit exit = cli::run_command_line(cli::bulkhead_command(),
                                               std::vector<std::string>(argv + 1, argv + argc), session);
  std::cout.flush();
  return static_cast<int>(exit);
}
