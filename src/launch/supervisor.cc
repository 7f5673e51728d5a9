#include "launch/supervisor.h"

#include <fmt/core.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <ostream>
#include <utility>

#include "base/timestamp.h"

namespace bulkhead::launch {

namespace {

constexpr Milliseconds kForever = std::chrono::hours(1);

bool asks_to_stop(int signal) { return signal == SIGINT || signal == SIGTERM || signal == SIGHUP; }

}  // namespace

Status Supervisor::start_one(Running& running) {
  running.start_again.reset();
  if (running.part.prepare) {
    if (Status prepared = running.part.prepare(); !prepared) return prepared;
  }
  const Result<pid_t> pid = launch::start(running.part.program);
  if (!pid) return fail_as(pid);
  running.pid = *pid;
  running.started = clock_.mono_now();
  return {};
}

Status Supervisor::start(std::vector<Part> parts) {
  const std::size_t first = running_.size();
  for (Part& part : parts) {
    running_.emplace_back().part = std::move(part);
    if (Status started = start_one(running_.back()); !started) return started;
  }
  return await(first);
}

Status Supervisor::await(std::size_t first) {
  const MonoTime deadline = clock_.mono_now() + kAnswerMax;
  for (std::size_t i = first; i < running_.size(); ++i) {
    // Who answers may be somebody else on the same port: the program itself has to be there as well.
    for (bool answers = false; !answers;) {
      answers = running_[i].part.answers();
      if (!answers && asks_to_stop(signals_.wait(kPollEvery)))
        return fail(ErrorCode::kConflict, "stopped before everything had started");
      reap(true);
      const Program& program = running_[i].part.program;
      const auto ended = std::find_if(running_.begin(), running_.end(),
                                      [](const Running& running) { return running.pid == 0; });
      if (ended != running_.end()) {
        const Program& gone = ended->part.program;
        return fail(ErrorCode::kSystem, fmt::format("{} ended before it answered; its log says why: {}",
                                                    gone.name, gone.log_path));
      }
      if (clock_.mono_now() > deadline) {
        return fail(ErrorCode::kUnavailable,
                    fmt::format("{} does not answer after {}; its log may say why: {}", program.name,
                                duration_text(kAnswerMax), program.log_path));
      }
    }
  }
  return {};
}

void Supervisor::reap(bool starting) {
  int status = 0;
  for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
    for (Running& running : running_) {
      if (running.pid != pid) continue;
      running.pid = 0;
      // What it left behind in its group would hold the port that it is to have again.
      kill(-pid, SIGKILL);
      const MonoTime now = clock_.mono_now();
      const Milliseconds wait = running.back_off.after_end(running.started, now);
      if (!starting) {
        running.start_again = now + wait;
        out_ << fmt::format("{} ended ({}); it starts again in {} ms. Its log: {}\n",
                            running.part.program.name, how_it_ended(status), wait.count(),
                            running.part.program.log_path)
             << std::flush;
      }
    }
  }
}

void Supervisor::start_due() {
  const MonoTime now = clock_.mono_now();
  for (Running& running : running_) {
    if (!running.start_again || *running.start_again > now) continue;
    if (const Status started = start_one(running); !started) {
      out_ << started.error().message << "\n" << std::flush;
      running.start_again = now + running.back_off.after_end(now, now);
    } else {
      out_ << running.part.program.name << " was started again.\n" << std::flush;
    }
  }
}

Milliseconds Supervisor::until_next_start() const {
  Milliseconds wait = kForever;
  const MonoTime now = clock_.mono_now();
  for (const Running& running : running_) {
    if (!running.start_again) continue;
    // Rounded up: woken a moment early, the loop would spin through the rest of the millisecond.
    const Milliseconds left = std::chrono::ceil<Milliseconds>(*running.start_again - now);
    wait = std::min(wait, std::max(left, Milliseconds::zero()));
  }
  return wait;
}

void Supervisor::run() {
  while (!run_until(MonoTime::max())) {
  }
}

bool Supervisor::run_until(MonoTime deadline) {
  for (MonoTime now = clock_.mono_now(); now < deadline; now = clock_.mono_now()) {
    const Milliseconds left =
        deadline == MonoTime::max() ? kForever : std::chrono::ceil<Milliseconds>(deadline - now);
    if (std::exchange(asked_to_stop_, false)) return true;
    if (asks_to_stop(signals_.wait(std::min(left, until_next_start())))) return true;
    reap(false);
    start_due();
  }
  return false;
}

Result<Supervisor::Running*> Supervisor::part_named(const std::string& name) {
  for (Running& running : running_)
    if (running.part.program.name == name) return &running;
  return fail(ErrorCode::kNotFound, "no program of this run is called " + name);
}

Status Supervisor::stop_part(const std::string& name) {
  const Result<Running*> part = part_named(name);
  if (!part) return fail_as(part);
  stop_one(**part);
  return {};
}

Status Supervisor::start_part(const std::string& name) {
  const Result<Running*> part = part_named(name);
  if (!part) return fail_as(part);
  return (*part)->pid != 0 ? Status{} : start_one(**part);
}

void Supervisor::stop_one(Running& running) {
  running.start_again.reset();
  if (running.pid == 0) return;
  const pid_t group = running.pid;
  kill(group, SIGTERM);
  const MonoTime deadline = clock_.mono_now() + kStopMax;
  while (waitpid(group, nullptr, WNOHANG) == 0) {
    if (clock_.mono_now() > deadline) {
      out_ << running.part.program.name << " does not end; it is killed.\n" << std::flush;
      kill(-group, SIGKILL);
      waitpid(group, nullptr, 0);
      break;
    }
    // Woken by SIGCHLD. Whoever asks to stop meanwhile is heard by run_until().
    if (asks_to_stop(signals_.wait(kPollEvery))) asked_to_stop_ = true;
  }
  kill(-group, SIGKILL);  // whoever of its group outlived it
  running.pid = 0;
}

void Supervisor::stop() {
  for (auto running = running_.rbegin(); running != running_.rend(); ++running) stop_one(*running);
  running_.clear();
}

}  // namespace bulkhead::launch
