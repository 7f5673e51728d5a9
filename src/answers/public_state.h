// What the public is told about a door: less than the operators know, and never anything that is not so.

#pragma once

#include <cstdint>
#include <string_view>

#include "posture/posture.h"

namespace bulkhead::answers {

/// From good to bad.
enum class PublicState : std::uint8_t { kOperational = 0, kDegraded = 1, kClosed = 2 };

/// Why a service is degraded.
enum class Limitation : std::uint8_t { kNone, kReopening, kFault };

struct PublicView {
  PublicState state = PublicState::kOperational;
  Limitation limitation = Limitation::kNone;
  bool operator==(const PublicView&) const = default;
};

/// closed → closed; a share below everybody → degraded (reopening); servers down → degraded (fault); else
/// operational. guarded and lockdown are never told: they are no business of an attacker's, and people are
/// served.
PublicView public_view(const posture::Posture& posture, bool upstream_down);

/// "operational", "degraded", "closed".
std::string_view name(PublicState state);

}  // namespace bulkhead::answers
