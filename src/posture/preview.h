// What a change of orders would do, said before it is done.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "posture/authority.h"
#include "posture/order.h"
#include "posture/posture.h"

namespace bulkhead::posture {

/// A service as previews need it.
struct ServiceFacts {
  ServicePlace place{};
  Criticality criticality = Criticality::kImportant;
  std::vector<std::string> depends_on{};
  std::vector<std::string> lanes{};
  /// Different people counted today; 0 when not counted.
  std::uint64_t people_today = 0;
};

struct Preview {
  /// One door that changes.
  struct Change {
    std::string service{};
    Posture from{};
    Posture to{};
    bool operator==(const Change&) const = default;
  };

  /// One door that stays as it is, and whose ending changes: how it ended before, how it ends now.
  struct EndingChange {
    std::string service{};
    Posture posture{};
    Ending from{};
    Ending to{};
    bool operator==(const EndingChange&) const = default;
  };
  /// One door that does not close although closing was ordered.
  struct OpenDoor {
    std::string service{};
    Posture posture{};
    bool operator==(const OpenDoor&) const = default;
  };

  /// "14 services, 31 % of today's people, 2 essential ones depend on it; counters stay".
  std::string sentence{};
  /// Doors whose posture changes, by name; `to` is what holds once draining is over.
  std::vector<Change> changes{};
  /// Doors that stay as they are for longer or shorter than before, by name; none of them is in `changes`.
  std::vector<EndingChange> endings{};
  /// Of an order that closes: the doors of its scope that stay open, because orders of their own decide. All of them are
  /// in `stay_looser` too.
  std::vector<OpenDoor> stay_open{};
  /// Services the order is about (its scope), by name.
  std::vector<std::string> services{};
  /// The essential ones among `services`.
  std::vector<std::string> essential{};
  /// Services outside the scope that need one of `services`, directly or through others.
  std::vector<std::string> depends_on_it{};
  /// The essential ones among `depends_on_it`.
  std::vector<std::string> essential_depends_on_it{};
  /// People of `services` among all people counted today; empty when nobody was counted.
  std::optional<std::uint16_t> people_permille{};
  /// Names of lanes that go on being served.
  std::vector<std::string> lanes_stay{};
  /// Services of the scope that stay looser than ordered, because an order of a narrower scope decides.
  std::vector<std::string> stay_looser{};
  /// Services of the scope that stay stricter than ordered, because another order holds them.
  std::vector<std::string> stay_stricter{};
  /// What the order asks of its doors, drained; empty when none is placed.
  std::optional<Posture> asked{};
  /// Some door becomes stricter / looser.
  bool tightens = false;
  bool loosens = false;
};

/// A change of orders: what is in force, what would be taken away, what would be given.
struct Change {
  std::span<const Order> in_force{};
  std::span<const Id> ended{};
  const Order* placed = nullptr;
  /// What the change is about: the scope of `placed`, or of the order that is undone.
  Scope scope{};
  BootTime now{};
};

/// Where a door would be going after the change; see resolve_settled().
Posture settled_after(const Change& change, const ServicePlace& place);

/// What the change would do to each service of the policy. Cost is services × orders.
Preview preview(const Change& change, std::span<const ServiceFacts> services);

/// What authority.h needs to know of the change: one Effect for each service that it touches.
std::vector<Effect> effects(const Change& change, std::span<const ServiceFacts> services);

}  // namespace bulkhead::posture
