// The daemon's log: one JSON object a line.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace bulkhead::control {

enum class Severity : std::uint8_t { kInfo, kWarning, kError };

using LogFields = std::vector<std::pair<std::string_view, std::string>>;

/// {"at":"2026-07-17T02:14:07.123Z","level":"info","event":"order_placed","person":"ana",…}
///
/// A value can neither forge a line nor colour a terminal: it is escaped for a log line, then for JSON. Callers give no secrets.
///
/// Threads    Thread-safe, but for reopen().
/// Errors     A line that cannot be written is lost and counted; nothing waits for it.
class Log {
 public:
  /// Appends to the file at `path`, or writes to stderr when it is empty.
  static Result<std::unique_ptr<Log>> open(const std::string& path);
  ~Log();

  void write(Severity severity, RealTime at, std::string_view event, const LogFields& fields = {});

  /// Opens the file by its name again, after it was moved away.
  Status reopen();

 private:
  struct State;
  explicit Log(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// One line without its end; for Log and its test.
std::string log_line(Severity severity, RealTime at, std::string_view event, const LogFields& fields);

}  // namespace bulkhead::control
