// SHA-256 (FIPS 180-4), by libsodium, and its text form.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bulkhead::os {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

/// 64 lower-case hex digits.
std::string hex(const Sha256& digest);

/// Shorthand for hex(sha256(bytes)).
std::string sha256_hex(std::string_view bytes);

/// Reads 64 hex digits of either case.
Result<Sha256> parse_sha256(std::string_view text);

/// Compares without telling by its duration where two secrets' digests differ.
bool same_digest(const Sha256& one, const Sha256& other);

}  // namespace bulkhead::os
