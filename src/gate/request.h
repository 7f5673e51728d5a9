// What the gate remembers of one request from admit to account.

#pragma once

#include <cstdint>
#include <type_traits>

#include "base/address.h"
#include "base/time.h"
#include "program/image.h"

namespace bulkhead::gate {

/// Lives in memory that the host gives and frees without telling: trivially destructible, owns nothing. It names the
/// service by slot and hash, not by pointer, so that a long stream pins no image.
struct Request {
  std::uint64_t name_hash = 0;
  MonoTime entered_at;
  Address client;
  program::ServiceSlot slot = 0;
  bool has_service = false;     ///< slot and name_hash mean something.
  bool inside = false;          ///< Entered and not yet left.
  bool served_by_lane = false;  ///< Passed a closed door by a lane.
  bool session_inside = false;  ///< Passed a draining door as a session from before.
  bool wants_cookies = false;   ///< The service declares session cookies.
  bool secure = false;
  bool accounted = false;
};
static_assert(std::is_trivially_destructible_v<Request>);

}  // namespace bulkhead::gate
