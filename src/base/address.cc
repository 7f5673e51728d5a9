#include "base/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::uint8_t kMappedBits = 96;
constexpr std::uint8_t kAddressBits = 128;
constexpr std::size_t kTextBytesMax = INET6_ADDRSTRLEN - 1;
constexpr std::size_t kQuotedBytesMax = 80;

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", escape_log(cut(text, kQuotedBytesMax)));
}

std::uint8_t mask_of_byte(std::size_t index, unsigned prefix_bits) {
  const unsigned before = static_cast<unsigned>(index) * 8;
  if (prefix_bits >= before + 8) return 0xFF;
  if (prefix_bits <= before) return 0;
  return static_cast<std::uint8_t>(0xFF00u >> (prefix_bits - before));
}

Address masked(Address address, unsigned prefix_bits) {
  for (std::size_t i = 0; i < address.bytes.size(); ++i) address.bytes[i] &= mask_of_byte(i, prefix_bits);
  return address;
}

bool is_v4_network(const Network& network) {
  return network.prefix_bits >= kMappedBits && network.address.is_v4();
}

// Reads a prefix length of at most `bits_max`, without sign or leading zero; -1 otherwise.
int parse_prefix(std::string_view text, int bits_max) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return -1;
  int bits = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return -1;
    bits = bits * 10 + (digit - '0');
  }
  return bits <= bits_max ? bits : -1;
}

}  // namespace

Address Address::v4(std::array<std::uint8_t, 4> bytes) {
  Address address;
  std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), address.bytes.begin());
  std::copy(bytes.begin(), bytes.end(), address.bytes.begin() + kMappedPrefix.size());
  return address;
}

Result<Address> Address::parse(std::string_view text) {
  const auto refused = [text] { return fail(ErrorCode::kInvalid, "not an IP address: " + quoted(text)); };
  // inet_pton stops at a NUL: what follows one must not be overlooked.
  if (text.empty() || text.size() > kTextBytesMax || text.find('\0') != std::string_view::npos)
    return refused();
  const std::string terminated(text);
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, terminated.c_str(), four.data()) == 1) return v4(four);
  Address address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
  return refused();
}

bool Address::is_v4() const { return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin()); }

std::string Address::text() const {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_v4())
    inet_ntop(AF_INET, bytes.data() + kMappedPrefix.size(), text, sizeof text);
  else
    inet_ntop(AF_INET6, bytes.data(), text, sizeof text);
  return text;
}

Result<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address_text = text.substr(0, slash);
  const auto address = Address::parse(address_text);
  if (!address) return fail(ErrorCode::kInvalid, "not an IP address or network: " + quoted(text));
  if (slash == std::string_view::npos) return Network{*address, kAddressBits};

  const bool dotted = address_text.find(':') == std::string_view::npos;
  const int bits_max = dotted ? 32 : kAddressBits;
  const int bits = parse_prefix(text.substr(slash + 1), bits_max);
  if (bits < 0)
    return fail(ErrorCode::kInvalid, fmt::format("not a network, the part after \"/\" must be 0 to {}: {}",
                                                 bits_max, quoted(text)));
  Network network{*address, static_cast<std::uint8_t>(dotted ? bits + kMappedBits : bits)};
  const Network meant{masked(*address, network.prefix_bits), network.prefix_bits};
  if (meant.address != network.address)
    return fail(ErrorCode::kInvalid,
                fmt::format("network has bits set beyond its prefix: {}; meant was likely \"{}\"",
                            quoted(text), meant.text()));
  return network;
}

bool Network::contains(const Address& other) const {
  if (is_v4_network(*this) != other.is_v4()) return false;
  return masked(other, prefix_bits) == address;
}

std::string Network::text() const {
  if (prefix_bits == kAddressBits) return address.text();
  const bool v4 = is_v4_network(*this);
  return fmt::format("{}/{}", address.text(), v4 ? prefix_bits - kMappedBits : prefix_bits);
}

}  // namespace bulkhead
