#include "launch/child.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <fmt/core.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace bulkhead::launch {

namespace {

// Runs between fork and exec: only calls that are safe there, and nothing returns.
[[noreturn]] void become(char* const* words, const char* log_path, int report_fd, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);  // the parent died before the line above
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = open("/dev/null", O_RDONLY);
  const int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0640);
  if (nothing >= 0 && log >= 0 && dup2(nothing, 0) >= 0 && dup2(log, 1) >= 0 && dup2(log, 2) >= 0) {
    // Whatever else this process has open, sockets to people above all, is not the program's.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    execv(words[0], words);
  }
  const int error = errno;
  const ssize_t written = write(report_fd, &error, sizeof error);
  _exit(written == sizeof error ? 127 : 126);
}

// 0 when exec went well (the pipe closed by itself), else its errno.
int exec_error(int fd) {
  int error = 0;
  ssize_t bytes;
  do {
    bytes = read(fd, &error, sizeof error);
  } while (bytes < 0 && errno == EINTR);
  return bytes == sizeof error ? error : 0;
}

}  // namespace

Result<pid_t> start(const Program& program) {
  std::vector<std::string> copy = program.words;
  std::vector<char*> words;
  words.reserve(copy.size() + 1);
  for (std::string& word : copy) words.push_back(word.data());
  words.push_back(nullptr);
  std::array<int, 2> report{};
  if (pipe2(report.data(), O_CLOEXEC) != 0)
    return fail(ErrorCode::kSystem, fmt::format("cannot start {}: {}", program.name, std::strerror(errno)));
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) become(words.data(), program.log_path.c_str(), report[1], parent);
  const int fork_error = errno;
  close(report[1]);
  const int error = child < 0 ? fork_error : exec_error(report[0]);
  close(report[0]);
  if (error == 0) return child;
  if (child > 0) waitpid(child, nullptr, 0);
  return fail(ErrorCode::kSystem, fmt::format("cannot start {} ({}): {}", program.name, program.words.front(),
                                              std::strerror(error)));
}

std::string how_it_ended(int wait_status) {
  if (WIFEXITED(wait_status)) return fmt::format("exit {}", WEXITSTATUS(wait_status));
  if (WIFSIGNALED(wait_status))
    return fmt::format("signal {} ({})", WTERMSIG(wait_status), strsignal(WTERMSIG(wait_status)));
  return fmt::format("status {}", wait_status);
}

}  // namespace bulkhead::launch
