// Look-ups. None allocates, locks or fails; verify.cc has checked all that they rely on.

#include "program/image.h"

#include <algorithm>

#include "base/check.h"
#include "program/image_read.h"
#include "program/key_hash.h"

namespace bulkhead::program {

using layout::Section;

namespace {

// The first index in [0, count) whose `key(index)` is not below `wanted`.
template <typename Key>
std::size_t lower_bound_by(std::size_t count, std::string_view wanted, const Key& key) {
  std::size_t first = 0;
  while (count > 0) {
    const std::size_t half = count / 2;
    if (key(first + half) < wanted) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

std::size_t labels(std::string_view host) {
  return static_cast<std::size_t>(std::ranges::count(host, '.')) + 1;
}

}  // namespace

Digest Image::digest() const {
  return empty() ? Digest{} : record_at<Digest>(offsetof(layout::Header, digest));
}

Digest Image::policy_digest() const {
  return empty() ? Digest{} : record_at<Digest>(offsetof(layout::Header, policy_digest));
}

std::uint64_t Image::version() const {
  return empty() ? 0 : record_at<std::uint64_t>(offsetof(layout::Header, version));
}

std::size_t Image::services() const { return empty() ? 0 : section(Section::kServices).count; }

ServiceView Image::service(ServiceIndex index) const {
  if (!BULKHEAD_EXPECT(index < services())) return {};
  const auto found = record<layout::ServiceRecord>(Section::kServices, index);
  return {
      .index = index,
      .slot = found.slot,
      .criticality = found.criticality,
      .open_on_gateway_failure = (found.flags & layout::kOpenOnGatewayFailure) != 0,
      .split_by_path = (found.flags & layout::kSplitByPath) != 0,
      .client_body_bytes_max = found.client_body_bytes_max,
      .name = string(found.name),
      .compartment = string(found.compartment),
  };
}

std::optional<ServiceIndex> Image::find(std::string_view name) const {
  const std::size_t count = services();
  const auto name_at = [this](std::size_t index) {
    return string(record<layout::ServiceRecord>(Section::kServices, index).name);
  };
  const std::size_t at = lower_bound_by(count, name, name_at);
  if (at == count || name_at(at) != name) return std::nullopt;
  return static_cast<ServiceIndex>(at);
}

std::uint32_t Image::find_host_entry(std::string_view key) const {
  const layout::SectionRef slots = section(Section::kHostSlots);
  KeyHash hash(record_at<std::uint64_t>(offsetof(layout::Header, hash_seed)));
  hash.add(key);
  const std::uint64_t value = hash.value();
  const auto probes = record_at<std::uint32_t>(offsetof(layout::Header, probes_max));
  for (std::uint32_t probe = 0; probe < probes; ++probe) {
    const auto slot = record<layout::HashSlot>(Section::kHostSlots, (value + probe) & (slots.count - 1));
    if (slot.entry == 0) break;
    if (slot.tag != static_cast<std::uint32_t>(value >> 32)) continue;
    if (string(record<layout::HostRecord>(Section::kHosts, slot.entry - 1).name) == key)
      return slot.entry - 1;
  }
  return kNotFound;
}

// A wildcard "*.example" is kept as ".example", which no request can name: its Host never begins with a dot.
std::uint32_t Image::find_host(std::string_view host) const {
  if (host.empty() || host.front() == '.' || host.size() > layout::kHostBytesMax) return kNotFound;
  if (const std::uint32_t exact = find_host_entry(host); exact != kNotFound) return exact;
  const auto deepest = record_at<std::uint32_t>(offsetof(layout::Header, wildcard_labels_max));
  std::size_t left = labels(host);
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.', dot + 1)) {
    if (--left > deepest) continue;
    if (const std::uint32_t wild = find_host_entry(host.substr(dot)); wild != kNotFound) return wild;
  }
  return kNotFound;
}

std::uint32_t Image::find_door(std::uint64_t hash, std::uint32_t host, std::string_view prefix) const {
  const layout::SectionRef slots = section(Section::kDoorSlots);
  const auto probes = record_at<std::uint32_t>(offsetof(layout::Header, probes_max));
  for (std::uint32_t probe = 0; probe < probes; ++probe) {
    const auto slot = record<layout::HashSlot>(Section::kDoorSlots, (hash + probe) & (slots.count - 1));
    if (slot.entry == 0) break;
    if (slot.tag != static_cast<std::uint32_t>(hash >> 32)) continue;
    const auto door = record<layout::DoorRecord>(Section::kDoors, slot.entry - 1);
    if (door.host == host && string(door.path) == prefix) return slot.entry - 1;
  }
  return kNotFound;
}

ServiceIndex Image::find(std::string_view host, std::string_view path) const {
  if (empty() || path.empty() || path.front() != '/') return kNoService;
  const std::uint32_t host_index = find_host(host);
  if (host_index == kNotFound) return kNoService;
  const auto entry = record<layout::HostRecord>(Section::kHosts, host_index);
  ServiceIndex found = entry.root_service;
  KeyHash hash(record_at<std::uint64_t>(offsetof(layout::Header, hash_seed)));
  hash.add(host_index);
  std::size_t begin = 1;
  for (std::size_t segment = 0; segment < entry.path_segments_max && begin < path.size(); ++segment) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    hash.add(path.substr(begin, end - begin));
    if (const std::uint32_t door = find_door(hash.value(), host_index, path.substr(0, end));
        door != kNotFound)
      found = record<layout::DoorRecord>(Section::kDoors, door).service;
    begin = end + 1;
  }
  return found;
}

bool Image::knows_host(std::string_view host) const { return !empty() && find_host(host) != kNotFound; }

std::string_view Image::lane(ServiceIndex index, const Address& address) const {
  if (!BULKHEAD_EXPECT(index < services())) return {};
  const auto owner = record<layout::ServiceRecord>(Section::kServices, index);
  const auto network = [&](std::size_t at) {
    return record<layout::NetworkRecord>(Section::kNetworks, owner.networks_first + at);
  };
  // Sorted networks nest or are apart. So whatever contains the address contains the last network that begins
  // at or before it, and is met by walking up from there.
  std::size_t first = 0;
  for (std::size_t count = owner.networks; count > 0;) {
    const std::size_t half = count / 2;
    const bool at_or_before = network(first + half).address <= address.bytes;
    first += at_or_before ? half + 1 : 0;
    count = at_or_before ? count - half - 1 : half;
  }
  for (std::size_t next = first; next > 0;) {
    const layout::NetworkRecord candidate = network(next - 1);
    if (Network{{candidate.address}, candidate.prefix_bits}.contains(address))
      return string_of(Section::kLanes, owner.lanes_first + candidate.lane);
    next = candidate.parent;
  }
  return {};
}

Image::Home Image::home(ServiceIndex index) const {
  if (!BULKHEAD_EXPECT(index < services())) return {};
  const auto owner = record<layout::ServiceRecord>(Section::kServices, index);
  return {.host = string(owner.home_host), .path = string(owner.home_path)};
}

std::string_view Image::text(ServiceIndex index, TextKind kind, std::size_t language) const {
  if (!BULKHEAD_EXPECT(index < services() && language < language_count_)) return {};
  const std::size_t row =
      layout::kAgencyTexts + index * layout::kServiceTexts + static_cast<std::size_t>(kind);
  return string_of(Section::kTexts, row * language_count_ + language);
}

std::string_view Image::agency_name(std::size_t language) const {
  if (!BULKHEAD_EXPECT(language < language_count_)) return {};
  return string_of(Section::kTexts, language);
}

std::string_view Image::agency_contact(std::size_t language) const {
  if (!BULKHEAD_EXPECT(language < language_count_)) return {};
  return string_of(Section::kTexts, language_count_ + language);
}

Zone Image::zone() const {
  if (empty()) return utc();
  Zone zone{std::string(string(record_at<layout::StringRef>(offsetof(layout::Header, zone)))), {}};
  zone.changes.reserve(section(Section::kZoneChanges).count);
  for (std::size_t index = 0; index < section(Section::kZoneChanges).count; ++index) {
    const auto change = record<layout::ZoneChangeRecord>(Section::kZoneChanges, index);
    zone.changes.push_back({change.from_s, change.offset_s});
  }
  return zone;
}

std::string_view Image::agency_homepage() const {
  return empty() ? std::string_view{}
                 : string(record_at<layout::StringRef>(offsetof(layout::Header, homepage)));
}

StringList Image::session_cookies(ServiceIndex index) const {
  if (!BULKHEAD_EXPECT(index < services())) return {};
  const auto owner = record<layout::ServiceRecord>(Section::kServices, index);
  const std::size_t offset =
      section(Section::kCookies).offset + owner.cookies_first * sizeof(layout::StringRef);
  return {bytes_.data() + offset, owner.cookies, string({}).data()};
}

StringList Image::phrase_keys() const {
  if (empty()) return {};
  const layout::SectionRef keys = section(Section::kPhrases);
  return {bytes_.data() + keys.offset, keys.count, string({}).data()};
}

std::string_view Image::phrase(std::string_view key, std::size_t language) const {
  if (empty() || !BULKHEAD_EXPECT(language < language_count_)) return {};
  const StringList keys = phrase_keys();
  const std::size_t at = lower_bound_by(keys.size(), key, [&](std::size_t index) { return keys[index]; });
  if (at == keys.size() || keys[at] != key) return {};
  return string_of(Section::kPhraseTexts, at * language_count_ + language);
}

bool Image::right_to_left(std::size_t language) const {
  if (!BULKHEAD_EXPECT(language < language_count_)) return false;
  return record<layout::LanguageRecord>(Section::kLanguages, language).right_to_left != 0;
}

layout::InspectionRecord Image::inspection(ServiceIndex index) const {
  if (index >= services()) return {};
  return record<layout::InspectionRecord>(Section::kInspections, index);
}

std::size_t Image::rule_programs() const { return empty() ? 0 : section(Section::kRulePrograms).count; }

std::span<const std::byte> Image::rule_program(std::size_t index) const {
  if (index >= rule_programs()) return {};
  return rule_bytes(record<layout::RuleProgramRecord>(Section::kRulePrograms, index));
}

std::span<const std::byte> Image::rule_bytes(layout::RuleProgramRecord record) const {
  return bytes_.subspan(std::size_t{section(Section::kRuleBytes).offset} + record.offset, record.bytes);
}

std::string_view Image::rule_text(layout::StringRef ref) const { return string(ref); }

layout::RulePinRecord Image::rule_pin(std::size_t index) const {
  return record<layout::RulePinRecord>(Section::kRulePins, index);
}

layout::RuleExclusionRecord Image::rule_exclusion(std::size_t index) const {
  return record<layout::RuleExclusionRecord>(Section::kRuleExclusions, index);
}

std::vector<std::uint64_t> Image::rule_bits(std::size_t offset, std::size_t words) const {
  const std::size_t count = section(Section::kRuleBits).count;
  if (offset > count || words > count - offset) return {};
  std::vector<std::uint64_t> bits(words);
  for (std::size_t w = 0; w < words; ++w) bits[w] = record<std::uint64_t>(Section::kRuleBits, offset + w);
  return bits;
}

}  // namespace bulkhead::program
