#include "drill/load/generator.h"

#include <fmt/format.h>
#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "os/failure.h"
#include "os/scheduling.h"

namespace bulkhead::load {

using std::chrono::seconds;

Generator::Generator(const Options& options, const os::Clock& clock, const std::atomic<bool>& stop)
    : options_(options),
      clock_(clock),
      stop_(stop),
      requests_(options.requests()),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      free_(options.connections) {
  connections_.reserve(options.connections);
  for (std::uint32_t number = 0; number < options.connections; ++number)
    connections_.emplace_back(epoll_.fd(), number);
  totals_.rps_wanted = options.rps;
}

Result<Totals> Generator::run() {
  if (!epoll_.is_open()) return os::fail_errno("make", "epoll instance", errno);
  os::ask_for_slice(kSlice);
  if (auto opened = open(); !opened) return fail_as(opened);
  const MonoTime start = now_;
  const MonoTime end = options_.seconds == 0 ? MonoTime::max() : start + seconds{options_.seconds};
  if (options_.rps > 0) schedule_.emplace(options_.rps, options_.seed, start);
  totals_.per_second.start(start);
  progress_at_ = start + seconds{1};
  while (!stop_ && now_ < end) {
    send_what_is_due();
    if (auto waited = wait(std::min(next_wake(), end)); !waited) return fail_as(waited);
    totals_.seconds = std::chrono::duration<double>(std::min(now_, end) - start).count();
    totals_.per_second.advance(std::min(now_, end));
    report_progress();
  }
  if (schedule_) {
    const std::uint64_t due = schedule_->due_before(std::min(now_, end));
    totals_.counts.unsent = due > schedule_->index() ? due - schedule_->index() : 0;
  }
  drain();
  return totals_;
}

Status Generator::open() {
  now_ = clock_.mono_now();
  const MonoTime deadline = now_ + options_.timeout;
  for (Connection& connection : connections_) {
    if (connection.connect(options_.target, from(), now_) == Outcome::kConnectFailed)
      ++totals_.counts.connect_failed;
  }
  while (free_.size() < connections_.size() && now_ < deadline && !stop_) {
    if (auto waited = wait(deadline); !waited) return waited;
  }
  if (free_.empty() && !stop_)
    return fail(ErrorCode::kUnavailable,
                fmt::format("cannot connect to {} within {} ms: {} attempts failed", options_.target.text,
                            options_.timeout.count(), totals_.counts.connect_failed));
  return {};
}

MonoTime Generator::next_wake() const {
  const bool can_send = schedule_ && !free_.empty() && !held_;
  return can_send ? std::min(schedule_->due(), deadlines_at_) : deadlines_at_;
}

Status Generator::wait(MonoTime until) {
  const Nanoseconds left =
      std::clamp<Nanoseconds>(std::min(until, deadlines_at_) - now_, Nanoseconds{0}, kDeadlinesEvery);
  const timespec timeout{.tv_sec = 0, .tv_nsec = left.count()};
  std::array<epoll_event, kEventsMax> events;
  const int count = ::epoll_pwait2(epoll_.fd(), events.data(), kEventsMax, &timeout, nullptr);
  if (count < 0 && errno != EINTR) return os::fail_errno("wait for", "epoll instance", errno);
  // Nothing is sent in here: a connection that was closed and made anew could still have an event of its former life.
  for (int i = 0; i < count; ++i) handle(connections_[events[static_cast<std::size_t>(i)].data.u32]);
  now_ = clock_.mono_now();
  if (now_ >= deadlines_at_) look_at_deadlines();
  return {};
}

void Generator::handle(Connection& connection) {
  const Outcome outcome = connection.look();
  Counts& counts = totals_.counts;
  switch (outcome) {
    case Outcome::kNothing: return;
    case Outcome::kConnectFailed: ++counts.connect_failed; return;
    case Outcome::kConnected: break;
    case Outcome::kAnswered:
      totals_.add_answer(connection.status(), connection.request().due, clock_.mono_now(),
                         connection.refused());
      break;
    case Outcome::kClosedIdle: ++counts.closed_idle; break;
    case Outcome::kUnheard: repeat_or_lose(connection); break;
    case Outcome::kLost: ++counts.lost; break;
    case Outcome::kMalformed: ++counts.malformed; break;
  }
  release(connection);
}

void Generator::repeat_or_lose(const Connection& connection) {
  Request request = connection.request();
  if (request.again) {
    ++totals_.counts.lost;
    return;
  }
  request.again = true;
  ++totals_.counts.retried;
  again_.push_back(request);
}

/// An idle connection is free for a request; one that is down is made anew.
void Generator::release(Connection& connection) {
  if (connection.state() == Connection::State::kIdle) {
    free_.put(static_cast<std::uint32_t>(&connection - connections_.data()));
  } else if (connection.state() == Connection::State::kDown) {
    if (connection.connect(options_.target, from(), now_) == Outcome::kConnectFailed)
      ++totals_.counts.connect_failed;
  }
}

void Generator::send_what_is_due() {
  while (!again_.empty() && send_on_free(again_.back())) again_.pop_back();
  if (!again_.empty()) return;
  if (!schedule_) {
    while (send_on_free({.index = index_, .due = now_})) ++index_;
    return;
  }
  while (schedule_->due() <= now_ && send_on_free({.index = schedule_->index(), .due = schedule_->due()}))
    schedule_->take();
}

/// False when no connection is free, or nothing more may be sent just now. What fails after that is counted, and the request is dealt with.
bool Generator::send_on_free(const Request& request) {
  held_ = options_.pace != nullptr && !free_.empty() && !options_.pace->take(now_);
  if (held_) return false;
  while (const auto number = free_.take()) {
    Connection& connection = connections_[*number];
    if (connection.state() != Connection::State::kIdle) continue;
    if (!request.again) totals_.add_sent(request.due, clock_.mono_now());
    if (now_ - request.due > kLateAfter) ++totals_.counts.late;
    switch (connection.send(request, requests_[request.index % requests_.size()], now_)) {
      case Outcome::kNothing: return true;
      case Outcome::kUnheard: repeat_or_lose(connection); break;
      default: ++totals_.counts.lost; break;
    }
    release(connection);
    return true;
  }
  return false;
}

void Generator::look_at_deadlines() {
  deadlines_at_ = now_ + kDeadlinesEvery;
  for (Connection& connection : connections_) {
    const Nanoseconds passed = now_ - connection.since();
    switch (connection.state()) {
      case Connection::State::kIdle: continue;
      case Connection::State::kDown:
        if (passed < kReconnectAfter) continue;
        break;
      case Connection::State::kConnecting:
      case Connection::State::kAwaiting: {
        if (passed < options_.timeout) continue;
        const bool awaiting = connection.state() == Connection::State::kAwaiting;
        ++(awaiting ? totals_.counts.timeouts : totals_.counts.connect_failed);
        connection.close();
      }
    }
    release(connection);
  }
}

void Generator::report_progress() {
  if (now_ < progress_at_) return;
  progress_at_ += seconds{1};
  if (options_.progress_path.empty()) return;
  // The load goes on without its file, and says so in the end.
  const auto written = write_progress(options_.progress_path, totals_);
  if (!written && totals_.progress_failure.empty()) totals_.progress_failure = written.error().message;
}

std::uint64_t Generator::awaiting() const {
  const auto awaits = [](const Connection& c) { return c.state() == Connection::State::kAwaiting; };
  return static_cast<std::uint64_t>(std::ranges::count_if(connections_, awaits));
}

void Generator::drain() {
  const MonoTime deadline = now_ + kDrainMax;
  while (awaiting() > 0 && now_ < deadline) {
    if (!wait(deadline)) break;
  }
  totals_.counts.unfinished = awaiting() + again_.size();
}

}  // namespace bulkhead::load
