// A running gateway (or another server with rules): requests through its door, findings from its error log.

#pragma once

#include <cstdint>
#include <string>

#include "conformance/log_follower.h"
#include "conformance/socket.h"
#include "conformance/target.h"

namespace bulkhead::conformance {

/// After each request a second one with a field X-CRS-Test, for which a rule of the set-up writes a line: what stands before that
/// line belongs to the first (as go-ftw does; the log must be that of this gateway alone).
///
/// Threads    One thread.
/// Cost       Two connections a request; the log is read once.
/// Errors     send() fails with kUnavailable when nobody listens, or the marker does not come into the log.
class Gateway final : public Target {
 public:
  static constexpr const char* kMarkerField = "X-CRS-Test";

  Gateway(Endpoint endpoint, LogFollower log);

  Result<Observed> send(std::string_view bytes) override;

 private:
  Status mark(std::vector<std::string>& lines);

  Endpoint endpoint_;
  LogFollower log_;
  std::string run_;
  std::uint64_t marks_ = 0;
};

/// Status, location and text of an answer's bytes; not answered where they are none.
Observed read_answer(std::string bytes);

}  // namespace bulkhead::conformance
