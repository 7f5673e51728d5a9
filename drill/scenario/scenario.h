// A day to be rehearsed: who comes for what, who attacks what, and when. A value; reader.h makes it from a file.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/time.h"

namespace bulkhead::drill {

/// Smallest and largest, both included.
template <typename T>
struct Range {
  T min{};
  T max{};
  bool operator==(const Range&) const = default;
};

/// What somebody comes for. Each service of the demo has one task for citizens, a queue for clerks and an API.
struct TaskKind {
  enum class Who : std::uint8_t { kCitizen, kClerk, kApi };
  std::string service;
  Who who = Who::kCitizen;

  std::string text() const;  ///< "tax-filing", "tax-filing/clerk", "tax-filing/api"
  auto operator<=>(const TaskKind&) const = default;
};
std::string_view name(TaskKind::Who who);

struct TaskShare {
  TaskKind task;
  unsigned weight = 1;
};

/// People who have something in common that a defence could treat them by.
struct Group {
  std::string name;   ///< "cgnat"
  std::string title;  ///< "Behind one address of a mobile network"
  std::vector<Network> networks;
  /// How many addresses they come from; without it, everybody from one of their own.
  std::optional<std::uint32_t> addresses;
  /// How many different people they are; without it, hardly anybody comes twice.
  std::optional<std::uint32_t> persons;
  double visits_per_minute = 0;
  Range<unsigned> tasks_per_visit{1, 1};
  std::vector<TaskShare> tasks;
  Range<Milliseconds> think{Milliseconds(200), Milliseconds(1'000)};  ///< Between two pages.
  bool javascript = true;
  bool first_visit = false;  ///< Every visit is with an empty browser.
  std::string language = "en";
};

/// Of all groups together, in a phase that multiplies by 1.
double visits_per_minute(std::span<const Group> groups);

/// One part of an attack. Payloads are harmless: what they would do elsewhere, nothing here understands.
struct Attack {
  enum class Kind : std::uint8_t {
    kExploit,   ///< POSTs of the shape of CVE-2019-0604 to paths that no service has.
    kWebShell,  ///< Commands to a page that was not there before.
    kHarvest,   ///< A clerk's session walks through the register, one record after another.
    kExport,    ///< A clerk's session takes the register as a file.
    kFlood,     ///< As many pages a second as are asked for.
    kProbe,     ///< One path after another, whether it is there or not.
  };
  Kind kind = Kind::kFlood;
  std::string name;  ///< "register harvest"; unique in its phase.
  std::vector<std::string> services;
  std::vector<Network> networks;
  std::uint32_t sources = 1;  ///< Different addresses.
  double requests_per_s = 1;  ///< At each service.
  /// Asked for in turn, in place of the kind's own. Only kExploit, kWebShell, kFlood and kProbe have paths.
  std::vector<std::string> paths;
};
std::string_view name(Attack::Kind kind);

struct Phase {
  std::string name;
  Milliseconds lasts{0};
  double visits = 1;  ///< Times what each group says.
  std::vector<Attack> attacks;
  /// Services whose own servers do not answer in this phase: wiped, or switched off from inside.
  std::vector<std::string> down;
};

/// What the officer on duty does through Bulkhead, where nothing acts by itself yet: a command of the CLI, typed at this moment.
struct OfficerAct {
  Milliseconds at{0};
  std::vector<std::string> words;  ///< "close", "civil-registry", "--cause", "attack", …
};

/// The only switch that there was in 2022.
struct OffByHand {
  Milliseconds at{0};
  Milliseconds back_at{0};
  std::vector<std::string> except;  ///< Services on servers of their own.
};

struct Scenario {
  std::string name;   ///< "july-2022"
  std::string title;  ///< One line.
  /// What a service can do, by delay and slots, so that it is the same on every machine.
  Milliseconds service_delay{20};
  unsigned service_slots = 8;
  std::vector<Group> groups;
  std::vector<Phase> phases;
  std::vector<OfficerAct> officer;
  std::optional<OffByHand> off_by_hand;

  Milliseconds lasts() const;
  /// When the phase of this number begins; the scenario's end for the number after the last.
  Milliseconds begins(std::size_t phase) const;
  /// Number of the phase that this moment falls in; the last for what comes after. Requires: there is a phase.
  std::size_t phase_at(Milliseconds at) const;
};

}  // namespace bulkhead::drill
