#include "program/dump.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/escape.h"
#include "base/timestamp.h"
#include "program/image_read.h"

namespace bulkhead::program {

using layout::Section;

namespace {

constexpr std::array<std::string_view, 3> kCriticalities = {"essential", "important", "deferrable"};

std::string quoted(std::string_view text) { return '"' + escape_json(text) + '"'; }

std::string hex(const Digest& digest) {
  std::string text;
  for (const std::uint8_t byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

}  // namespace

class Dumper {
 public:
  explicit Dumper(const Image& image) : image_(image) {}
  std::string run();

 private:
  template <typename... Values>
  void line(fmt::format_string<Values...> text, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), text, std::forward<Values>(values)...);
    out_ += '\n';
  }

  void head();
  void timezone();
  void service(ServiceIndex index);
  void inspection(ServiceIndex index);
  void lanes(ServiceIndex index);
  void doors();
  void phrases();

  const Image& image_;
  std::string out_;
};

void Dumper::head() {
  line("image format={} version={} bytes={}", Image::kFormatVersion, image_.version(), image_.bytes());
  line("digest sha256:{}", hex(image_.digest()));
  line("policy sha256:{}", hex(image_.policy_digest()));
  const auto languages = image_.languages();
  for (std::size_t index = 0; index < languages.size(); ++index)
    line("language {}{}", quoted(languages[index]), image_.right_to_left(index) ? " right-to-left" : "");
  timezone();
  line("agency homepage={}", quoted(image_.agency_homepage()));
  for (std::size_t index = 0; index < languages.size(); ++index)
    line("  {} name={} contact={}", languages[index], quoted(image_.agency_name(index)),
         quoted(image_.agency_contact(index)));
}

// All on one line: the first offset, then each change with the offset that it brings.
void Dumper::timezone() {
  const Zone zone = image_.zone();
  std::string offsets;
  for (const ZoneChange& change : zone.changes) {
    if (!offsets.empty()) offsets += ' ' + rfc3339(RealTime(std::chrono::seconds(change.from_s)));
    offsets += ' ' + utc_offset_text(change.offset_s);
  }
  line("timezone {}{}", quoted(zone.name), offsets);
}

void Dumper::service(ServiceIndex index) {
  const ServiceView view = image_.service(index);
  line(
      "service {} slot={} compartment={} criticality={} on_gateway_failure={} split_by_path={} "
      "client_body_bytes_max={} "
      "home={}{}",
      view.name, view.slot, view.compartment, kCriticalities[view.criticality],
      view.open_on_gateway_failure ? "open" : "closed", view.split_by_path ? "yes" : "no",
      view.client_body_bytes_max, escape_log(image_.home(index).host), escape_log(image_.home(index).path));
  const auto languages = image_.languages();
  for (std::size_t at = 0; at < languages.size(); ++at)
    line("  {} title={} elsewhere={}", languages[at], quoted(image_.text(index, TextKind::kTitle, at)),
         quoted(image_.text(index, TextKind::kElsewhere, at)));
  for (const std::string_view cookie : image_.session_cookies(index))
    line("  session_cookie {}", quoted(cookie));
  inspection(index);
  lanes(index);
}

void Dumper::inspection(ServiceIndex index) {
  static constexpr std::array<std::string_view, 3> kModes = {"off", "detect", "block"};
  static constexpr std::array<std::string_view, 3> kBeyond = {"first-part", "deny", "pass"};
  const layout::InspectionRecord record = image_.inspection(index);
  if (record.program == layout::kNoRules) return;
  line("  inspection program={} mode={} request_body={}/{} response_body={} pins={}+{} exclusions={}",
       record.program, kModes[static_cast<std::size_t>(record.mode)], record.request_body_bytes_max,
       kBeyond[static_cast<std::size_t>(record.request_body_beyond)],
       (record.flags & layout::kInspectResponses) != 0 ? record.response_body_bytes_max : 0, record.pins,
       record.guarded_pins, record.exclusions);
}

void Dumper::lanes(ServiceIndex index) {
  const auto record = image_.record<layout::ServiceRecord>(Section::kServices, index);
  for (std::size_t at = 0; at < record.networks; ++at) {
    const auto network = image_.record<layout::NetworkRecord>(Section::kNetworks, record.networks_first + at);
    line("  lane {} {}", quoted(image_.string_of(Section::kLanes, record.lanes_first + network.lane)),
         Network{{network.address}, network.prefix_bits}.text());
  }
}

void Dumper::doors() {
  std::vector<std::string> lines;
  const auto shown = [this](std::size_t index) {
    const std::string_view name =
        image_.string(image_.record<layout::HostRecord>(Section::kHosts, index).name);
    return (name.front() == '.' ? "*" : "") + escape_log(name);
  };
  for (std::size_t index = 0; index < image_.section(Section::kHosts).count; ++index) {
    const auto host = image_.record<layout::HostRecord>(Section::kHosts, index);
    if (host.root_service != kNoService)
      lines.push_back(fmt::format("door {} / -> {}", shown(index), image_.service(host.root_service).name));
  }
  for (std::size_t index = 0; index < image_.section(Section::kDoors).count; ++index) {
    const auto door = image_.record<layout::DoorRecord>(Section::kDoors, index);
    lines.push_back(fmt::format("door {} {} -> {}", shown(door.host), escape_log(image_.string(door.path)),
                                image_.service(door.service).name));
  }
  std::ranges::sort(lines);
  for (const std::string& text : lines) line("{}", text);
}

void Dumper::phrases() {
  const auto languages = image_.languages();
  for (const std::string_view key : image_.phrase_keys())
    for (std::size_t at = 0; at < languages.size(); ++at)
      line("phrase {} {} {}", key, languages[at], quoted(image_.phrase(key, at)));
}

std::string Dumper::run() {
  if (image_.empty()) return "no image\n";
  head();
  for (std::size_t index = 0; index < image_.services(); ++index) service(static_cast<ServiceIndex>(index));
  doors();
  phrases();
  return std::move(out_);
}

std::string dump(const Image& image) { return Dumper(image).run(); }

}  // namespace bulkhead::program
