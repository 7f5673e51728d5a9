// What a new policy changes, said so that a person can agree to it.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace bulkhead::control {

/// Loosens: more gets through, or fewer people are needed to let it. In doubt a change loosens.
enum class ChangeKind : std::uint8_t { kNeutral = 0, kTightens = 1, kLoosens = 2 };

/// "neutral", "tightens", "loosens".
std::string_view name(ChangeKind kind);

struct Change {
  std::string service;  ///< Empty: the whole gateway.
  std::string what;     ///< "lane counters gains 10.30.0.0/16"
  ChangeKind kind = ChangeKind::kNeutral;
  /// True when nginx has to read its configuration again before it counts.
  bool needs_reload = false;
  bool operator==(const Change&) const = default;
};

/// Every difference that means something: gateway first, then services by name. Nothing when the two mean the
/// same, whatever order or comments the files have.
std::vector<Change> diff(const policy::Policy& from, const policy::Policy& to);

/// The changes of a gateway that had no policy: nothing loosens, because nothing was there.
std::vector<Change> first_policy(const policy::Policy& to);

/// "5 changes in 3 services: 1 loosens, 2 tighten; nginx is reloaded".
std::string summary(std::span<const Change> changes);

bool needs_second_person(std::span<const Change> changes);
bool needs_reload(std::span<const Change> changes);

/// Why a second person is asked: the loosening changes in a sentence, at most three named. Empty when none
/// is.
std::string why_second_person(std::span<const Change> changes);

}  // namespace bulkhead::control
