// What the scoreboard of a drill says at one moment. A value; state_json.h and page.h tell it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "drill/arms/arm.h"
#include "drill/play/tally.h"
#include "drill/report/result.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// How a service looks to whoever comes for it just now.
enum class Door : std::uint8_t {
  kQuiet,      ///< No task ended lately.
  kFinishing,  ///< At least half of what ended lately was finished.
  kFailing,    ///< Most was not: the service does not answer, or too late.
  kRefused,    ///< Most was not: what stands in front of the service answered in its place.
  kClosed,     ///< An order, or the switch, has closed it.
  kGone,       ///< Its own servers are down.
};
inline constexpr std::size_t kDoors = 6;

std::string_view name(Door door);   ///< "finishing", as programs and styles know it.
std::string_view words(Door door);  ///< "closed by an order"

struct LiveService {
  std::string name;
  Door door = Door::kQuiet;
  Ends recent;  ///< Of the last kRecentSeconds.
  std::uint32_t finished = 0;
};

/// Where somebody who looks on can do a task themselves.
struct LiveLink {
  std::string service;
  std::string address;  ///< "http://tax.localhost:20128/"
  std::string citizen;  ///< A number of the demo's made-up people.
  std::string password;
};

struct LiveArm {
  std::string name;
  std::string title;
  bool playing = false;  ///< False until it has begun, and for an arm that this machine cannot play.
  Ends ends;
  std::vector<LiveService> services;
  std::vector<std::uint32_t> finished_by_second;
  std::vector<Moment> orders;  ///< The last kOrdersMax, newest first.
  std::vector<LiveLink> links;
};

struct LiveState {
  enum class Stage : std::uint8_t { kPreparing, kPlaying, kEnding, kOver };
  static constexpr std::uint32_t kRecentSeconds = 5;
  static constexpr std::size_t kOrdersMax = 5;

  std::string title;
  Stage stage = Stage::kPreparing;
  std::string preparing;  ///< What is being done before it begins.
  Milliseconds at{0};     ///< Of the scenario; never before its beginning nor after its end.
  Milliseconds lasts{0};
  std::string phase;
  std::string summary;  ///< Said to those who listen: changes with the phase, not with every number.
  std::vector<LiveArm> arms;
  std::string report;  ///< Where it lies, once it is written.
};
std::string_view name(LiveState::Stage stage);  ///< "preparing", "playing", "ending", "over"

/// Before anything began: every arm with a door for each service that people of the scenario come for.
LiveState live_state(const Scenario& scenario, std::span<const ArmKind> arms);

/// What closes a service of this arm at this moment, as far as its timeline and the scenario say.
bool is_closed(ArmKind arm, const Scenario& scenario, const std::vector<Moment>& timeline,
               const std::string& service, Milliseconds at);

/// The door of a service: what is gone or closed is that, whatever people did lately.
Door door_of(const Ends& recent, bool closed, bool gone);

/// Brings an arm's numbers, doors and orders to `at`.
void bring_up_to(LiveArm& live, ArmKind arm, const Scenario& scenario, const Tally& tally,
                 const std::vector<Moment>& timeline, Milliseconds at);

/// "At 0:33 began: the register leaves. Tasks finished until then: 120 – nginx with Bulkhead; …"
std::string summary_of(const LiveState& state);

}  // namespace bulkhead::drill
