// Who did what: one entry an act. History is kept for ever; what is bounded is how much one read returns.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "posture/order.h"

namespace bulkhead::control {

/// Most entries that one read returns; more are paged with `before`.
inline constexpr std::size_t kHistoryPageMax = 500;

struct HistoryEntry {
  static constexpr std::size_t kTextBytesMax = 4'000;

  std::int64_t id = 0;  ///< Counts up without gaps.
  RealTime at{};
  /// Operator id; "direct:<uid>" for `close --direct` by whom the policy does not know; "time", "quiet" or "gateway" when no person acted.
  std::string person{};
  /// "close", "guard", "lockdown", "open", "undo", "propose", "approve", "reject", "expire", "end", "merge",
  /// "replay", "refused", or a verb of another part ("apply", "rollback").
  std::string action{};
  /// "service:NAME", "compartment:NAME", "all", or empty when it is about no scope.
  std::string scope{};
  /// One sentence of what it was about.
  std::string what{};
  std::string reason{};
  /// "placed", "ended", "proposed", "agreed", "rejected", "expired", "refused: …".
  std::string outcome{};
  bool alone = false;
  bool drill = false;
  /// Orders and proposals it is about.
  std::vector<Id> links{};
  bool operator==(const HistoryEntry&) const = default;
};

struct HistoryQuery {
  std::size_t limit = 50;                ///< Cut to kHistoryPageMax.
  std::optional<std::int64_t> before{};  ///< Only entries with a smaller id.
  /// Only entries whose scope covers the service (itself, its compartment, all).
  std::optional<std::string> service{};
};

/// An order that is over, and how that came.
struct EndedOrder {
  posture::Order order{};
  RealTime ended_at{};
  /// "undone by ana", "time", "quiet", "merged into 01J…", "opened by ana".
  std::string how{};
};

}  // namespace bulkhead::control
