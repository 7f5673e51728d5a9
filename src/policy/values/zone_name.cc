#include "policy/values/zone_name.h"

#include <algorithm>
#include <array>

#include "base/zone.h"

namespace bulkhead::policy {

namespace {

constexpr std::size_t kPartsMax = 3;
constexpr std::array<std::string_view, 8> kUtcNames = {"UTC",     "UCT",     "Universal", "Zulu",
                                                       "Etc/UTC", "Etc/UCT", "Etc/Zulu",  "Etc/Universal"};
// These stand beside the zones in the system's folder, but mean another one on each machine, or another way to count.
constexpr std::array<std::string_view, 3> kNoZones = {"localtime", "posixrules", "Factory"};
constexpr std::array<std::string_view, 2> kNoRegions = {"posix/", "right/"};

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_part_byte(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
}

bool is_formed(std::string_view text) {
  for (std::size_t part = 0; part < kPartsMax; ++part) {
    const std::string_view name = text.substr(0, text.find('/'));
    if (name.empty() || !is_letter(name.front()) || !std::ranges::all_of(name, is_part_byte)) return false;
    if (name.size() == text.size()) return true;
    text.remove_prefix(name.size() + 1);
  }
  return false;
}

}  // namespace

Parsed<std::string> parse_zone_name(std::string_view text) {
  constexpr const char* kRight = "a name of the IANA time zone database: Europe/Tirane, Asia/Kolkata, UTC";
  if (text.size() > kZoneNameBytesMax)
    return refuse("the name has " + std::to_string(text.size()) + " bytes, more than " +
                      std::to_string(kZoneNameBytesMax),
                  kRight);
  if (!is_formed(text)) return refuse("this is not the name of a time zone", kRight);
  const bool no_region =
      std::ranges::any_of(kNoRegions, [&](std::string_view region) { return text.starts_with(region); });
  if (no_region || std::ranges::find(kNoZones, text) != kNoZones.end())
    return refuse("this is not a time zone of one place", kRight);
  if (std::ranges::find(kUtcNames, text) != kUtcNames.end()) return std::string(kUtcName);
  return std::string(text);
}

}  // namespace bulkhead::policy
