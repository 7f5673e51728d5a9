#include "program/writer.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "base/check.h"
#include "program/door_writer.h"
#include "program/inspection_writer.h"
#include "program/network_writer.h"
#include "program/section_writer.h"

namespace bulkhead::program {

using layout::Section;

namespace {

Status within(std::string_view what, std::uint64_t found, std::uint64_t max) {
  if (found <= max) return {};
  return fail(ErrorCode::kLimit, fmt::format("image: {} is {}, at most {} fits", what, found, max));
}

Status check_service(const ImageContents::Service& service, std::size_t languages) {
  BULKHEAD_ASSERT(service.title.size() == languages);
  BULKHEAD_ASSERT(service.elsewhere.size() == languages);
  std::size_t networks = 0;
  for (const auto& lane : service.lanes) networks += lane.networks.size();
  if (Status exclusions = within("number of exclusions of a service", service.inspection.exclusions.size(),
                                 layout::kExclusionsPerServiceMax);
      !exclusions)
    return exclusions;
  Status ok = within("number of lanes of a service", service.lanes.size(), layout::kLanesPerServiceMax);
  if (ok) ok = within("number of lane networks of a service", networks, layout::kNetworksPerServiceMax);
  if (ok)
    ok =
        within("number of session cookies of a service", service.session_cookies.size(), layout::kCookiesMax);
  if (ok) ok = within("slot of a service", service.slot, layout::kSlotsMax - 1);
  for (const std::string& host : service.hosts)
    if (ok) ok = within("bytes of a host", host.size(), layout::kHostBytesMax);
  for (const std::string& path : service.paths)
    if (ok) ok = within("bytes of a path", path.size(), layout::kPathBytesMax);
  return ok;
}

Status check_zone(const Zone& zone) {
  if (Status ok = within("bytes of a time zone's name", zone.name.size(), kZoneNameBytesMax); !ok) return ok;
  if (Status ok = within("number of changes of a time zone", zone.changes.size(), kZoneChangesMax); !ok)
    return ok;
  BULKHEAD_ASSERT(std::ranges::adjacent_find(zone.changes, std::ranges::greater_equal{},
                                             &ZoneChange::from_s) == zone.changes.end());
  if (!zone.name.empty() && zone.is_utc() == zone.changes.empty()) return {};
  // A policy that was read for its names only, or a table under the wrong name.
  return fail(ErrorCode::kInvalid, fmt::format("image: {} changes of time are not those of a zone named {}",
                                               zone.changes.size(), zone.name));
}

Status check(const ImageContents& contents) {
  if (contents.languages.empty()) return fail(ErrorCode::kInvalid, "image: no language");
  if (Status ok = check_zone(contents.zone); !ok) return ok;
  if (Status ok = within("number of languages", contents.languages.size(), layout::kLanguagesMax); !ok)
    return ok;
  if (Status ok = within("number of services", contents.services.size(), layout::kServicesMax); !ok)
    return ok;
  if (Status ok = within("number of rule programs", contents.rule_programs.size(), layout::kRuleProgramsMax);
      !ok)
    return ok;
  std::set<std::string_view> names;
  std::set<ServiceSlot> slots;
  for (const auto& service : contents.services) {
    if (service.name.empty()) return fail(ErrorCode::kInvalid, "image: a service has no name");
    if (!names.insert(service.name).second)
      return fail(ErrorCode::kConflict, fmt::format("image: two services are named {}", service.name));
    if (!slots.insert(service.slot).second)
      return fail(ErrorCode::kConflict, fmt::format("image: slot {} is given twice", service.slot));
    if (Status ok = check_service(service, contents.languages.size()); !ok) return ok;
  }
  return {};
}

using ServicesByName = std::vector<const ImageContents::Service*>;

ServicesByName by_name(const ImageContents& contents) {
  ServicesByName services;
  for (const auto& service : contents.services) services.push_back(&service);
  std::ranges::sort(services, {}, [](const auto* service) { return std::string_view(service->name); });
  return services;
}

// The first host that a person can type, and the shortest path on it.
void put_home(const ImageContents::Service& service, SectionWriter& sections, layout::ServiceRecord& record) {
  const auto host =
      std::ranges::find_if(service.hosts, [](const auto& name) { return !name.starts_with("*."); });
  if (host == service.hosts.end() || service.paths.empty()) return;
  record.home_host = sections.intern(*host);
  record.home_path =
      sections.intern(*std::ranges::min_element(service.paths, {}, [](const std::string& path) {
        return std::pair(path.size(), std::string_view(path));
      }));
}

void put_services(const ServicesByName& services, const std::set<ServiceIndex>& split,
                  SectionWriter& sections) {
  for (std::size_t index = 0; index < services.size(); ++index) {
    const ImageContents::Service& service = *services[index];
    layout::ServiceRecord record{
        .name = sections.intern(service.name),
        .compartment = sections.intern(service.compartment),
        .home_host = {},
        .home_path = {},
        .client_body_bytes_max = service.client_body_bytes_max,
        .cookies_first = sections.count(Section::kCookies),
        .cookies = static_cast<std::uint16_t>(service.session_cookies.size()),
        .slot = service.slot,
        .criticality = service.criticality,
    };
    if (service.open_on_gateway_failure) record.flags |= layout::kOpenOnGatewayFailure;
    if (split.contains(static_cast<ServiceIndex>(index))) record.flags |= layout::kSplitByPath;
    for (const std::string& cookie : service.session_cookies)
      sections.put(Section::kCookies, sections.intern(cookie));
    put_home(service, sections, record);
    put_lanes(service, sections, record);
    sections.put(Section::kServices, record);
  }
}

void put_texts(Section section, const std::vector<std::string>& texts, std::size_t languages,
               SectionWriter& sections) {
  BULKHEAD_ASSERT(texts.size() == languages);
  for (const std::string& text : texts) sections.put(section, sections.intern(text));
}

void put_all_texts(const ImageContents& contents, const ServicesByName& services, SectionWriter& sections) {
  const std::size_t languages = contents.languages.size();
  for (const auto& language : contents.languages)
    sections.put(Section::kLanguages,
                 layout::LanguageRecord{.tag = sections.intern(language.tag),
                                        .right_to_left = language.right_to_left ? 1u : 0u});
  put_texts(Section::kTexts, contents.agency_name, languages, sections);
  put_texts(Section::kTexts, contents.agency_contact, languages, sections);
  for (const auto* service : services) {
    put_texts(Section::kTexts, service->title, languages, sections);
    put_texts(Section::kTexts, service->elsewhere, languages, sections);
  }
  for (const auto& [key, texts] : contents.phrases) {
    sections.put(Section::kPhrases, sections.intern(key));
    put_texts(Section::kPhraseTexts, texts, languages, sections);
  }
}

layout::StringRef put_zone(const Zone& zone, SectionWriter& sections) {
  for (const ZoneChange& change : zone.changes)
    sections.put(Section::kZoneChanges,
                 layout::ZoneChangeRecord{.from_s = change.from_s, .offset_s = change.offset_s});
  return sections.intern(zone.name);
}

}  // namespace

void seal(std::span<std::byte> image) {
  BULKHEAD_ASSERT(image.size() >= sizeof(layout::Header));
  const std::uint64_t total = image.size();
  std::memcpy(image.data() + offsetof(layout::Header, total_bytes), &total, sizeof total);
  Digest digest{};
  const auto digested = image.subspan(layout::kDigestedFrom);
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(digested.data()), digested.size());
  std::memcpy(image.data() + offsetof(layout::Header, digest), digest.data(), digest.size());
}

Result<std::vector<std::byte>> write_image(const ImageContents& contents) {
  if (Status ok = check(contents); !ok) return fail_as(ok);
  layout::Header header;
  header.magic = layout::kMagic;
  header.format = Image::kFormatVersion;
  header.header_bytes = sizeof header;
  header.policy_digest = contents.policy_digest;
  header.version = contents.version;
  SectionWriter sections;
  DoorWriter doors;
  const ServicesByName services = by_name(contents);
  for (std::size_t index = 0; index < services.size(); ++index)
    doors.add(static_cast<ServiceIndex>(index), *services[index]);
  if (Status ok = doors.write(sections, header); !ok) return fail_as(ok);
  put_services(services, doors.split_services(), sections);
  put_all_texts(contents, services, sections);
  put_rule_programs(contents.rule_programs, sections);
  for (const auto* service : services) put_inspection(service->inspection, sections);
  header.homepage = sections.intern(contents.agency_homepage);
  header.zone = put_zone(contents.zone, sections);
  Status ok = within("bytes of a text", sections.longest_string_bytes(), layout::kStringBytesMax);
  if (ok) ok = within("bytes of an image", sections.bytes(), Image::kBytesMax);
  if (!ok) return fail_as(ok);
  std::vector<std::byte> image = sections.assemble(header);
  seal(image);
  return image;
}

}  // namespace bulkhead::program
