#include "cli/moments.h"

#include <fmt/core.h>

#include <array>
#include <cstdlib>
#include <ctime>

#include "base/timestamp.h"

namespace bulkhead::cli {

namespace {

constexpr Milliseconds kSameDay = std::chrono::hours(20);

std::tm local(RealTime at) {
  const auto seconds =
      static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
  std::tm parts{};
  // Fails only for a year beyond what an int holds; the parts are then zero, and shown as such.
  static_cast<void>(localtime_r(&seconds, &parts));
  return parts;
}

std::string formatted(const std::tm& parts, const char* format) {
  std::array<char, 64> buffer{};
  const std::size_t bytes = std::strftime(buffer.data(), buffer.size(), format, &parts);
  return std::string(buffer.data(), bytes);
}

bool is_clock_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return false;
  for (const std::size_t digit : {0u, 1u, 3u, 4u}) {
    if (text[digit] < '0' || text[digit] > '9') return false;
  }
  return text.substr(0, 2) < "24" && text.substr(3) < "60";
}

}  // namespace

std::string local_time(RealTime at, RealTime now) {
  const bool near = at > now - kSameDay && at < now + kSameDay;
  return formatted(local(at), near ? "%H:%M" : "%d %b %H:%M");
}

std::string local_time_with_zone(RealTime at) {
  std::string text = formatted(local(at), "%Y-%m-%d %H:%M:%S %z");
  return text.insert(text.size() - 2, ":");
}

std::string ending_text(std::string_view cause, std::optional<RealTime> until, RealTime now) {
  if (cause == "compromise") return "until a person opens it";
  if (!until) return "no end set";
  const std::string at = local_time(*until, now);
  return cause == "attack" ? "at " + at + " a person decides: nothing measures quiet yet" : "until " + at;
}

Result<RealTime> parse_until(std::string_view text, RealTime now) {
  if (!is_clock_time(text)) {
    Result<RealTime> at = parse_rfc3339(text);
    if (at) return at;
    return fail(ErrorCode::kInvalid,
                fmt::format("cannot read the time '{}': write 18:30, or 2026-07-17T18:30:00Z", text));
  }
  std::tm parts = local(now);
  parts.tm_hour = std::atoi(std::string(text.substr(0, 2)).c_str());
  parts.tm_min = std::atoi(std::string(text.substr(3)).c_str());
  parts.tm_sec = 0;
  // mktime() settles what a day with a change of the clocks makes of it.
  parts.tm_isdst = -1;
  RealTime at{std::chrono::seconds(std::mktime(&parts))};
  if (at <= now) {
    parts = local(now);
    parts.tm_mday += 1;
    parts.tm_hour = std::atoi(std::string(text.substr(0, 2)).c_str());
    parts.tm_min = std::atoi(std::string(text.substr(3)).c_str());
    parts.tm_sec = 0;
    parts.tm_isdst = -1;
    at = RealTime{std::chrono::seconds(std::mktime(&parts))};
  }
  return at;
}

RealTime instant(std::string_view rfc3339_text) { return parse_rfc3339(rfc3339_text).value_or(RealTime{}); }

}  // namespace bulkhead::cli
