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
  using namespace bulkhead::cli;
  Wiring wiring;
  Session session({.out = std::cout,
                   .err = std::cerr,
                   .in = std::cin,
                   .api = wiring.client,
                   .clock = wiring.clock,
                   .options = wiring.options,
                   .terminal = this_terminal()});
  const Exit exit =
      run_command_line(bulkhead_command(), std::vector<std::string>(argv + 1, argv + argc), session);
  std::cout.flush();
  return static_cast<int>(exit);
}
