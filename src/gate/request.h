// What the gate remembers of one request from admit to account.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <type_traits>

#include "base/address.h"
#include "base/time.h"
#include "program/image.h"

namespace bulkhead::gate {

class RuleInspection;

/// Lives in memory that the host gives and frees without telling: trivially destructible, owns nothing. It names the
/// services by slot and hash, not by pointer, so that a long stream pins no image.
struct Request {
  struct Door {
    std::uint64_t name_hash = 0;
    program::ServiceSlot slot = 0;
    bool by_lane = false;  ///< Passed while closed, by a lane.
  };
  /// An internal redirect may lead through further doors; so many that one more is a configuration's mistake.
  static constexpr std::size_t kDoorsMax = 4;

  /// Its way through the rules, until nothing of it is left to inspect. Belongs to the gate, which takes it back at the latest when
  /// the request is accounted.
  RuleInspection* inspection = nullptr;

  MonoTime entered_at;
  Address client;
  /// doors[0]: the service that the request is counted for, even when its door refused. Then those it passed as well.
  std::array<Door, kDoorsMax> doors{};
  std::uint8_t doors_used = 0;
  bool is_open = false;        ///< Counted as a request under way.
  bool inside = false;         ///< Entered and not yet left.
  bool wants_cookies = false;  ///< The service declares session cookies.
  bool secure = false;
  bool accounted = false;
  /// Came by the listener for self-tests: counts nowhere, teaches nothing, is no event, and ends here.
  bool self_test = false;
  std::array<std::uint8_t, 16> self_test_mac{};  ///< Of its question, once that was accepted.

  bool has_service() const { return doors_used != 0; }
  program::ServiceSlot slot() const { return doors[0].slot; }
  std::uint64_t name_hash() const { return doors[0].name_hash; }
  std::span<Door> known_doors() { return std::span(doors).first(doors_used); }
};
static_assert(std::is_trivially_destructible_v<Request>);

}  // namespace bulkhead::gate
