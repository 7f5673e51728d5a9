// IP addresses and networks as values.

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bulkhead {

/// An IPv4 or IPv6 address, always held as 16 bytes; IPv4 is IPv4-mapped (RFC 4291 §2.5.5.2), so that
/// ::ffff:192.0.2.1 and 192.0.2.1 are one address and no client gains by the spelling.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  static Address v4(std::array<std::uint8_t, 4> bytes);
  /// Reads dotted IPv4 or RFC 4291 IPv6 without zone, brackets or port.
  static Result<Address> parse(std::string_view text);

  bool is_v4() const;
  std::string text() const;
  auto operator<=>(const Address&) const = default;
};

/// A network: an address and how many of its 128 bits count (IPv4 /24 is 120).
struct Network {
  Address address;
  std::uint8_t prefix_bits = 128;

  /// Reads "10.20.0.0/16", "2001:db8::/32" or a bare address. Fails when bits beyond the prefix are set,
  /// and says which network was likely meant.
  static Result<Network> parse(std::string_view text);

  /// An IPv4 address is only in IPv4 networks, so "::/0" is all of IPv6 and nothing else.
  bool contains(const Address& address) const;
  std::string text() const;
  auto operator<=>(const Network&) const = default;
};

}  // namespace bulkhead
