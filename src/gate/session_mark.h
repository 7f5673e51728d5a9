// The companion cookie: proof that a session was there before a door closed.
//
// When the upstream sets one of the cookies that the policy names as sessions, the gate sends a further cookie along:
// when that was, and a MAC that binds it to service and session value. A client can neither make one nor move it
// to another session. While a door drains with `--drain`, a request that brings both is inside.
//
//     bh-inside-<8 hex of the service>=<key id>.<seconds since 1970, hex>.<MAC, 32 hex>
//
// MAC: BLAKE2b-128 keyed with the gateway's local key (RFC 7693) over purpose, service, time and session value.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.h"
#include "segment/control_layout.h"

namespace bulkhead::gate {

/// Name and value of a cookie; views into a header field.
struct Cookie {
  std::string_view name;
  std::string_view value;
};

/// What a Set-Cookie field sets; an empty value when it takes the cookie away (Max-Age=0, or no value).
Cookie parse_set_cookie(std::string_view field);

/// The value of the first cookie called `name` in a Cookie field; empty when there is none.
std::string_view cookie_value(std::string_view cookies, std::string_view name);

/// The Set-Cookie value of the companion of `session`. `service` is segment::hash_name of the service.
std::string companion_cookie(const segment::SegmentKey& key, std::uint64_t service, const Cookie& session,
                             RealTime now, bool secure);

/// When `session` was marked, going by the companion among `cookies`; nothing when it is missing, made with an unknown
/// key, or another session's.
std::optional<RealTime> session_marked_at(std::span<const segment::SegmentKey> keys, std::uint64_t service,
                                          const Cookie& session, std::string_view cookies);

}  // namespace bulkhead::gate
