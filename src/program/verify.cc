// Everything a look-up relies on, checked once: after this no offset, index or walk can leave the bytes.

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "program/image.h"
#include "program/image_read.h"

namespace bulkhead::program {

using layout::Section;

/// Runs the checks in the order in which they rely on each other; stops at the first that fails.
class Verifier {
 public:
  explicit Verifier(std::span<const std::byte> bytes) : image_(bytes), size_(bytes.size()) {}

  Result<Image> run();

 private:
  Status header();
  Status sections();
  Status counts();
  Status strings();
  Status zone();
  Status languages();
  Status services();
  Status networks(const layout::ServiceRecord& service, std::size_t index);
  Status inspections();
  Status hosts();
  Status doors();
  Status table(Section slots, Section entries, std::string_view what);
  Status reachable();

  std::size_t count(Section section) const { return image_.section(section).count; }
  bool fits(layout::StringRef ref) const {
    return std::uint64_t{ref.offset} + ref.bytes <= count(Section::kStrings) &&
           ref.bytes <= layout::kStringBytesMax;
  }
  bool is_run(Section section, std::uint64_t first, std::uint64_t length) const {
    return first + length <= count(section);
  }

  Image image_;
  std::size_t size_;
};

namespace {

template <typename... Values>
std::unexpected<Error> corrupt(fmt::format_string<Values...> text, Values&&... values) {
  return fail(ErrorCode::kCorrupt, "image refused: " + fmt::format(text, std::forward<Values>(values)...));
}

}  // namespace

Status Verifier::header() {
  if (size_ < sizeof(layout::Header))
    return corrupt("{} bytes are fewer than a header's {}", size_, sizeof(layout::Header));
  const auto header = image_.record_at<layout::Header>(0);
  if (header.magic != layout::kMagic) return corrupt("it does not begin as an image does");
  if (header.format != Image::kFormatVersion)
    return corrupt(
        "format {} is not the format {} that this program reads: apply the policy again to compile it anew",
        header.format, Image::kFormatVersion);
  if (header.header_bytes != sizeof(layout::Header))
    return corrupt("header length is {}, not {}", header.header_bytes, sizeof(layout::Header));
  if (header.total_bytes != size_)
    return corrupt("it says {} bytes, but {} are there", header.total_bytes, size_);
  if (size_ > Image::kBytesMax) return corrupt("{} bytes are more than {}", size_, Image::kBytesMax);
  Digest digest{};
  crypto_hash_sha256(digest.data(),
                     reinterpret_cast<const unsigned char*>(image_.bytes_.data()) + layout::kDigestedFrom,
                     size_ - layout::kDigestedFrom);
  if (digest != header.digest) return corrupt("its bytes do not match its SHA-256");
  if (header.probes_max > layout::kProbesMax)
    return corrupt("{} probes are more than {}", header.probes_max, layout::kProbesMax);
  return {};
}

// Sections follow each other without overlap; what lies between them is zero.
Status Verifier::sections() {
  std::uint64_t end = sizeof(layout::Header);
  for (std::size_t index = 0; index < layout::kSections; ++index) {
    const layout::SectionRef section = image_.section(static_cast<Section>(index));
    const std::uint64_t begin =
        (end + layout::kSectionAlign - 1) / layout::kSectionAlign * layout::kSectionAlign;
    if (section.offset != begin)
      return corrupt("section {} begins at {}, not at {}", index, section.offset, begin);
    if (begin > size_) return corrupt("section {} begins beyond the end", index);
    for (std::uint64_t gap = end; gap < begin; ++gap)
      if (image_.bytes_[gap] != std::byte{0}) return corrupt("the gap before section {} is not empty", index);
    end = begin + std::uint64_t{section.count} * layout::kRecordBytes[index];
    if (end > size_) return corrupt("section {} ends at {}, beyond {} bytes", index, end, size_);
  }
  if (end != size_) return corrupt("{} bytes follow the last section", size_ - end);
  return {};
}

Status Verifier::counts() {
  const std::size_t languages = count(Section::kLanguages);
  if (languages == 0 || languages > layout::kLanguagesMax) return corrupt("{} languages", languages);
  if (count(Section::kServices) > layout::kServicesMax)
    return corrupt("{} services are more than {}", count(Section::kServices), layout::kServicesMax);
  const std::size_t rows = layout::kAgencyTexts + layout::kServiceTexts * count(Section::kServices);
  if (count(Section::kTexts) != rows * languages)
    return corrupt("{} texts, not {}", count(Section::kTexts), rows * languages);
  if (count(Section::kPhraseTexts) != count(Section::kPhrases) * languages)
    return corrupt("{} phrases, not {}", count(Section::kPhraseTexts), count(Section::kPhrases) * languages);
  return {};
}

Status Verifier::strings() {
  for (const Section section :
       {Section::kLanes, Section::kCookies, Section::kTexts, Section::kPhrases, Section::kPhraseTexts})
    for (std::size_t index = 0; index < count(section); ++index)
      if (!fits(image_.record<layout::StringRef>(section, index)))
        return corrupt("string {} of section {} leaves the strings", index, static_cast<int>(section));
  if (!fits(image_.record_at<layout::StringRef>(offsetof(layout::Header, homepage))))
    return corrupt("the homepage leaves the strings");
  for (std::size_t index = 1; index < count(Section::kPhrases); ++index)
    if (image_.string_of(Section::kPhrases, index - 1) >= image_.string_of(Section::kPhrases, index))
      return corrupt("phrases are not in order at {}", index);
  return {};
}

Status Verifier::zone() {
  const auto name = image_.record_at<layout::StringRef>(offsetof(layout::Header, zone));
  if (!fits(name) || name.bytes == 0 || name.bytes > kZoneNameBytesMax)
    return corrupt("the time zone has no name");
  if (count(Section::kZoneChanges) > kZoneChangesMax)
    return corrupt("{} changes of time are more than {}", count(Section::kZoneChanges), kZoneChangesMax);
  if ((image_.string(name) == kUtcName) != (count(Section::kZoneChanges) == 0))
    return corrupt("{} changes of time are not those of a zone of this name", count(Section::kZoneChanges));
  for (std::size_t index = 0; index < count(Section::kZoneChanges); ++index) {
    const auto change = image_.record<layout::ZoneChangeRecord>(Section::kZoneChanges, index);
    if (change.offset_s < -kZoneOffsetSecondsMax || change.offset_s > kZoneOffsetSecondsMax ||
        change.from_s < -layout::kZoneFromSecondsMax || change.from_s > layout::kZoneFromSecondsMax ||
        change.zero != 0)
      return corrupt("change of time {} is to {} s at {} s", index, change.offset_s, change.from_s);
    if (index > 0 &&
        image_.record<layout::ZoneChangeRecord>(Section::kZoneChanges, index - 1).from_s >= change.from_s)
      return corrupt("changes of time are not in order at {}", index);
  }
  return {};
}

Status Verifier::languages() {
  for (std::size_t index = 0; index < count(Section::kLanguages); ++index) {
    const auto language = image_.record<layout::LanguageRecord>(Section::kLanguages, index);
    if (!fits(language.tag) || language.tag.bytes == 0) return corrupt("language {} has no tag", index);
    if (language.right_to_left > 1 || language.zero != 0)
      return corrupt("language {} has unknown flags", index);
    image_.languages_[index] = image_.string(language.tag);
  }
  image_.language_count_ = count(Section::kLanguages);
  return {};
}

Status Verifier::services() {
  std::array<bool, layout::kSlotsMax> taken{};
  std::string_view before;
  for (std::size_t index = 0; index < count(Section::kServices); ++index) {
    const auto service = image_.record<layout::ServiceRecord>(Section::kServices, index);
    if (!fits(service.name) || !fits(service.compartment) || !fits(service.home_host) ||
        !fits(service.home_path))
      return corrupt("names of service {} leave the strings", index);
    if (image_.string(service.name) <= before) return corrupt("services are not in order at {}", index);
    before = image_.string(service.name);
    if (service.slot >= layout::kSlotsMax || taken[service.slot])
      return corrupt("slot {} of service {} is not free", service.slot, index);
    taken[service.slot] = true;
    if (service.criticality > 2 || (service.flags & ~layout::kServiceFlagsKnown) != 0)
      return corrupt("service {} has unknown flags", index);
    if (!is_run(Section::kLanes, service.lanes_first, service.lanes) ||
        !is_run(Section::kNetworks, service.networks_first, service.networks) ||
        !is_run(Section::kCookies, service.cookies_first, service.cookies))
      return corrupt("lanes or cookies of service {} leave their section", index);
    if (Status ok = networks(service, index); !ok) return ok;
  }
  return {};
}

Status Verifier::networks(const layout::ServiceRecord& service, std::size_t index) {
  for (std::size_t at = 0; at < service.networks; ++at) {
    const auto record = image_.record<layout::NetworkRecord>(Section::kNetworks, service.networks_first + at);
    if (record.prefix_bits > 128 || record.lane >= service.lanes || record.parent > at)
      return corrupt("network {} of service {} is not one", at, index);
    const Network network{{record.address}, record.prefix_bits};
    if (at > 0) {
      const auto last =
          image_.record<layout::NetworkRecord>(Section::kNetworks, service.networks_first + at - 1);
      if (Network{{last.address}, last.prefix_bits} >= network)
        return corrupt("networks of service {} are not in order at {}", index, at);
    }
    // A parent is wider than its child: walks up are at most 128 steps.
    if (record.parent == 0) continue;
    const auto parent =
        image_.record<layout::NetworkRecord>(Section::kNetworks, service.networks_first + record.parent - 1u);
    if (parent.prefix_bits >= record.prefix_bits ||
        !Network{{parent.address}, parent.prefix_bits}.contains(network.address))
      return corrupt("network {} of service {} is not inside its parent", at, index);
  }
  return {};
}

// What lies in kRuleBytes is verified by who opens it: this sees to it that it lies inside.
Status Verifier::inspections() {
  const auto lies_inside = [&](layout::RuleProgramRecord record) {
    return record.offset % 8 == 0 && is_run(Section::kRuleBytes, record.offset, record.bytes);
  };
  if (count(Section::kInspections) != count(Section::kServices))
    return corrupt("{} inspections for {} services", count(Section::kInspections), count(Section::kServices));
  if (count(Section::kRulePrograms) > layout::kRuleProgramsMax)
    return corrupt("{} rule programs are more than {}", count(Section::kRulePrograms),
                   layout::kRuleProgramsMax);
  for (std::size_t index = 0; index < count(Section::kRulePrograms); ++index)
    if (!lies_inside(image_.record<layout::RuleProgramRecord>(Section::kRulePrograms, index)))
      return corrupt("rule program {} leaves its section", index);
  for (std::size_t index = 0; index < count(Section::kRuleExclusions); ++index) {
    const auto exclusion = image_.record<layout::RuleExclusionRecord>(Section::kRuleExclusions, index);
    if (!fits(exclusion.name) || !fits(exclusion.route) || !lies_inside(exclusion.pattern) ||
        exclusion.variable > 0xff)
      return corrupt("exclusion {} leaves its section", index);
  }
  for (std::size_t index = 0; index < count(Section::kInspections); ++index) {
    const auto inspection = image_.record<layout::InspectionRecord>(Section::kInspections, index);
    if ((inspection.program != layout::kNoRules && inspection.program >= count(Section::kRulePrograms)) ||
        !is_run(Section::kRulePins, inspection.pins_first,
                std::uint64_t{inspection.pins} + inspection.guarded_pins) ||
        !is_run(Section::kRuleExclusions, inspection.exclusions_first, inspection.exclusions))
      return corrupt("inspection of service {} leaves its section", index);
    if (inspection.mode > layout::InspectionMode::kBlock ||
        inspection.request_body_beyond > layout::BeyondLimit::kPass ||
        (inspection.flags & ~layout::kInspectionFlagsKnown) != 0 || inspection.zero != 0)
      return corrupt("inspection of service {} has unknown flags", index);
  }
  return {};
}

Status Verifier::hosts() {
  for (std::size_t index = 0; index < count(Section::kHosts); ++index) {
    const auto host = image_.record<layout::HostRecord>(Section::kHosts, index);
    if (!fits(host.name) || host.name.bytes == 0 || host.name.bytes > layout::kHostBytesMax)
      return corrupt("host {} has no name", index);
    if (host.root_service != kNoService && host.root_service >= count(Section::kServices))
      return corrupt("host {} leads to service {} of {}", index, host.root_service,
                     count(Section::kServices));
    if (host.path_segments_max > layout::kPathSegmentsMax)
      return corrupt("host {} asks for {} path segments", index, host.path_segments_max);
  }
  return {};
}

Status Verifier::doors() {
  for (std::size_t index = 0; index < count(Section::kDoors); ++index) {
    const auto door = image_.record<layout::DoorRecord>(Section::kDoors, index);
    if (!fits(door.path) || door.path.bytes < 2 || image_.string(door.path).front() != '/' || door.zero != 0)
      return corrupt("door {} has no path", index);
    if (door.host >= count(Section::kHosts) || door.service >= count(Section::kServices))
      return corrupt("door {} leads nowhere", index);
  }
  return {};
}

Status Verifier::table(Section slots, Section entries, std::string_view what) {
  if (!std::has_single_bit(count(slots))) return corrupt("the table of {} has {} slots", what, count(slots));
  for (std::size_t index = 0; index < count(slots); ++index)
    if (image_.record<layout::HashSlot>(slots, index).entry > count(entries))
      return corrupt("slot {} of the table of {} leads nowhere", index, what);
  return {};
}

// Every host and door is found by the look-up that requests use: catches a duplicate, a wrong hash, a lost
// entry.
Status Verifier::reachable() {
  for (std::size_t index = 0; index < count(Section::kHosts); ++index) {
    const std::string_view name =
        image_.string(image_.record<layout::HostRecord>(Section::kHosts, index).name);
    if (image_.find_host_entry(name) != index) return corrupt("host {} is not where the table says", index);
    const auto dots = static_cast<std::size_t>(std::ranges::count(name, '.'));
    if (name.front() == '.' &&
        dots > image_.record_at<std::uint32_t>(offsetof(layout::Header, wildcard_labels_max)))
      return corrupt("host {} is a deeper wildcard than the header says", index);
  }
  for (std::size_t index = 0; index < count(Section::kDoors); ++index) {
    const auto door = image_.record<layout::DoorRecord>(Section::kDoors, index);
    const auto host = image_.record<layout::HostRecord>(Section::kHosts, door.host);
    std::string_view name = image_.string(host.name);
    // A request under a wildcard has one more label in front.
    const std::string under = (name.front() == '.' ? "x" : "") + std::string(name);
    if (under.size() > layout::kHostBytesMax) continue;
    if (image_.find(under, image_.string(door.path)) != door.service)
      return corrupt("door {} is not where the table says", index);
  }
  return {};
}

Result<Image> Verifier::run() {
  const auto check = [this](auto... steps) {
    Status ok;
    ((ok = (this->*steps)(), ok.has_value()) && ...);
    return ok;
  };
  Status ok = check(&Verifier::header, &Verifier::sections, &Verifier::counts, &Verifier::strings,
                    &Verifier::zone, &Verifier::languages, &Verifier::services, &Verifier::inspections,
                    &Verifier::hosts, &Verifier::doors);
  if (ok) ok = table(Section::kHostSlots, Section::kHosts, "hosts");
  if (ok) ok = table(Section::kDoorSlots, Section::kDoors, "doors");
  if (ok) ok = reachable();
  if (!ok) return fail_as(ok);
  return image_;
}

Result<Image> Image::verify(std::span<const std::byte> bytes) { return Verifier(bytes).run(); }

}  // namespace bulkhead::program
