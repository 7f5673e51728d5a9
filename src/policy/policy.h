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
/// What inspection does with a request that the rules would refuse.
enum class InspectionMode : std::uint8_t { kOff = 0, kDetect = 1, kBlock = 2 };
/// What becomes of a body beyond what is inspected of it.
enum class BeyondLimit : std::uint8_t { kFirstPart = 0, kDeny = 1, kPass = 2 };
/// What becomes of a request that needs more than inspection may spend on one.
enum class OnOverrun : std::uint8_t { kDetect = 0, kDeny = 1 };

/// As written in the policy: "essential", "open", "duty", "block", "first-part", "deny".
std::string_view name(Criticality criticality);
std::string_view name(OnGatewayFailure choice);
std::string_view name(Role role);
std::string_view name(InspectionMode mode);
std::string_view name(BeyondLimit choice);
std::string_view name(OnOverrun choice);

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

  static constexpr std::size_t kRuleFilesPerServiceMax = 64;
  static constexpr std::size_t kExclusionsPerServiceMax = 4'096;
  static constexpr std::size_t kPatchesPerServiceMax = 64;
  /// Over all services, those of `defaults` counted once for each service that they hold for.
  static constexpr std::size_t kRuleFilesMax = 65'536;
  static constexpr std::size_t kExclusionsMax = 65'536;
  static constexpr std::size_t kRequestEncodingsMax = 8;
  static constexpr std::size_t kExcludedRulesMax = 64;  ///< Ranges of ids, or tags, of one exclusion.
  static constexpr std::uint64_t kRuleIdMax = (std::uint64_t{1} << 53) - 1;  ///< As rules may have.
  static constexpr std::size_t kTagBytesMax = 255;
  static constexpr std::size_t kTargetBytesMax = 255;
  static constexpr std::uint8_t kParanoiaMax = 4;
  static constexpr std::uint32_t kThresholdMax = 10'000;
  static constexpr std::uint64_t kInspectedRequestBytesMin = 1u << 10;
  static constexpr std::uint64_t kInspectedRequestBytesMax = 16u << 20;
  static constexpr std::uint64_t kInspectedResponseBytesMin = 4u << 10;
  static constexpr std::uint64_t kInspectedResponseBytesMax = 1u << 20;
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

/// Ids of rules, both ends included.
struct IdRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool operator==(const IdRange&) const = default;
};

/// One line that says: these rules do not look here.
struct RuleExclusion {
  std::vector<IdRange> rules;     ///< Either these,
  std::vector<std::string> tags;  ///< or the rules that carry one of these tags.
  std::string route = "/";        ///< Path prefix by whole segments; "/" is all of the service.
  /// As in SecLang: "ARGS:q", "REQUEST_COOKIES:/^x/". Empty: the rules do not run there at all.
  std::string target;
  std::string owner;   ///< Who answers for it.
  std::string reason;  ///< Why.
  /// From then on it does not hold any more and the rules look again; nothing: for good.
  std::optional<RealTime> until;
};

/// Rules that guard one route of one service until the hole there is mended.
struct VirtualPatch {
  std::string route;   ///< As in RuleExclusion; of a path of the service.
  std::string file;    ///< One file of rules, relative to the policy file.
  std::string owner;   ///< Who answers for it.
  std::string reason;  ///< Why.
  /// By then it is to be looked at; it goes on guarding, as only a person takes protection away. Nothing: for good.
  std::optional<RealTime> until;
};

/// How the requests and answers of a service are inspected.
struct Inspection {
  /// While the door is guarded; only ever stricter than usual.
  struct Guarded {
    std::optional<std::uint32_t> inbound_threshold;  ///< At most the usual one.
    /// At least the usual one, at most `detection_paranoia`: a level that has run in shadow.
    std::optional<std::uint8_t> paranoia;
  };

  /// Files and globs (in the last segment) in order, relative to the policy file. Empty: nothing but patches runs.
  std::vector<std::string> rules;
  InspectionMode mode = InspectionMode::kDetect;
  std::optional<std::uint8_t> paranoia;  ///< 1 to 4, for blocking; nothing: as the rules set it.
  /// 1 to 4, at least `paranoia`, and that when it is not given; nothing: as the rules set it.
  std::optional<std::uint8_t> detection_paranoia;
  std::optional<std::uint32_t> inbound_threshold;   ///< Anomaly score; nothing: as the rules set it.
  std::optional<std::uint32_t> outbound_threshold;  ///< Anomaly score; nothing: as the rules set it.
  Guarded guarded;
  std::uint64_t request_body_bytes_max = 1u << 20;  ///< Inspected; 1 KiB to 16 MiB.
  BeyondLimit request_body_beyond = BeyondLimit::kFirstPart;
  bool responses = true;  ///< Whether answers are inspected too.
  /// Held and inspected before the first byte leaves; 4 KiB to 1 MiB.
  std::uint64_t response_body_bytes_max = 64u << 10;
  OnOverrun on_overrun = OnOverrun::kDeny;
  /// Content-Encodings of request bodies that the service takes: "gzip", "deflate". Others are refused.
  std::vector<std::string> request_encodings;
  bool error_log = false;  ///< Whether events are also lines of ModSecurity's form in the error log.
  std::vector<RuleExclusion> exclusions;  ///< Those of `defaults` first. May hold some that are past `until`.
  std::vector<VirtualPatch> patches;
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
  Inspection inspection;                     ///< Complete: what it does not say itself is from `defaults`.
};

struct Policy {
  Agency agency;
  Gateway gateway;
  std::vector<Operator> operators;  ///< By id.
  Inspection defaults;              ///< As written under `defaults`; in every service already. No patches.
  std::vector<Service> services;    ///< By name: the order of the file carries no meaning.
  std::map<std::string, Translated> compartment_titles;
  std::string source_path;
  std::string sha256;  ///< Of the file's bytes, hex.

  const Service* find_service(std::string_view name) const;
  const Operator* find_operator(std::string_view id) const;
  std::vector<std::string> compartments() const;
};

}  // namespace bulkhead::policy
