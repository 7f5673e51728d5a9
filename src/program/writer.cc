#include "program/writer.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <tuple>

#include "base/check.h"
#include "program/hash_table.h"
#include "program/key_hash.h"

namespace bulkhead::program {

using layout::Section;

namespace {

// With at most half the slots used, linear probing rarely needs more than one or two seeds; sizes double after these.
constexpr std::uint64_t kSeedsPerSize = 16;
constexpr int kSizesMax = 4;

// One table row before it gets a place: a host, or a path prefix of a host.
struct Door {
  std::string host;
  std::string prefix;
  std::uint16_t service = 0;
  auto operator<=>(const Door&) const = default;
};

std::string host_key(const std::string& host) { return host.starts_with("*.") ? host.substr(1) : host; }

std::string prefix_key(std::string path) {
  while (!path.empty() && path.back() == '/') path.pop_back();
  return path;
}

std::size_t segments(std::string_view prefix) { return static_cast<std::size_t>(std::ranges::count(prefix, '/')); }

Status within(std::string_view what, std::uint64_t found, std::uint64_t max) {
  if (found <= max) return {};
  return fail(ErrorCode::kLimit, fmt::format("image: {} are {}, at most {} fit", what, found, max));
}

// Appends records and strings section by section, then puts the header in front.
class Writer {
 public:
  explicit Writer(const ImageContents& contents) : contents_(contents) {}

  Result<std::vector<std::byte>> write();

 private:
  Status check() const;
  Status check_service(const ImageContents::Service& service) const;
  void order_services();
  Status collect_doors();
  Status put_tables();
  bool try_tables(std::uint64_t seed, std::size_t host_slots, std::size_t door_slots);
  void put_services();
  void put_lanes(const ImageContents::Service& service, layout::ServiceRecord& record);
  void put_languages_and_texts();
  std::vector<std::byte> assemble();

  layout::StringRef intern(std::string_view text);
  void put_texts(const std::vector<std::string>& texts);

  template <typename Record>
  std::size_t put(Section section, const Record& record) {
    auto& bytes = sections_[static_cast<std::size_t>(section)];
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof record);
    std::memcpy(bytes.data() + at, &record, sizeof record);
    return at / sizeof record;
  }
  std::size_t count(Section section) const {
    const auto index = static_cast<std::size_t>(section);
    return sections_[index].size() / layout::kRecordBytes[index];
  }

  const ImageContents& contents_;
  std::vector<const ImageContents::Service*> services_;  // By name.
  std::vector<Door> doors_;                              // By host, prefix; prefix "" is the host's root.
  std::vector<std::string> hosts_;                       // Sorted.
  layout::Header header_;
  std::array<std::vector<std::byte>, layout::kSections> sections_;
  std::map<std::string, layout::StringRef, std::less<>> interned_;
};

Status Writer::check_service(const ImageContents::Service& service) const {
  const std::size_t languages = contents_.languages.size();
  std::size_t networks = 0;
  for (const auto& lane : service.lanes) networks += lane.networks.size();
  for (const auto& [what, found, max] : {
           std::tuple<std::string_view, std::size_t, std::size_t>{"lanes of one service", service.lanes.size(),
                                                                  layout::kLanesPerServiceMax},
           {"lane networks of one service", networks, layout::kNetworksPerServiceMax},
           {"session cookies of one service", service.session_cookies.size(), 0xffff},
           {"the highest slot", service.slot, layout::kSlotsMax - 1},
       })
    if (Status ok = within(what, found, max); !ok) return ok;
  for (const std::string& host : service.hosts)
    if (Status ok = within("bytes of one host", host_key(host).size(), layout::kHostBytesMax); !ok) return ok;
  for (const std::string& path : service.paths) {
    if (Status ok = within("bytes of one path", path.size(), layout::kPathBytesMax); !ok) return ok;
    if (Status ok = within("path segments of one prefix", segments(prefix_key(path)), layout::kPathSegmentsMax); !ok)
      return ok;
  }
  BULKHEAD_ASSERT(service.title.size() == languages && service.elsewhere.size() == languages);
  return {};
}

Status Writer::check() const {
  if (contents_.languages.empty()) return fail(ErrorCode::kInvalid, "image: no language");
  if (Status ok = within("languages", contents_.languages.size(), layout::kLanguagesMax); !ok) return ok;
  if (Status ok = within("services", contents_.services.size(), layout::kServicesMax); !ok) return ok;
  std::set<std::string_view> names;
  std::set<ServiceSlot> slots;
  for (const auto& service : contents_.services) {
    if (!names.insert(service.name).second)
      return fail(ErrorCode::kConflict, fmt::format("image: two services are named {}", service.name));
    if (!slots.insert(service.slot).second)
      return fail(ErrorCode::kConflict, fmt::format("image: slot {} is given twice", service.slot));
    if (Status ok = check_service(service); !ok) return ok;
  }
  return {};
}

void Writer::order_services() {
  for (const auto& service : contents_.services) services_.push_back(&service);
  std::ranges::sort(services_, {}, [](const auto* service) { return std::string_view(service->name); });
}

Status Writer::collect_doors() {
  for (std::size_t index = 0; index < services_.size(); ++index) {
    for (const std::string& host : services_[index]->hosts)
      for (const std::string& path : services_[index]->paths)
        doors_.push_back({host_key(host), prefix_key(path), static_cast<std::uint16_t>(index)});
  }
  std::ranges::sort(doors_);
  const auto again = std::ranges::unique(doors_);
  doors_.erase(again.begin(), again.end());
  for (std::size_t at = 1; at < doors_.size(); ++at) {
    const Door& left = doors_[at - 1];
    const Door& right = doors_[at];
    if (left.host == right.host && left.prefix == right.prefix)
      return fail(ErrorCode::kConflict, fmt::format("image: {} and {} both claim {}{}/", services_[left.service]->name,
                                                    services_[right.service]->name, left.host, left.prefix));
  }
  for (const Door& door : doors_)
    if (hosts_.empty() || hosts_.back() != door.host) hosts_.push_back(door.host);
  return {};
}

// Host and door tables share a seed, so that a request's look-up reads one.
bool Writer::try_tables(std::uint64_t seed, std::size_t host_slots, std::size_t door_slots) {
  std::vector<std::uint64_t> host_hashes;
  for (const std::string& host : hosts_) {
    KeyHash hash(seed);
    hash.add(host);
    host_hashes.push_back(hash.value());
  }
  std::vector<std::uint64_t> door_hashes;
  for (const Door& door : doors_) {
    if (door.prefix.empty()) continue;
    KeyHash hash(seed);
    hash.add(static_cast<std::uint64_t>(std::ranges::lower_bound(hosts_, door.host) - hosts_.begin()));
    for (std::size_t begin = 1; begin <= door.prefix.size();) {
      const std::size_t end = std::min(door.prefix.find('/', begin), door.prefix.size());
      hash.add(std::string_view(door.prefix).substr(begin, end - begin));
      begin = end + 1;
    }
    door_hashes.push_back(hash.value());
  }
  const auto host_table = place_all(host_hashes, host_slots);
  const auto door_table = place_all(door_hashes, door_slots);
  if (!host_table || !door_table) return false;
  header_.hash_seed = seed;
  for (const auto& slot : *host_table) put(Section::kHostSlots, slot);
  for (const auto& slot : *door_table) put(Section::kDoorSlots, slot);
  return true;
}

Status Writer::put_tables() {
  std::vector<layout::HostRecord> hosts;
  for (const std::string& host : hosts_) {
    hosts.push_back({.name = intern(host), .root_service = kNoService, .path_segments_max = 0});
    if (host.starts_with('.'))
      header_.wildcard_labels_max = std::max(header_.wildcard_labels_max,
                                             static_cast<std::uint32_t>(std::ranges::count(host, '.')));
  }
  for (const Door& door : doors_) {
    const auto host = static_cast<std::uint32_t>(std::ranges::lower_bound(hosts_, door.host) - hosts_.begin());
    if (door.prefix.empty()) {
      hosts[host].root_service = door.service;
      continue;
    }
    hosts[host].path_segments_max =
        std::max(hosts[host].path_segments_max, static_cast<std::uint16_t>(segments(door.prefix)));
    put(Section::kDoors, layout::DoorRecord{.path = intern(door.prefix), .host = host, .service = door.service});
  }
  for (const auto& host : hosts) put(Section::kHosts, host);
  header_.probes_max = layout::kProbesMax;
  for (int size = 0; size < kSizesMax; ++size)
    for (std::uint64_t seed = 0; seed < kSeedsPerSize; ++seed)
      if (try_tables(seed, slots_for(hosts_.size()) << size, slots_for(count(Section::kDoors)) << size)) return {};
  return fail(ErrorCode::kLimit, fmt::format("image: no hash seed places {} hosts and {} paths within {} probes",
                                             hosts_.size(), count(Section::kDoors), layout::kProbesMax));
}

void Writer::put_lanes(const ImageContents::Service& service, layout::ServiceRecord& record) {
  std::vector<std::pair<Network, std::uint8_t>> networks;
  record.lanes_first = static_cast<std::uint32_t>(count(Section::kLanes));
  record.lanes = static_cast<std::uint16_t>(service.lanes.size());
  for (std::size_t lane = 0; lane < service.lanes.size(); ++lane) {
    put(Section::kLanes, intern(service.lanes[lane].name));
    for (const Network& network : service.lanes[lane].networks)
      networks.emplace_back(network, static_cast<std::uint8_t>(lane));
  }
  // A network that two lanes name belongs to the first of them.
  std::ranges::sort(networks);
  const auto again = std::ranges::unique(networks, {}, &std::pair<Network, std::uint8_t>::first);
  networks.erase(again.begin(), again.end());

  record.networks_first = static_cast<std::uint32_t>(count(Section::kNetworks));
  record.networks = static_cast<std::uint16_t>(networks.size());
  std::vector<std::uint16_t> open;  // Networks around the current one, as index + 1, narrowest last.
  for (std::size_t at = 0; at < networks.size(); ++at) {
    const auto& [network, lane] = networks[at];
    while (!open.empty() && !networks[open.back() - 1u].first.contains(network.address)) open.pop_back();
    put(Section::kNetworks, layout::NetworkRecord{.address = network.address.bytes,
                                                  .prefix_bits = network.prefix_bits,
                                                  .lane = lane,
                                                  .parent = open.empty() ? std::uint16_t{0} : open.back()});
    open.push_back(static_cast<std::uint16_t>(at + 1));
  }
}

void Writer::put_services() {
  std::map<std::string_view, std::set<std::uint16_t>> claimants;
  for (const Door& door : doors_) claimants[door.host].insert(door.service);
  std::set<std::uint16_t> split;
  for (const auto& [host, services] : claimants)
    if (services.size() > 1) split.insert(services.begin(), services.end());

  for (std::size_t index = 0; index < services_.size(); ++index) {
    const ImageContents::Service& service = *services_[index];
    layout::ServiceRecord record{
        .name = intern(service.name),
        .compartment = intern(service.compartment),
        .client_body_bytes_max = service.client_body_bytes_max,
        .cookies_first = static_cast<std::uint32_t>(count(Section::kCookies)),
        .cookies = static_cast<std::uint16_t>(service.session_cookies.size()),
        .slot = service.slot,
        .criticality = service.criticality,
    };
    if (service.open_on_gateway_failure) record.flags |= layout::kOpenOnGatewayFailure;
    if (split.contains(static_cast<std::uint16_t>(index))) record.flags |= layout::kSplitByPath;
    for (const std::string& cookie : service.session_cookies) put(Section::kCookies, intern(cookie));
    put_lanes(service, record);
    put(Section::kServices, record);
  }
}

void Writer::put_texts(const std::vector<std::string>& texts) {
  BULKHEAD_ASSERT(texts.size() == contents_.languages.size());
  for (const std::string& text : texts) put(Section::kTexts, intern(text));
}

void Writer::put_languages_and_texts() {
  for (const auto& language : contents_.languages)
    put(Section::kLanguages,
        layout::LanguageRecord{.tag = intern(language.tag), .right_to_left = language.right_to_left ? 1u : 0u});
  put_texts(contents_.agency_name);
  put_texts(contents_.agency_contact);
  for (const auto* service : services_) {
    put_texts(service->title);
    put_texts(service->elsewhere);
  }
  header_.homepage = intern(contents_.agency_homepage);
  for (const auto& [key, texts] : contents_.phrases) {
    BULKHEAD_ASSERT(texts.size() == contents_.languages.size());
    put(Section::kPhrases, intern(key));
    for (const std::string& text : texts) put(Section::kPhraseTexts, intern(text));
  }
}

layout::StringRef Writer::intern(std::string_view text) {
  if (text.empty()) return {};
  if (const auto known = interned_.find(text); known != interned_.end()) return known->second;
  auto& strings = sections_[static_cast<std::size_t>(Section::kStrings)];
  const layout::StringRef ref{.offset = static_cast<std::uint32_t>(strings.size()),
                              .bytes = static_cast<std::uint32_t>(text.size())};
  const auto bytes = std::as_bytes(std::span(text));
  strings.insert(strings.end(), bytes.begin(), bytes.end());
  interned_.emplace(text, ref);
  return ref;
}

std::vector<std::byte> Writer::assemble() {
  std::vector<std::byte> image(sizeof header_);
  for (std::size_t index = 0; index < layout::kSections; ++index) {
    image.resize((image.size() + layout::kSectionAlign - 1) / layout::kSectionAlign * layout::kSectionAlign);
    header_.sections[index] = {.offset = static_cast<std::uint32_t>(image.size()),
                               .count = static_cast<std::uint32_t>(count(static_cast<Section>(index)))};
    image.insert(image.end(), sections_[index].begin(), sections_[index].end());
  }
  header_.magic = layout::kMagic;
  header_.format = Image::kFormatVersion;
  header_.header_bytes = sizeof header_;
  header_.policy_digest = contents_.policy_digest;
  header_.version = contents_.version;
  std::memcpy(image.data(), &header_, sizeof header_);
  seal(image);
  return image;
}

Result<std::vector<std::byte>> Writer::write() {
  if (Status ok = check(); !ok) return fail_as(ok);
  order_services();
  if (Status ok = collect_doors(); !ok) return fail_as(ok);
  if (Status ok = put_tables(); !ok) return fail_as(ok);
  put_services();
  put_languages_and_texts();
  std::size_t total = sizeof header_;
  for (const auto& bytes : sections_) total += bytes.size() + layout::kSectionAlign;
  if (Status ok = within("bytes", total, Image::kBytesMax); !ok) return fail_as(ok);
  return assemble();
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

Result<std::vector<std::byte>> write_image(const ImageContents& contents) { return Writer(contents).write(); }

}  // namespace bulkhead::program
