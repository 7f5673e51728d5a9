// The operator's file `bulkhead.yaml`, read and checked: a plain value that the rest of the daemon works from.
//
// reader.h turns text into this; a Policy that exists has passed every check. docs/policy.md lists the keys.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/time.h"
#include "base/zone.h"

namespace bulkhead::policy {

/// Text by language tag (BCP 47, lower case: "en", "sq", "ar"). The agency's first language is the fallback.
using Translated = std::map<std::string, std::string>;

enum class Criticality : std::uint8_t { kEssential = 0, kImportant = 1, kDeferrable = 2 };
enum class OnGatewayFailure : std::uint8_t { kOpen = 0, kClosed = 1 };
/// duty and chief: may close, guard, open, and agree as the second person. auditor: may only look.
enum class Role : std::uint8_t { kAuditor = 0, kDuty = 1, kChief = 2 };

/// As written in the policy: "essential", "open", "duty".
std::string_view name(Criticality criticality);
std::string_view name(OnGatewayFailure choice);
std::string_view name(Role role);

struct Limits {
  static constexpr std::size_t kServicesMax = 4'096;
  static constexpr std::size_t kHostsPerServiceMax = 64;
  static constexpr std::size_t kPathsPerServiceMax = 64;
  static constexpr std::size_t kPathSegmentsMax = 16;
  static constexpr std::size_t kPathBytesMax = 255;
  /// Pairs of host and path over all services: what the tables of the image grow with.
  static constexpr std::size_t kRoutesMax = 65'536;
  static constexpr std::size_t kUpstreamsPerServiceMax = 32;
  static constexpr std::size_t kLanesPerServiceMax = 64;
  static constexpr std::size_t kLaneNetworksMax = 256;
  static constexpr std::size_t kDependsOnMax = 32;
  static constexpr std::size_t kLanguagesMax = 16;
  static constexpr std::size_t kOperatorsMax = 256;
  static constexpr std::size_t kListensMax = 16;
  static constexpr std::size_t kCertificatesMax = 4'096;
  static constexpr std::size_t kTrustedProxiesMax = 256;
  static constexpr std::size_t kSessionCookiesMax = 8;
  static constexpr std::size_t kFilePathBytesMax = 1'024;
  /// A lane or trusted proxy wider than a /8 would be nearly everybody.
  static constexpr unsigned kNetworkPrefixBitsMin = 8;
  static constexpr std::size_t kTitleBytesMax = 200;
  static constexpr std::size_t kTextBytesMax = 500;
  static constexpr std::size_t kNameBytesMax = 63;
  static constexpr std::size_t kFileBytesMax = 8u << 20;
  static constexpr std::size_t kDiagnosticsMax = 1'000;

  static constexpr std::uint16_t kWorkersMax = 256;
  static constexpr std::uint64_t kClientBodyBytesMin = 1;
  static constexpr std::uint64_t kClientBodyBytesMax = std::uint64_t{64} << 30;
  static constexpr Milliseconds kUpstreamTimeoutMin = std::chrono::seconds(1);
  static constexpr Milliseconds kUpstreamTimeoutMax = std::chrono::hours(24);
  static constexpr Milliseconds kProbeIntervalMin = std::chrono::seconds(1);
  static constexpr Milliseconds kProbeIntervalMax = std::chrono::hours(1);
  static constexpr Milliseconds kProbeTimeoutMin = std::chrono::milliseconds(100);
  static constexpr Milliseconds kProbeTimeoutMax = std::chrono::minutes(1);
  static constexpr std::uint16_t kExpectStatusMin = 200;
  static constexpr std::uint16_t kExpectStatusMax = 599;
  static constexpr std::uint16_t kProbeCountMax = 100;  ///< For fall and rise.
};

/// Paths that the gateway answers itself on every host; no service may claim them or what lies below.
inline constexpr std::string_view kReservedPaths[] = {"/status", "/.well-known/bulkhead",
                                                      "/.well-known/bulkhead-drill"};

struct Agency {
  Translated name;
  Translated contact;                  ///< Where people can ask: phone, mail, opening hours.
  std::string homepage;                ///< https URL, optional.
  std::vector<std::string> languages;  ///< First is the fallback. All public text exists in each of them.
  Zone timezone;                       ///< Whose local time people read; UTC by default.
};

struct Listen {
  std::string address;  ///< "127.0.0.1" or "::1", or "0.0.0.0".
  std::uint16_t port = 0;
  bool tls = false;
  bool operator==(const Listen&) const = default;
};

struct Certificate {
  std::vector<std::string> hosts;  ///< Hosts it serves; empty: the default certificate.
  std::string certificate;         ///< PEM chain, path.
  std::string key;                 ///< PEM key, path.
};

struct Gateway {
  std::vector<Listen> listen;
  std::vector<Certificate> certificates;
  std::vector<Network> trusted_proxies;  ///< Empty by default: nobody may say who the client is.
  std::optional<std::string>
      status_host;            ///< Host that serves the public status site besides /status on every host.
  std::uint16_t id = 1;       ///< 1 to 65535, in every id this gateway makes.
  std::uint16_t workers = 0;  ///< nginx worker processes; 0: one a core.
  std::string translations;   ///< Folder of the agency's edited translation files; empty: shipped ones.
  /// No public stands behind it: all that is ordered here is a drill. Otherwise the gateway is live.
  bool rehearsal = false;
};

struct Operator {
  std::string id;
  std::string name;  ///< How history shows the person; the id when not given.
  std::optional<std::uint32_t> uid;
  std::string token_sha256;  ///< 64 hex digits; empty when none.
  std::optional<RealTime> token_expires;
  Role role = Role::kDuty;
};

struct Upstream {
  std::string scheme;  ///< "http" or "https".
  std::string host;    ///< Address or name.
  std::uint16_t port = 0;
  bool operator==(const Upstream&) const = default;
};

struct HealthProbe {
  std::string path = "/";
  Milliseconds interval = std::chrono::seconds(5);
  Milliseconds timeout = std::chrono::seconds(2);
  std::uint16_t expect_status_max = 499;  ///< Any answer up to this counts as alive.
  std::uint16_t fall = 3;                 ///< Failures in a row until "down".
  std::uint16_t rise = 2;                 ///< Answers in a row until "up".
};

struct Lane {
  std::string name;
  std::vector<Network> networks;
};

struct ServiceLimits {
  std::uint64_t client_body_bytes_max = 16u << 20;  ///< 1 to 64 GiB.
  Milliseconds upstream_timeout = std::chrono::seconds(60);
};

struct Service {
  std::string name;  ///< [a-z0-9-], begins with a letter.
  Translated title;
  std::vector<std::string> hosts;  ///< Lower case; "*.example" matches one or more labels below.
  std::vector<std::string> paths;  ///< Prefixes by whole segments, "/" is all; normalised.
  std::vector<Upstream> upstream;
  std::string compartment;  ///< Its own name when none is given.
  std::vector<std::string> depends_on;
  Criticality criticality = Criticality::kImportant;
  OnGatewayFailure on_gateway_failure = OnGatewayFailure::kClosed;
  std::vector<Lane> lanes;
  Translated elsewhere;  ///< Where else people are served: counter, phone.
  ServiceLimits limits;
  HealthProbe health;
  std::vector<std::string> session_cookies;  ///< Names whose setting by the upstream proves a session.
};

struct Policy {
  Agency agency;
  Gateway gateway;
  std::vector<Operator> operators;  ///< By id.
  std::vector<Service> services;    ///< By name: the order of the file carries no meaning.
  std::map<std::string, Translated> compartment_titles;
  std::string source_path;
  std::string sha256;  ///< Of the file's bytes, hex.

  const Service* find_service(std::string_view name) const;
  const Operator* find_operator(std::string_view id) const;
  std::vector<std::string> compartments() const;
};

}  // namespace bulkhead::policy
