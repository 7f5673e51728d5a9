// What a drill came to: one scenario, one seed, and what became of it in every arm. A value; json.h and html.h tell it.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "drill/play/tally.h"
#include "drill/scenario/scenario.h"

namespace bulkhead::drill {

/// How one part of an attack ended.
struct AttackOutcome {
  enum class Verdict : std::uint8_t {
    kDefended,  ///< Nothing of it reached a service, or people did not notice it.
    kPartly,
    kNotDefended,
    kNotPlayed,  ///< The drill was stopped before.
  };
  std::string phase;
  std::string attack;  ///< Attack::name
  Attack::Kind kind = Attack::Kind::kFlood;
  std::vector<std::string> services;
  std::uint64_t sent = 0;
  std::uint64_t reached = 0;  ///< Answered by the service itself.
  std::uint64_t refused = 0;  ///< Answered by what stands in front of it.
  std::uint64_t failed = 0;   ///< Not answered, or not by a whole answer.
  std::uint64_t persons = 0;  ///< Different persons whose records it carried away.
  Verdict verdict = Verdict::kNotPlayed;
  std::string why;  ///< "all 120 requests reached the service"
};
std::string_view name(
    AttackOutcome::Verdict verdict);  ///< "defended", "partly defended", "not defended", "not played"

/// Something that happened, for the timeline.
struct Moment {
  enum class Kind : std::uint8_t {
    kPhase,    ///< A phase began.
    kOrder,    ///< An order, or the switch of "off by hand".
    kService,  ///< A service went down or came back.
    kTrouble,  ///< The drill itself could not do something.
  };
  Milliseconds at{0};
  Kind kind = Kind::kPhase;
  std::string text;
};
std::string_view name(Moment::Kind kind);  ///< "phase", "order", "service", "trouble"

/// The texts of the switch's two orders.
inline constexpr std::string_view kSwitchedOff = "everything is switched off";
inline constexpr std::string_view kSwitchedOn = "everything is switched on again";

/// The closure of the arm "off by hand", in whole seconds of the scenario: those from the first full one after the switch
/// was thrown to the last before it was thrown back.
struct Closure {
  std::uint32_t first_second = 0;
  std::uint32_t end_second = 0;  ///< One after the last.
  std::vector<std::string> except;
};

/// One way to stand through the day.
struct ArmResult {
  std::string name;   ///< "nothing", "off-by-hand", "bulkhead", "modsecurity", "haproxy"
  std::string title;  ///< "nginx alone"
  /// Why it was not played: "HAProxy is not installed". Empty when it was; everything below is empty otherwise.
  std::string not_played;
  bool failed = false;     ///< It was to be played, and did not start.
  bool cut_short = false;  ///< Stopped before its end.
  Tally tally;
  std::vector<AttackOutcome> attacks;
  std::uint64_t persons_out = 0;  ///< Different persons whose records got out, over all attacks.
  std::vector<Moment> timeline;   ///< In order of time.
  std::optional<Closure> closure;
  /// From the first attack on. Nothing where no part does it yet.
  std::optional<Milliseconds> to_notice;
  std::optional<Milliseconds> to_name;
  std::optional<Milliseconds> to_act;
};

struct DrillResult {
  Scenario scenario;
  std::uint64_t seed = 0;
  RealTime began{};
  std::string version;  ///< Bulkhead's.
  std::string machine;  ///< "2 cores, AMD EPYC, Linux 6.1"
  std::vector<ArmResult> arms;
};

}  // namespace bulkhead::drill
