// One function for each part of a scenario: from the document into the value.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drill/scenario/scenario.h"
#include "policy/spot.h"

namespace bulkhead::drill {

std::vector<Group> read_people(const policy::Spot& spot, std::span<const std::string> services,
                               policy::Findings& findings);

struct ReadPhases {
  std::vector<Phase> phases;
  bool lengths_known = true;  ///< False when one was wrong, so that nobody can say when the scenario ends.
};

/// `visits_per_minute` is what all groups together say.
ReadPhases read_phases(const policy::Spot& spot, double visits_per_minute,
                       std::span<const std::string> services, policy::Findings& findings);

/// The attacks of one phase.
std::vector<Attack> read_attacks(const policy::Spot& spot, std::span<const std::string> services,
                                 policy::Findings& findings);

/// `ends`: when the scenario does.
std::vector<OfficerAct> read_officer(const policy::Spot& spot, Milliseconds ends,
                                     std::span<const std::string> services, policy::Findings& findings);

std::optional<OffByHand> read_off_by_hand(const policy::Spot& spot, Milliseconds ends,
                                          std::span<const std::string> services, policy::Findings& findings);

}  // namespace bulkhead::drill
