// What a load has come to so far, and how it is told.

#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "drill/load/histogram.h"

namespace bulkhead::load {

/// Every request sent ends in exactly one of: answered, lost, timeouts, malformed, unfinished.
struct Counts {
  std::uint64_t sent = 0;
  std::uint64_t answered_2xx = 0;
  std::uint64_t answered_3xx = 0;
  std::uint64_t answered_4xx = 0;
  std::uint64_t answered_5xx = 0;
  std::uint64_t refused = 0;     ///< Of the answered: something in front of the server answered in its place.
  std::uint64_t served = 0;      ///< Of the answered: by the server itself, 5xx apart.
  std::uint64_t lost = 0;        ///< The connection broke while the answer was awaited.
  std::uint64_t timeouts = 0;    ///< No answer in time; the connection was given up.
  std::uint64_t malformed = 0;   ///< What came is not an answer.
  std::uint64_t unfinished = 0;  ///< Still awaited when the load had ended and its time to drain as well.

  std::uint64_t retried = 0;      ///< Sent again: the server had closed the idle connection before.
  std::uint64_t late = 0;         ///< Sent more than 100 ms after it was due, for want of a free connection.
  std::uint64_t unsent = 0;       ///< Due before the end, never sent, for the same reason.
  std::uint64_t closed_idle = 0;  ///< Idle connections that the server closed; no request was touched.
  std::uint64_t connect_failed = 0;  ///< Attempts to connect; each connection tries again every 100 ms.

  std::uint64_t answered() const { return answered_2xx + answered_3xx + answered_4xx + answered_5xx; }
};

/// The fewest events in any whole second.
class SecondMinimum {
 public:
  /// Seconds are counted from `start`.
  void start(MonoTime start) { start_ = start; }

  void add(MonoTime at) {
    advance(at);
    ++events_;
  }

  /// Time passes also without events.
  void advance(MonoTime now) {
    for (; now - start_ >= std::chrono::seconds{1}; start_ += std::chrono::seconds{1}, events_ = 0) {
      if (events_ < minimum_) minimum_ = events_;
      ++seconds_;
    }
  }

  /// 0 before the first second is over.
  std::uint64_t minimum() const { return seconds_ > 0 ? minimum_ : 0; }

 private:
  MonoTime start_;
  std::uint64_t seconds_ = 0;
  std::uint64_t events_ = 0;
  std::uint64_t minimum_ = std::numeric_limits<std::uint64_t>::max();
};

struct Totals {
  Counts counts;
  Histogram latencies;  ///< Of answered requests, from when they were due to the last byte.
  Histogram
      lags;  ///< Of sent requests, from when they were due to when they went out: the generator's own part.
  SecondMinimum per_second;
  double seconds = 0;  ///< How long it has been sending.
  std::uint64_t rps_wanted = 0;

  std::string progress_failure;  ///< Why the progress file could not be written the first time it could not.

  /// A whole answer came `at` this time to a request that was due then.
  void add_answer(int status, MonoTime due, MonoTime at, bool refused = false);

  void add_sent(MonoTime due, MonoTime at);

  double rps() const { return seconds > 0 ? static_cast<double>(counts.answered()) / seconds : 0; }
};

/// One line of JSON with everything.
std::string json(const Totals& totals);

/// The same for people, in a few lines.
std::string words(const Totals& totals);

/// Puts the JSON in place of the file, whole at any moment. It is not made to outlive a power cut: waiting for the disk
/// would hold up the load.
Status write_progress(const std::string& path, const Totals& totals);

}  // namespace bulkhead::load
