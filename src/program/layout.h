// The bytes of an image, format 3. Little-endian; every section begins on a multiple of 8; gaps are zero.
//
//     offset
//          0  +--------------------------------------------------------------+
//             | magic "BHIMAGE\n"                                             |
//          8  | format (u32) | header bytes (u32)                            |
//         16  | total bytes (u64)                                            |
//         24  | SHA-256 of everything from offset 56 to the end              |
//         56  | policy digest (32) | version (u64) | hash seed (u64)         |
//        104  | probes, wildcard depth, homepage, zone, sections (see Header) |
//             +--------------------------------------------------------------+
//             | kServices   ServiceRecord   by name, ascending               |
//             | kHosts      HostRecord      "tax.example", ".example" = "*.example"
//             | kHostSlots  HashSlot        open addressing: host name -> HostRecord
//             | kDoors      DoorRecord      (host, path prefix) -> service, prefixes longer than "/"
//             | kDoorSlots  HashSlot        open addressing: (host, prefix) -> DoorRecord
//             | kLanes      StringRef       names of lanes, a run per service|
//             | kNetworks   NetworkRecord   networks of lanes, a sorted run per service
//             | kCookies    StringRef       session cookies, a run per service
//             | kLanguages  LanguageRecord  [0] is the fallback              |
//             | kTexts      StringRef       agency name, agency contact, then per service title, elsewhere;
//             |                             each one entry per language      |
//             | kPhrases    StringRef       keys, ascending                  |
//             | kPhraseTexts StringRef      per key one entry per language   |
//             | kZoneChanges ZoneChangeRecord  the agency's time zone, ascending; none: UTC
//             | kStrings    bytes           what every StringRef points into |
//             | kInspections InspectionRecord one per service: which rules it runs, and how
//             | kRulePrograms RuleProgramRecord in kRuleBytes; see rules/layout.h
//             | kRulePins   RulePinRecord   TX variables that a service sets, a run per service
//             | kRuleExclusions RuleExclusionRecord what rules do not look at, a run per service
//             | kRuleBits   u64             sets of links of a program   |
//             | kRuleBytes  bytes           rule programs and patterns, each at a multiple of 8
//             +--------------------------------------------------------------+
//
// Nothing here knows operators or tokens: an image may be copied to where the policy may not.

#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace bulkhead::program::layout {

static_assert(std::endian::native == std::endian::little, "images are little-endian and mapped as they are");

inline constexpr std::array<char, 8> kMagic = {'B', 'H', 'I', 'M', 'A', 'G', 'E', '\n'};
inline constexpr std::size_t kSectionAlign = 8;

inline constexpr std::size_t kServicesMax = 4'096;
inline constexpr std::size_t kSlotsMax = 4'096;
inline constexpr std::size_t kLanguagesMax = 16;
inline constexpr std::size_t kLanesPerServiceMax = 64;
inline constexpr std::size_t kNetworksPerServiceMax = kLanesPerServiceMax * 256;
inline constexpr std::size_t kPathSegmentsMax = 16;
/// RFC 1035 §2.3.4, as text without the final dot.
inline constexpr std::size_t kHostBytesMax = 253;
inline constexpr std::size_t kPathBytesMax = 4'096;
inline constexpr std::size_t kCookiesMax = 65'535;
inline constexpr std::size_t kStringBytesMax = 64u << 10;
/// The writer picks a seed under which no key is further than this from its home.
inline constexpr std::uint32_t kProbesMax = 8;
/// The end of the year 9999: what can be written as text. Changes of a time zone lie within so many seconds of 1970.
inline constexpr std::int64_t kZoneFromSecondsMax = 253'402'300'799;
/// One entry per language for each of these, before those of the services.
inline constexpr std::size_t kAgencyTexts = 2;
inline constexpr std::size_t kServiceTexts = 2;

enum class Section : std::uint8_t {
  kServices,
  kHosts,
  kHostSlots,
  kDoors,
  kDoorSlots,
  kLanes,
  kNetworks,
  kCookies,
  kLanguages,
  kTexts,
  kPhrases,
  kPhraseTexts,
  kZoneChanges,
  kStrings,
  kInspections,
  kRulePrograms,
  kRulePins,
  kRuleExclusions,
  kRuleBits,
  kRuleBytes,
};
inline constexpr std::size_t kSections = 20;

/// `count` records from `offset` of the image.
struct SectionRef {
  std::uint32_t offset = 0;
  std::uint32_t count = 0;
};

/// `bytes` bytes from `offset` of section kStrings.
struct StringRef {
  std::uint32_t offset = 0;
  std::uint32_t bytes = 0;
};

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t format = 0;
  std::uint32_t header_bytes = 0;
  std::uint64_t total_bytes = 0;
  std::array<std::uint8_t, 32> digest{};
  std::array<std::uint8_t, 32> policy_digest{};
  std::uint64_t version = 0;
  std::uint64_t hash_seed = 0;
  /// How many slots a look-up reads at most.
  std::uint32_t probes_max = 0;
  /// Labels of the deepest wildcard suffix; 0 when there is none.
  std::uint32_t wildcard_labels_max = 0;
  StringRef homepage;
  /// Name of the agency's time zone.
  StringRef zone;
  std::array<SectionRef, kSections> sections{};
};
inline constexpr std::size_t kDigestedFrom = offsetof(Header, policy_digest);
static_assert(kDigestedFrom == 56 && sizeof(Header) == 128 + 8 * kSections);

enum ServiceFlags : std::uint8_t { kOpenOnGatewayFailure = 1, kSplitByPath = 2, kServiceFlagsKnown = 3 };

struct ServiceRecord {
  StringRef name;
  StringRef compartment;
  /// Where people find it; empty when all its hosts are wildcards.
  StringRef home_host;
  StringRef home_path;
  std::uint64_t client_body_bytes_max = 0;
  std::uint32_t lanes_first = 0;
  std::uint32_t networks_first = 0;
  std::uint32_t cookies_first = 0;
  std::uint16_t lanes = 0;
  std::uint16_t networks = 0;
  std::uint16_t cookies = 0;
  std::uint16_t slot = 0;
  std::uint8_t criticality = 0;
  std::uint8_t flags = 0;
  std::array<std::uint8_t, 2> zero{};
};
static_assert(sizeof(ServiceRecord) == 64);

struct HostRecord {
  StringRef name;
  /// The service at "/", or kNoService.
  std::uint16_t root_service = 0;
  /// Segments of the longest prefix on this host: bounds the probes of a look-up.
  std::uint16_t path_segments_max = 0;
};
static_assert(sizeof(HostRecord) == 12);

struct DoorRecord {
  StringRef path;
  std::uint32_t host = 0;
  std::uint16_t service = 0;
  std::uint16_t zero = 0;
};
static_assert(sizeof(DoorRecord) == 16);

/// `entry` is an index + 1; 0 is empty. `tag` is the upper half of the key's hash.
struct HashSlot {
  std::uint32_t tag = 0;
  std::uint32_t entry = 0;
};

/// Sorted by (address, prefix_bits). `parent` is the index + 1 (within the service's run) of the narrowest
/// other network of the service that contains this one; 0 when there is none.
struct NetworkRecord {
  std::array<std::uint8_t, 16> address{};
  std::uint8_t prefix_bits = 0;
  std::uint8_t lane = 0;
  std::uint16_t parent = 0;
};
static_assert(sizeof(NetworkRecord) == 20);

struct LanguageRecord {
  StringRef tag;
  std::uint32_t right_to_left = 0;
  std::uint32_t zero = 0;
};

/// What inspection does with a request that rules would refuse, as policy::InspectionMode.
enum class InspectionMode : std::uint8_t { kOff, kDetect, kBlock };
/// What becomes of a body beyond what is inspected, as policy::BeyondLimit.
enum class BeyondLimit : std::uint8_t { kFirstPart, kDeny, kPass };

enum InspectionFlags : std::uint8_t {
  kInspectResponses = 1,
  kErrorLog = 2,
  kDenyOverrun = 4,
  kInspectionFlagsKnown = 7,
};

inline constexpr std::uint32_t kNoRules = 0xffff'ffff;
inline constexpr std::size_t kRuleProgramsMax = 4'096;
inline constexpr std::size_t kExclusionsPerServiceMax = 8'192;

struct InspectionRecord {
  std::uint64_t request_body_bytes_max = 0;
  std::uint64_t response_body_bytes_max = 0;
  /// Index in kRulePrograms, or kNoRules: the service is not inspected.
  std::uint32_t program = kNoRules;
  std::uint32_t pins_first = 0;
  std::uint32_t exclusions_first = 0;
  std::uint32_t exclusions = 0;
  /// The first `pins` hold always, or while the door is open; the next `guarded_pins` while it is guarded.
  std::uint16_t pins = 0;
  std::uint16_t guarded_pins = 0;
  InspectionMode mode = InspectionMode::kOff;
  BeyondLimit request_body_beyond = BeyondLimit::kFirstPart;
  std::uint8_t flags = 0;
  std::uint8_t zero = 0;
};
static_assert(sizeof(InspectionRecord) == 40);

/// `bytes` bytes from `offset` of kRuleBytes.
struct RuleProgramRecord {
  std::uint32_t offset = 0;
  std::uint32_t bytes = 0;
};

struct RulePinRecord {
  std::int64_t number = 0;
  std::uint32_t slot = 0;
  std::uint32_t zero = 0;
};
static_assert(sizeof(RulePinRecord) == 16);

/// Whole rules when `variable` is kNoVariable; all values of the variable when there is neither name nor pattern.
struct RuleExclusionRecord {
  static constexpr std::uint32_t kNoVariable = 0xff;

  /// Set of links in kRuleBits.
  std::uint32_t links = 0;
  std::uint32_t variable = kNoVariable;
  StringRef name;
  StringRef route;
  /// A compiled pattern in kRuleBytes; no bytes: none.
  RuleProgramRecord pattern;
};
static_assert(sizeof(RuleExclusionRecord) == 32);

/// As base's ZoneChange.
struct ZoneChangeRecord {
  std::int64_t from_s = 0;
  std::int32_t offset_s = 0;
  std::uint32_t zero = 0;
};
static_assert(sizeof(ZoneChangeRecord) == 16);

inline constexpr std::array<std::size_t, kSections> kRecordBytes = {
    sizeof(ServiceRecord),
    sizeof(HostRecord),
    sizeof(HashSlot),
    sizeof(DoorRecord),
    sizeof(HashSlot),
    sizeof(StringRef),
    sizeof(NetworkRecord),
    sizeof(StringRef),
    sizeof(LanguageRecord),
    sizeof(StringRef),
    sizeof(StringRef),
    sizeof(StringRef),
    sizeof(ZoneChangeRecord),
    1,
    sizeof(InspectionRecord),
    sizeof(RuleProgramRecord),
    sizeof(RulePinRecord),
    sizeof(RuleExclusionRecord),
    8,
    1,
};

}  // namespace bulkhead::program::layout
