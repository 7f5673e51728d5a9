#include "os/command.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

#include <fmt/format.h>

#include "os/descriptor.h"
#include "os/failure.h"

namespace bulkhead::os {
namespace {

using Steady = std::chrono::steady_clock;

struct Pipe {
  Descriptor read;
  Descriptor write;
};

Result<Pipe> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail_errno("make", "a pipe", errno);
  return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<pid_t> spawn(const std::vector<std::string>& arguments, int output) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  pid_t pid = -1;
  const int failed = ::posix_spawn(&pid, arguments[0].c_str(), &actions, nullptr, argv.data(), ::environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return fail_errno("run", arguments[0], failed);
  return pid;
}

// Takes what is there now, without waiting. False at the end of the output.
bool take_output(int fd, std::string& output) {
  std::array<char, 4'096> part{};
  while (true) {
    const ssize_t got = ::read(fd, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno == EAGAIN;
    if (got == 0) return false;
    const std::size_t room = kCommandOutputBytesMax - output.size();
    output.append(part.data(), std::min(room, static_cast<std::size_t>(got)));
  }
}

// True when the program ended, false when the time was up first.
bool wait_for_end(int process, int read_end, Milliseconds timeout, std::string& output) {
  const Steady::time_point deadline = Steady::now() + timeout;
  std::array<pollfd, 2> waits{{{process, POLLIN, 0}, {read_end, POLLIN, 0}}};
  while (true) {
    const auto left = std::chrono::ceil<Milliseconds>(deadline - Steady::now());
    if (left.count() <= 0) return false;
    if (::poll(waits.data(), waits.size(), static_cast<int>(std::min<std::int64_t>(left.count(), 1'000))) <
            0 &&
        errno != EINTR)
      return false;
    if (!take_output(read_end, output)) waits[1].fd = -1;
    if ((waits[0].revents & POLLIN) != 0) return true;
  }
}

int reap(pid_t pid) {
  int state = 0;
  while (::waitpid(pid, &state, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

}  // namespace

Result<CommandOutcome> run_command(const std::vector<std::string>& arguments, Milliseconds timeout) {
  if (arguments.empty()) return fail(ErrorCode::kInvalid, "run: no program is named");
  auto pipe = make_pipe();
  if (!pipe) return fail_as(pipe);
  ::fcntl(pipe->read.fd(), F_SETFL, O_NONBLOCK);
  const auto pid = spawn(arguments, pipe->write.fd());
  if (!pid) return fail_as(pid);
  pipe->write = Descriptor();

  CommandOutcome outcome;
  // glibc 2.36 declares pidfd_open() without C linkage.
  const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, *pid, 0)));
  const bool ended =
      process.is_open() && wait_for_end(process.fd(), pipe->read.fd(), timeout, outcome.output);
  if (!ended) ::kill(*pid, SIGKILL);
  outcome.status = reap(*pid);
  if (!ended)
    return fail(ErrorCode::kUnavailable,
                fmt::format("{} did not end within {} ms", arguments[0], timeout.count()));
  take_output(pipe->read.fd(), outcome.output);
  return outcome;
}

}  // namespace bulkhead::os
