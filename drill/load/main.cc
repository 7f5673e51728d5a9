// bulkhead-load: steady HTTP/1.1 load on a server of this machine.
//
// Ends with a line `RESULT {json}`. Exit code: 0 the load ran, 1 it could not, 2 the command line is wrong.

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <string>

#include "drill/load/generator.h"
#include "drill/load/options.h"
#include "drill/load/totals.h"
#include "os/clock.h"

namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void on_signal(int) { stop = true; }

void listen_to_signals() {
  struct sigaction action{};
  action.sa_handler = on_signal;
  for (const int number : {SIGTERM, SIGINT}) (void)::sigaction(number, &action, nullptr);
}

/// One descriptor a connection, and a few.
void allow_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  namespace load = bulkhead::load;
  std::string help;
  const auto options = load::parse_options(argc, argv, help);
  if (!options) {
    fmt::print(stderr, "bulkhead-load: {}\n", options.error().message);
    return 2;
  }
  if (!help.empty()) {
    fmt::print("{}", help);
    return 0;
  }
  listen_to_signals();
  allow_descriptors();
  // Wake when a request is due, not up to 50 microseconds later.
  (void)::prctl(PR_SET_TIMERSLACK, 1);
  const bulkhead::os::SystemClock clock;
  const auto totals = load::Generator(*options, clock, stop).run();
  if (!totals) {
    fmt::print(stderr, "bulkhead-load: {}\n", totals.error().message);
    return 1;
  }
  if (!totals->progress_failure.empty())
    fmt::print(stderr, "bulkhead-load: progress was not written: {}\n", totals->progress_failure);
  fmt::print("{}RESULT {}\n", load::words(*totals), load::json(*totals));
  return 0;
}
