// Writes an image. Used by compile/ and tests only; workers never call it.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "base/zone.h"
#include "program/image.h"

namespace bulkhead::program {

/// What an image holds, as plain values. Texts by language have one entry per language, in the order of
/// `languages`; an empty entry is "no text".
struct ImageContents {
  struct Language {
    std::string tag;
    bool right_to_left = false;
  };
  struct Lane {
    std::string name;
    std::vector<Network> networks;
  };
  /// A rule, or what of a request it does not look at. `links` is a set of links of the service's program.
  struct Exclusion {
    std::vector<std::uint64_t> links;
    /// lexicon::Variable; nothing: the rules do not run there at all.
    std::optional<std::uint8_t> variable;
    std::string name;
    /// match::regex program instead of a name.
    std::vector<std::byte> pattern;
    std::string route;
  };
  struct Pin {
    std::uint16_t slot = 0;
    std::int64_t number = 0;
  };
  struct Inspection {
    /// Index in `rule_programs`; nothing: not inspected.
    std::optional<std::size_t> program;
    layout::InspectionMode mode = layout::InspectionMode::kOff;
    layout::BeyondLimit request_body_beyond = layout::BeyondLimit::kFirstPart;
    bool responses = true;
    bool error_log = false;
    bool deny_overrun = true;
    std::uint64_t request_body_bytes_max = 0;
    std::uint64_t response_body_bytes_max = 0;
    std::vector<Pin> pins;
    std::vector<Pin> guarded_pins;
    std::vector<Exclusion> exclusions;
  };
  struct Service {
    std::string name;
    std::string compartment;
    ServiceSlot slot = 0;
    std::uint8_t criticality = 0;
    bool open_on_gateway_failure = false;
    std::uint64_t client_body_bytes_max = 0;
    /// Lower case; "*.example" is a wildcard.
    std::vector<std::string> hosts;
    /// Normalised prefixes by whole segments; a final "/" makes no difference.
    std::vector<std::string> paths;
    std::vector<Lane> lanes;
    std::vector<std::string> session_cookies;
    std::vector<std::string> title;
    std::vector<std::string> elsewhere;
    Inspection inspection;
  };

  std::uint64_t version = 0;
  Digest policy_digest{};
  std::vector<Language> languages;
  std::vector<std::string> agency_name;
  std::vector<std::string> agency_contact;
  std::string agency_homepage;
  Zone zone;
  std::vector<Service> services;
  /// For rules::RuleProgram::open().
  std::vector<std::vector<std::byte>> rule_programs;
  std::map<std::string, std::vector<std::string>> phrases;
};

/// The image of `contents`: the same contents give the same bytes on every machine, in whatever order the
/// services come.
///
/// Fails with kLimit when a maximum of layout.h is exceeded (naming it and both numbers), with kConflict when
/// two services claim one host and path, one name or one slot. What it returns passes Image::verify().
Result<std::vector<std::byte>> write_image(const ImageContents& contents);

/// Writes total length and digest into the header of otherwise finished bytes. For write_image, and for tests
/// that want to get past the checksum.
void seal(std::span<std::byte> image);

}  // namespace bulkhead::program
