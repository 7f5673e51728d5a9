// The bytes of a rule program: rules in the order they run, and what is needed to know quickly which of them can match.
//
// Little-endian; every section begins on a multiple of 8. A program lies in an image, or alone in a file.
//
//     Header
//     kLinks         LinkRecord       one SecRule or SecAction each; by phase, then in file order; a chain is a run of links
//     kTargets       TargetRecord     where a link looks; a run per link
//     kActions       ActionRecord     what it does; two runs per link: for each match, and when the chain has matched
//     kMetadata      MetadataRecord   one per link: id, msg, tags, where it stands
//     kTemplates     TemplateRecord   text with %{…}: a run of pieces
//     kPieces        PieceRecord
//     kTags          u32              templates; a run per metadata
//     kNodes         NodeRecord       the tree of transformations: a chain of them is the way from node 0
//     kSources       SourceRecord     kinds of values: ARGS, REQUEST_HEADERS, REQUEST_HEADERS named user-agent …
//     kGroups        GroupRecord      per source, which nodes are needed, and for which links
//     kBits          u64              sets of links: `words` each
//     kClassLinks    u16              links by the rarest byte class they need; a run per class and side
//     kNeeds         NeedRecord       one per link: byte classes and length without which it cannot match
//     kByteSets      ByteSet          operands of @validateByteRange
//     kNetworks      NetworkRecord    operands of @ipMatch
//     kBlobs         BlobRef          regex programs and word filters: in kBytes
//     kTxNames       StringRef        names of TX variables that rules write out, ascending, lower case: slots
//     kMarks         MarkRecord       sets of links by tag or msg, for ctl:ruleRemoveByTag and kin
//     kBytes         bytes            strings and blobs
//
// A set of links is `words` u64; link i is bit i % 64 of word i / 64.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/byte_set.h"
#include "program/layout.h"

namespace bulkhead::program::rules {

using layout::SectionRef;
using layout::StringRef;

inline constexpr std::array<char, 8> kMagic = {'B', 'H', 'R', 'U', 'L', 'E', 'S', '\n'};
inline constexpr std::uint32_t kFormat = 2;

inline constexpr std::size_t kLinksMax = 32'768;
inline constexpr std::size_t kChainLinksMax = 32;
inline constexpr std::size_t kNodesMax = 1'024;
inline constexpr std::size_t kSourcesMax = 4'096;
inline constexpr std::size_t kGroupsPerSourceMax = 254;
inline constexpr std::size_t kTxNamesMax = 16'384;
/// Byte classes that a scan tells apart: bits of a word.
inline constexpr std::size_t kByteClasses = 64;
inline constexpr std::uint32_t kNone = 0xffff'ffff;
inline constexpr std::uint16_t kNone16 = 0xffff;
inline constexpr std::uint8_t kNone8 = 0xff;

enum class Section : std::uint8_t {
  kLinks,
  kTargets,
  kActions,
  kMetadata,
  kTemplates,
  kPieces,
  kTags,
  kNodes,
  kSources,
  kGroups,
  kBits,
  kClassLinks,
  kNeeds,
  kByteSets,
  kNetworks,
  kBlobs,
  kTxNames,
  kMarks,
  kBytes,
};
inline constexpr std::size_t kSections = 19;

/// What is scanned for at once: a request, or a response.
enum class Side : std::uint8_t { kRequest, kResponse };
inline constexpr std::size_t kSides = 2;

/// SecRuleEngine.
enum class EngineMode : std::uint8_t { kOff, kDetectionOnly, kOn };
/// What happens at a body limit: SecRequestBodyLimitAction, SecResponseBodyLimitAction.
enum class LimitAction : std::uint8_t { kReject, kProcessPartial };

/// What applies to the whole program.
struct Settings {
  EngineMode engine = EngineMode::kOff;
  std::uint8_t request_body_access = 0;
  std::uint8_t response_body_access = 0;
  LimitAction request_body_limit_action = LimitAction::kReject;
  LimitAction response_body_limit_action = LimitAction::kProcessPartial;
  std::uint8_t argument_separator = '&';
  std::uint8_t cookie_format = 0;
  std::uint8_t zero = 0;
  std::uint64_t request_body_bytes_max = 0;
  std::uint64_t request_body_no_files_bytes_max = 0;
  std::uint64_t response_body_bytes_max = 0;
  std::uint32_t json_depth_max = 0;
  std::uint32_t arguments_max = 0;
  std::uint32_t collection_timeout_s = 0;
  /// Steps of a backtracking regex; 0: the library's own.
  std::uint32_t pcre_match_limit = 0;
  /// Media types of responses whose body is looked at: a run of kTags-like string refs is not worth it: separated by blanks.
  StringRef response_mime_types;
  StringRef component_signatures;
  StringRef web_app_id;
  /// Sorted u16 code points and their bytes (text::UnicodeMap); kNone without SecUnicodeMapFile.
  std::uint32_t unicode_map_blob = kNone;
  /// SecUploadFileLimit; 0: none.
  std::uint32_t upload_files_max = 0;
};
static_assert(sizeof(Settings) == 80);

/// `count` links from `first` of kClassLinks.
struct ClassRun {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

struct SideRecord {
  /// LiteralFilter; its payloads are bits of a clause: link, or link + 32,768 for a second clause.
  std::uint32_t filter_blob = kNone;
  std::uint32_t zero = 0;
  /// Which classes a byte belongs to.
  std::array<std::uint64_t, 256> classes{};
  /// For each class a run of kClassLinks: links that have no literals and for which this is the rarest class they need.
  std::array<ClassRun, kByteClasses> by_class{};
  /// Sets of links: with one clause only; with neither literal nor class.
  std::uint32_t no_second_clause = 0;
  std::uint32_t no_class = 0;
};

struct Header {
  std::array<char, 8> magic{};
  std::uint32_t format = 0;
  std::uint32_t header_bytes = 0;
  std::uint64_t total_bytes = 0;
  std::array<std::uint8_t, 32> digest{};
  /// SHA-256 of the rules' text, includes resolved.
  std::array<std::uint8_t, 32> text_digest{};
  std::uint32_t words = 0;
  std::uint32_t rules = 0;
  Settings settings;
  /// Links of phase p are [phase_first[p - 1], phase_first[p]).
  std::array<std::uint32_t, 6> phase_first{};
  /// Sets of links: heads of chains; heads that are looked at for every request.
  std::uint32_t heads = 0;
  std::uint32_t always = 0;
  std::array<SectionRef, kSections> sections{};
  std::array<SideRecord, kSides> sides{};
};

enum LinkFlags : std::uint16_t {
  kNegated = 1,
  kCapture = 2,
  kMultiMatch = 4,
  kUnconditional = 8,  ///< SecAction
  kLog = 16,
  kAuditLog = 32,
  kConstantOperand = 64,  ///< No %{…} in the operand.
  kLinkFlagsKnown = 127,
};

/// What becomes of the request.
enum class Disruption : std::uint8_t {
  kNothing,
  kPass,
  kAllow,
  kAllowPhase,
  kAllowRequest,
  kDeny,
  kDrop,
  kRedirect
};

struct LinkRecord {
  std::uint32_t rule_id = 0;
  std::uint32_t targets_first = 0;
  std::uint32_t actions_first = 0;
  std::uint32_t after_first = 0;
  /// Template, byte set, networks (first; `operand_count` of them) or blob, as the operator needs.
  std::uint32_t operand = kNone;
  std::uint32_t operand_count = 0;
  /// Number of a constant operand of @eq, @ge ….
  std::int64_t number = 0;
  std::uint32_t metadata = 0;
  /// Where to go on when the chain has matched: skipAfter and skip; kNone for the next rule.
  std::uint32_t jump = kNone;
  std::uint32_t redirect = kNone;  ///< Template
  std::uint16_t targets = 0;
  std::uint16_t actions = 0;
  std::uint16_t after = 0;
  std::uint16_t node = 0;
  std::uint16_t flags = 0;
  std::uint16_t status = 0;
  /// Links of the chain that follow.
  std::uint8_t rest = 0;
  std::uint8_t op = 0;  ///< lexicon::Operator
  std::uint8_t phase = 0;
  Disruption disruption = Disruption::kNothing;
};
static_assert(sizeof(LinkRecord) == 64);

enum class Selector : std::uint8_t { kAll, kName, kRegex, kXPath };
enum TargetFlags : std::uint8_t {
  kCount = 1,
  kExclude = 2,
  kScanned = 4,  ///< Only values whose scan names the link need to be looked at.
};

struct TargetRecord {
  std::uint8_t variable = 0;  ///< lexicon::Variable
  Selector selector = Selector::kAll;
  std::uint8_t flags = 0;
  std::uint8_t zero = 0;
  /// kName of TX: slot of the name.
  std::uint16_t tx_slot = kNone16;
  std::uint16_t zero2 = 0;
  /// kName, kXPath: the text, lower case where names are compared so. As rules write it: `full`.
  StringRef name;
  /// kRegex: blob.
  std::uint32_t regex = kNone;
  StringRef full;
  std::uint32_t zero3 = 0;
};
static_assert(sizeof(TargetRecord) == 32);

enum class ActionKind : std::uint8_t {
  kSetVar,
  kExpireVar,
  kInitCol,
  kSetSid,
  kSetUid,
  kSetRsc,
  kSetEnv,
  kCtl,
};
enum class SetOperation : std::uint8_t { kSet, kAdd, kSubtract, kUnset };

/// kSetVar:    variable = collection, name = template, tx_slot when the name is constant, operation, value = template, number when constant
/// kExpireVar: variable, name, value (seconds)
/// kInitCol:   variable, value = key
/// kSetSid …:  value
/// kSetEnv:    name, value
/// kCtl:       option = lexicon::Ctl; number, value (text), links = set of links (kBits) or kNone, target
struct ActionRecord {
  ActionKind kind = ActionKind::kSetVar;
  std::uint8_t variable = 0;
  SetOperation operation = SetOperation::kSet;
  std::uint8_t option = 0;
  std::uint16_t tx_slot = kNone16;
  std::uint16_t constant = 0;  ///< 1: `number` is the value
  std::uint32_t name = kNone;
  std::uint32_t value = kNone;
  std::int64_t number = 0;
  std::uint32_t links = kNone;
  std::uint32_t target = kNone;
};
static_assert(sizeof(ActionRecord) == 32);

struct MetadataRecord {
  std::uint32_t message = kNone;
  std::uint32_t log_data = kNone;
  std::uint32_t tags_first = 0;
  std::uint16_t tags = 0;
  std::uint8_t severity = kNone8;
  std::uint8_t maturity = 0;
  std::uint8_t accuracy = 0;
  std::array<std::uint8_t, 3> zero{};
  std::uint32_t line = 0;
  StringRef file;
  StringRef version;
  StringRef revision;
};
static_assert(sizeof(MetadataRecord) == 48);

struct TemplateRecord {
  std::uint32_t first = 0;
  std::uint32_t pieces = 0;
};

/// A literal (variable kNone8), or the value of a target.
struct PieceRecord {
  StringRef literal;
  std::uint32_t target = kNone;
  std::uint32_t zero = 0;
};

struct NodeRecord {
  std::uint16_t parent = kNone16;
  std::uint8_t transformation = kNone8;  ///< lexicon::Transformation; node 0: none
  std::uint8_t depth = 0;
};

struct SourceRecord {
  std::uint8_t variable = 0;
  Side side = Side::kRequest;
  std::uint16_t groups = 0;
  std::uint32_t groups_first = 0;
  /// Lower case; empty: for all that have no source of their own.
  StringRef name;
};

/// Group 0 of a source is node 0. Groups come after the group of their parent.
struct GroupRecord {
  std::uint16_t node = 0;
  std::uint8_t parent = kNone8;  ///< Ordinal of the group with the parent node.
  std::uint8_t transformation = kNone8;
  /// Sets: links to be named by what a scan finds; links that any value calls for. kNone: an empty set.
  std::uint32_t filtered = kNone;
  std::uint32_t present = kNone;
};

struct NeedRecord {
  std::uint64_t classes = 0;
  std::uint32_t bytes_min = 0;
  std::uint32_t zero = 0;
};

struct NetworkRecord {
  std::array<std::uint8_t, 16> address{};
  std::uint32_t prefix_bits = 0;
  std::uint32_t zero = 0;
};

enum class BlobKind : std::uint32_t { kRegex, kPcre2, kWords, kFilter, kUnicodeMap, kXPath };

/// kRegex, kWords, kFilter: see match/. kPcre2: the pattern's text; option 1: letters in any case. kUnicodeMap: text::UnicodeMapping.
/// kXPath: the expression, then for each namespace a NUL, its prefix, a NUL and its name.
struct BlobRecord {
  BlobKind kind = BlobKind::kRegex;
  std::uint32_t offset = 0;  ///< In kBytes, a multiple of 8.
  std::uint32_t bytes = 0;
  std::uint32_t options = 0;
};

enum class MarkKind : std::uint32_t { kTag, kMessage };

/// The heads whose tag, or msg, is exactly this.
struct MarkRecord {
  MarkKind kind = MarkKind::kTag;
  std::uint32_t links = kNone;
  StringRef text;
};

inline constexpr std::array<std::size_t, kSections> kRecordBytes = {
    sizeof(LinkRecord),
    sizeof(TargetRecord),
    sizeof(ActionRecord),
    sizeof(MetadataRecord),
    sizeof(TemplateRecord),
    sizeof(PieceRecord),
    4,
    sizeof(NodeRecord),
    sizeof(SourceRecord),
    sizeof(GroupRecord),
    8,
    2,
    sizeof(NeedRecord),
    sizeof(ByteSet),
    sizeof(NetworkRecord),
    sizeof(BlobRecord),
    sizeof(StringRef),
    sizeof(MarkRecord),
    1,
};

}  // namespace bulkhead::program::rules
