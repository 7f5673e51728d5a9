// bulkheadd: main() and wiring. What it does is control/daemon.

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <iostream>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "base/escape.h"
#include "control/daemon/daemon.h"
#include "control/daemon/log.h"
#include "notify.h"
#include "openapi_text.h"
#include "options.h"
#include "os/clock.h"
#include "os/memory.h"
#include "os/random.h"

namespace {

using namespace bulkhead;

int run(CommandLine line) {
  os::SystemClock clock;
  os::SystemRandom random;
  auto log = control::Log::open(line.log_path);
  if (!log) {
    std::cerr << "bulkheadd: " << escape_log(log.error().message) << "\n";
    return 1;
  }
  line.daemon.pid = static_cast<std::uint64_t>(getpid());
  line.daemon.openapi_text = openapi_text();
  line.daemon.on_tick = [] { notify_manager("WATCHDOG=1"); };

  boost::asio::io_context context(1);
  auto daemon = control::Daemon::start({context, clock, random, **log}, std::move(line.daemon));
  if (!daemon) {
    std::cerr << "bulkheadd: " << escape_log(daemon.error().message) << "\n";
    return 1;
  }

  boost::asio::signal_set ends(context, SIGTERM, SIGINT);
  boost::asio::signal_set reopens(context, SIGHUP);
  std::function<void()> wait_for_hangup = [&] {
    reopens.async_wait([&](boost::system::error_code cancelled, int) {
      if (cancelled) return;
      if (bulkhead::Status reopened = (*log)->reopen(); !reopened)
        std::cerr << "bulkheadd: " << escape_log(reopened.error().message) << "\n";
      wait_for_hangup();
    });
  };
  wait_for_hangup();
  ends.async_wait([&](boost::system::error_code cancelled, int) {
    if (cancelled) return;
    notify_manager("STOPPING=1");
    reopens.cancel();
    (*daemon)->finish([&context] { context.stop(); });
  });
  notify_manager("READY=1");
  context.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  os::share_one_heap();
  // Whatever is made is for the daemon and its group; single files say otherwise where others have to read them.
  umask(0027);
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  int exit_code = 0;
  auto line = read_command_line(argc, argv, exit_code);
  return line ? run(std::move(*line)) : exit_code;
}
