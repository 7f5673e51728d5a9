// What bulkhead-load is told on its command line.

#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "drill/load/pace.h"

namespace bulkhead::load {

/// Every bound on what a caller can make the generator do.
inline constexpr std::uint64_t kRpsMax = 1'000'000;
inline constexpr std::uint32_t kConnectionsMax = 10'000;
inline constexpr std::uint32_t kSecondsMax = 7 * 86'400;
inline constexpr std::uint32_t kTimeoutMsMax = 60'000;
inline constexpr std::size_t kHostsMax = 2'000;
inline constexpr std::size_t kHostBytesMax = 255;
inline constexpr std::size_t kPathBytesMax = 4'096;

/// Where to send: always this machine.
struct Target {
  sockaddr_storage address{};
  socklen_t address_bytes = 0;
  std::string text;

  /// Reads "127.0.0.1:8080" or "[::1]:8080". Fails with kDenied for any address that is not loopback.
  static Result<Target> parse(std::string_view text);
};

struct Options {
  Target target;
  std::vector<std::string> hosts;  ///< Used in turn; never empty.
  std::string path = "/";
  /// Whole requests, used in turn in place of hosts and path.
  std::vector<std::string> ready;
  /// Address that connections come from, its port 0; the system chooses when there is none.
  std::optional<Target> from;
  std::uint64_t rps = 0;  ///< 0: as fast as connections allow.
  std::uint32_t connections = 20;
  std::uint32_t seconds = 10;  ///< 0: until told to stop.
  std::uint64_t seed = 1;
  Milliseconds timeout{5'000};
  std::string progress_path;  ///< Empty: none.
  /// What all senders together may send; null: whatever `rps` says. What may not be sent is due until it may.
  std::shared_ptr<Pace> pace;

  /// The bytes to send, in turn.
  std::vector<std::string> requests() const;
};

/// Reads the command line. When help was asked for, `help` is its text and the Options mean nothing.
Result<Options> parse_options(int argc, const char* const* argv, std::string& help);

}  // namespace bulkhead::load
