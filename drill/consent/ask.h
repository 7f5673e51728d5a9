// The question to a gateway whether it agrees to a drill. Only permit.h asks it.

#pragma once

#include "control/consent/consent.h"
#include "drill/consent/permit.h"

namespace bulkhead::drill {

/// Asks over one connection of its own, to the very address and from the very address of the drill. Nothing but a 200 with a
/// consent counts: no redirect, no retry, no name is looked up.
///
/// The consent that comes back is signed by `request.key`, answers a nonce that was made for it, names both ends of the
/// connection as the drill itself sees them, and has not ended.
///
/// Time       At most kConsentPatience.
Result<control::Consent> ask_consent(const PermitRequest& request, os::Random& random,
                                     const os::Clock& clock);

inline constexpr Milliseconds kConsentPatience = std::chrono::seconds(5);

/// The checks alone, on what a gateway answered to `nonce`.
Result<control::Consent> check_consent(std::string_view json, std::string_view nonce,
                                       const PermitRequest& request, RealTime now);

}  // namespace bulkhead::drill
