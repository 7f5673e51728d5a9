// The load itself: connections, a schedule, and what became of each request.

#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "drill/load/connection.h"
#include "drill/load/free_list.h"
#include "drill/load/options.h"
#include "drill/load/schedule.h"
#include "drill/load/totals.h"
#include "os/clock.h"
#include "os/descriptor.h"

namespace bulkhead::load {

/// Sends requests at a fixed rate (or as fast as connections allow) until its time is over or it is told to stop.
///
/// The rate does not wait for answers: a request that finds no free connection is sent as soon as there is one, and its
/// latency counts from when it was due. A connection that breaks is made anew, and the load goes on.
///
/// Memory     Fixed once running, whatever the server does: a backlog is a number, latencies are a histogram.
/// Threads    One, which asks for a short slice of the processor; `stop` may be set from a signal handler.
/// Errors     `run` fails when no connection could be made at all, or the system refuses what it needs. What becomes of
///            requests is never an error but a count.
class Generator {
 public:
  /// How often deadlines are looked at, so also how exact they are, and how soon `stop` is heard.
  static constexpr Milliseconds kDeadlinesEvery{20};
  /// A server that refuses connections is not asked more often by each.
  static constexpr Milliseconds kReconnectAfter{100};
  static constexpr Milliseconds kLateAfter{100};
  /// Beside a busy server on the same cores, a request that is due does not wait until the server has had its turn.
  static constexpr Nanoseconds kSlice{100'000};
  /// How long answers are awaited after the end, so that a load ends within two seconds of being told.
  static constexpr Milliseconds kDrainMax{1'500};

  Generator(const Options& options, const os::Clock& clock, const std::atomic<bool>& stop);

  Result<Totals> run();

 private:
  static constexpr std::size_t kEventsMax = 256;

  Status open();
  /// Waits for events until `until` at most, and deals with them.
  Status wait(MonoTime until);
  void handle(Connection& connection);
  void repeat_or_lose(const Connection& connection);
  void release(Connection& connection);
  void send_what_is_due();
  bool send_on_free(const Request& request);
  void look_at_deadlines();
  void report_progress();
  void drain();
  std::uint64_t awaiting() const;
  MonoTime next_wake() const;
  const Target* from() const { return options_.from ? &*options_.from : nullptr; }

  const Options& options_;
  const os::Clock& clock_;
  const std::atomic<bool>& stop_;
  std::vector<std::string> requests_;
  os::Descriptor epoll_;
  std::vector<Connection> connections_;
  FreeList free_;                     // some may have closed since they were put
  std::vector<Request> again_;        // to be sent anew before any other; at most one per connection
  std::optional<Schedule> schedule_;  // none: closed loop
  std::uint64_t index_ = 0;           // of the next request in a closed loop
  bool held_ = false;                 // by the pace
  MonoTime now_;
  MonoTime deadlines_at_;
  MonoTime progress_at_;
  Totals totals_;
};

}  // namespace bulkhead::load
