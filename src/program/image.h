// The compiled image: policy turned into one immutable, checksummed file that workers map read-only.
//
// This folder is the narrow waist. compile/ writes an image with write_image(); gate/ reads one through Image
// and links nothing that parses text. The layout is drawn in layout.h; dump.h prints an image as text.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "base/zone.h"
#include "program/layout.h"
#include "program/string_list.h"

namespace bulkhead::program {

/// Slot of a service in segments: stable over images while any live image knows it.
using ServiceSlot = std::uint16_t;
/// Index of a service inside one image.
using ServiceIndex = std::uint16_t;
inline constexpr ServiceIndex kNoService = 0xffff;

using Digest = std::array<std::uint8_t, 32>;

/// One service as the gate needs it. Views point into the image.
struct ServiceView {
  ServiceIndex index = kNoService;
  ServiceSlot slot = 0;
  std::uint8_t criticality = 0;  ///< policy::Criticality
  bool open_on_gateway_failure = false;
  bool split_by_path = false;  ///< Shares a host with another service: path confusion is refused.
  std::uint64_t client_body_bytes_max = 0;
  std::string_view name;
  std::string_view compartment;
};

enum class TextKind : std::uint8_t { kTitle = 0, kElsewhere = 1 };

/// A verified image over bytes that somebody else keeps alive.
///
/// Ownership  A value of some 300 bytes that owns nothing; views it returns live as long as the bytes.
/// Threads    Immutable: thread-safe.
/// Cost       verify() is one SHA-256 over the bytes plus one pass over the tables; every look-up is O(1) in
///            the number of services: one hash probe for the host, one per path segment. No look-up
///            allocates.
/// Errors     verify() fails with kCorrupt and says what does not fit; look-ups cannot fail.
class Image {
 public:
  static constexpr std::uint32_t kFormatVersion = 3;
  static constexpr std::size_t kBytesMax = 256u << 20;

  Image() = default;

  /// Checks magic, format version, length, digest, and every offset and index, so that no look-up can leave
  /// the bytes, and that every host and door is found where the tables say. The bytes may lie at any
  /// alignment.
  static Result<Image> verify(std::span<const std::byte> bytes);

  bool empty() const { return bytes_.empty(); }
  std::size_t bytes() const { return bytes_.size(); }
  Digest digest() const;
  /// SHA-256 of the policy file it was compiled from.
  Digest policy_digest() const;
  /// Counts up with each apply; carried in the image so that it can be shown.
  std::uint64_t version() const;

  std::size_t services() const;
  /// Requires: index < services(), here and wherever a ServiceIndex is taken. An index beyond is a bug and
  /// yields the empty answer.
  ServiceView service(ServiceIndex index) const;
  /// By name: binary search. For `bulkhead_service NAME` at configuration time and for tools.
  std::optional<ServiceIndex> find(std::string_view name) const;
  /// The door of a request: exact host, else the longest wildcard; then the longest path prefix by whole
  /// segments. `host` is lower case without port or trailing dot; `path` is normalised and begins with "/".
  ServiceIndex find(std::string_view host, std::string_view path) const;
  /// True when any service claims the host: tells "unknown host" from "no service at that path".
  bool knows_host(std::string_view host) const;

  /// Where people find a service: its first host that is no wildcard, with its shortest path there. Empty
  /// when all its hosts are wildcards.
  struct Home {
    std::string_view host;
    std::string_view path;
  };
  Home home(ServiceIndex index) const;

  /// Name of the lane that serves `address` on this service: the one with the narrowest network that contains
  /// it; empty when none does. Binary search in the service's networks.
  std::string_view lane(ServiceIndex index, const Address& address) const;

  /// How the service is inspected.
  layout::InspectionRecord inspection(ServiceIndex index) const;
  std::size_t rule_programs() const;
  /// Bytes of a rule program, or of a pattern, for rules::RuleProgram::open() or match::regex::Program::verify(): not verified
  /// here. They begin at a multiple of 8 if the image does.
  std::span<const std::byte> rule_program(std::size_t index) const;
  std::span<const std::byte> rule_bytes(layout::RuleProgramRecord record) const;
  layout::RulePinRecord rule_pin(std::size_t index) const;
  layout::RuleExclusionRecord rule_exclusion(std::size_t index) const;
  /// `words` words from `offset` of kRuleBits; empty when they are not there.
  std::vector<std::uint64_t> rule_bits(std::size_t offset, std::size_t words) const;
  std::string_view rule_text(layout::StringRef ref) const;

  /// Languages of public text; [0] is the fallback. At most 16. The span lives as long as this Image object.
  std::span<const std::string_view> languages() const { return {languages_.data(), language_count_}; }
  /// Public text of a service in a language of languages(); empty when the policy has none.
  std::string_view text(ServiceIndex index, TextKind kind, std::size_t language) const;
  std::string_view agency_name(std::size_t language) const;
  std::string_view agency_contact(std::size_t language) const;
  std::string_view agency_homepage() const;
  /// Whose local time people read; UTC when the image is empty. Allocates: to be asked once, not for each request.
  Zone zone() const;
  /// Names of cookies whose setting by the upstream proves a session.
  StringList session_cookies(ServiceIndex index) const;
  /// Translation entry (door-page phrase) by key and language; empty when the key is unknown. A phrase that a
  /// language lacks is there in the fallback language. Binary search over the keys.
  std::string_view phrase(std::string_view key, std::size_t language) const;
  /// Keys of all phrases, ascending.
  StringList phrase_keys() const;
  /// True for a language written from right to left.
  bool right_to_left(std::size_t language) const;

 private:
  friend class Verifier;
  friend class Dumper;

  static constexpr std::uint32_t kNotFound = 0xffff'ffff;

  explicit Image(std::span<const std::byte> bytes) : bytes_(bytes) {}

  // Unchecked reads: verify() has seen to it that every offset that can reach them lies inside.
  template <typename Record>
  Record record_at(std::size_t offset) const;
  template <typename Record>
  Record record(layout::Section section, std::size_t index) const;
  layout::SectionRef section(layout::Section section) const;
  std::string_view string(layout::StringRef ref) const;
  std::string_view string_of(layout::Section section, std::size_t index) const;

  std::uint32_t find_host(std::string_view host) const;
  std::uint32_t find_host_entry(std::string_view key) const;
  std::uint32_t find_door(std::uint64_t hash, std::uint32_t host, std::string_view prefix) const;

  std::span<const std::byte> bytes_;
  std::size_t language_count_ = 0;
  std::array<std::string_view, layout::kLanguagesMax> languages_{};
};

}  // namespace bulkhead::program
