// Who is asking: uid or bearer token -> Caller. What a person may do is posture's authority, not this.

#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "control/rest/exchange.h"
#include "policy/policy.h"

namespace bulkhead::control::rest {

/// Tokens longer than this are refused unread.
inline constexpr std::size_t kTokenBytesMax = 256;

/// The person behind a uid on the unix socket. An operator entry for uid 0 is an operator like any other; without one, uid 0 is
/// `kRoot`. `policy` may be null: then nobody is an operator.
Caller caller_of_uid(const policy::Policy* policy, std::uint32_t uid);

/// The operator behind an Authorization field ("Bearer …"); kNobody when the field is empty. Fails with kDenied, without
/// telling which, when the token is unknown or past its expiry.
///
/// Cost    One SHA-256, then one comparison in constant time with every operator's digest, matched or not.
Result<Caller> caller_of_authorization(const policy::Policy* policy, std::string_view field, RealTime now);

}  // namespace bulkhead::control::rest
