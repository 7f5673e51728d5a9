#include "policy/values/endpoint.h"

#include <algorithm>
#include <charconv>

#include "base/address.h"
#include "policy/values/host_name.h"

namespace bulkhead::policy {

namespace {

struct HostPort {
  std::string_view host;
  std::string_view port;  ///< Empty when not given.
  bool bracketed = false;
  bool well_formed = false;
};

/// Splits "host", "host:port", "[v6]" and "[v6]:port".
HostPort split(std::string_view text) {
  HostPort result;
  std::string_view after;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return result;
    result.bracketed = true;
    result.host = text.substr(1, close - 1);
    after = text.substr(close + 1);
  } else {
    const std::size_t colon = text.find(':');
    result.host = text.substr(0, colon);
    if (colon != std::string_view::npos) after = text.substr(colon);
  }
  result.well_formed = after.empty() || (after.starts_with(':') && after.size() > 1);
  if (after.size() > 1) result.port = after.substr(1);
  return result;
}

/// 1 to 65535, without sign or leading zero; 0 when it is not that.
std::uint16_t port_number(std::string_view text) {
  std::uint16_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size() || text.starts_with('0')) return 0;
  return value;
}

/// Brackets are for IPv6, and IPv6 is for brackets.
Result<Address> parse_address(const HostPort& parts) {
  Result<Address> address = Address::parse(parts.host);
  const bool colons = parts.host.find(':') != std::string_view::npos;
  if (colons != parts.bracketed) return fail(ErrorCode::kInvalid, "brackets");
  return address;
}

bool is_unspecified(const Address& address) { return address == Address::v4({}) || address == Address{}; }

bool is_multicast(const Address& address) {
  if (address.is_v4()) return (address.bytes[12] & 0xF0u) == 0xE0u || address.bytes[12] == 0xFF;
  return address.bytes[0] == 0xFF;
}

constexpr std::string_view kUpstreamForm =
    "http:// or https://, an address or a name, and a port: http://10.0.0.7:8080";

std::unexpected<Refusal> refuse_upstream(std::string message) {
  return refuse(std::move(message), std::string(kUpstreamForm));
}

Parsed<std::string> parse_upstream_host(const HostPort& parts) {
  if (const Result<Address> address = parse_address(parts)) {
    if (is_unspecified(*address) || is_multicast(*address))
      return refuse_upstream("nobody can be reached at this address");
    return address->text();
  }
  if (parts.bracketed) return refuse_upstream("this is not an IPv6 address");
  Parsed<std::string> name = parse_host_name(parts.host);
  if (!name) return refuse_upstream("the host is neither an address nor a name in small letters");
  return name;
}

}  // namespace

Parsed<Listen> parse_listen(std::string_view text) {
  constexpr std::string_view kForm = "an address and a port: 127.0.0.1:8080, 0.0.0.0:443, [::1]:8080";
  const HostPort parts = split(text);
  const Result<Address> address = parse_address(parts);
  if (!parts.well_formed || !address || is_multicast(*address))
    return refuse("this is no address to listen on", std::string(kForm));
  if (parts.port.empty()) return refuse("the port is missing", std::string(kForm));
  const std::uint16_t port = port_number(parts.port);
  if (port == 0) return refuse("the port is outside 1 to 65535", std::string(kForm));
  return Listen{.address = address->text(), .port = port, .tls = false};
}

Parsed<Upstream> parse_upstream(std::string_view text) {
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return refuse_upstream("this is not a URL");
  const std::string_view scheme = text.substr(0, scheme_end);
  if (scheme != "http" && scheme != "https") return refuse_upstream("the scheme is neither http nor https");
  const std::string_view rest = text.substr(scheme_end + 3);
  if (rest.find('@') != std::string_view::npos) {
    return std::unexpected(
        Refusal{"user names and passwords do not belong here", std::string(kUpstreamForm), true});
  }
  if (rest.find_first_of("/?#") != std::string_view::npos) {
    return refuse(
        "an upstream has no path: requests are forwarded with the path they came with",
        std::string(text.substr(0, scheme_end + 3)) + std::string(rest.substr(0, rest.find_first_of("/?#"))));
  }
  const HostPort parts = split(rest);
  if (!parts.well_formed) return refuse_upstream("this is not an address and a port");
  Parsed<std::string> host = parse_upstream_host(parts);
  if (!host) return std::unexpected<Refusal>(host.error());
  std::uint16_t port = scheme == "https" ? 443 : 80;
  if (!parts.port.empty()) port = port_number(parts.port);
  if (port == 0) return refuse_upstream("the port is outside 1 to 65535");
  return Upstream{.scheme = std::string(scheme), .host = std::move(*host), .port = port};
}

Parsed<std::string> parse_homepage(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  const auto refused = [] {
    return refuse("this is not an https URL", "https://agency.example/ in plain ASCII");
  };
  if (!text.starts_with(kScheme) || text.size() > Limits::kTextBytesMax) return refused();
  const bool plain = std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view("\"'<>\\^`{|}").find(c) == std::string_view::npos;
  });
  const std::string_view rest = text.substr(kScheme.size());
  const HostPort parts = split(rest.substr(0, rest.find_first_of("/?#")));
  const bool port_good = parts.port.empty() || port_number(parts.port) != 0;
  if (!plain || !parts.well_formed || parts.bracketed || !port_good || !parse_host_name(parts.host))
    return refused();
  return std::string(text);
}

std::string endpoint_text(std::string_view host, std::uint16_t port) {
  if (host == "localhost") host = "127.0.0.1";
  const bool v6 = host.find(':') != std::string_view::npos;
  return (v6 ? "[" : "") + std::string(host) + (v6 ? "]:" : ":") + std::to_string(port);
}

}  // namespace bulkhead::policy
