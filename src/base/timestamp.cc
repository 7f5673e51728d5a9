#include "base/timestamp.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead {
namespace {

using Days = std::chrono::sys_days;
using std::chrono::floor;

constexpr std::size_t kQuotedBytesMax = 64;
constexpr Milliseconds kDurationMax = std::chrono::days{366};

// Years of four digits: what RFC 3339 can write.
constexpr std::int64_t kRealMsMin = -62'167'219'200'000;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kRealMsMax = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

struct Civil {
  int year = 0;
  unsigned month = 0, day = 0;
  unsigned weekday = 0;  // 0 is Sunday
  int hour = 0, minute = 0, second = 0, millisecond = 0;
};

Civil civil_of(RealTime at) {
  const std::int64_t ms = std::clamp(at.time_since_epoch().count(), kRealMsMin, kRealMsMax);
  const std::chrono::sys_time<Milliseconds> instant{Milliseconds{ms}};
  const Days day = floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{instant - day};
  return {.year = int(date.year()),
          .month = unsigned(date.month()),
          .day = unsigned(date.day()),
          .weekday = std::chrono::weekday{day}.c_encoding(),
          .hour = static_cast<int>(clock.hours().count()),
          .minute = static_cast<int>(clock.minutes().count()),
          .second = static_cast<int>(clock.seconds().count()),
          .millisecond = static_cast<int>(clock.subseconds().count())};
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }

// Reads a text from left to right. After the first thing that does not fit, everything else fails too.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

  // Exactly `digits` digits, with a value from `min` to `max`.
  int number(std::size_t digits, int min, int max) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (i >= rest_.size() || !is_digit(rest_[i])) return bad();
      value = value * 10 + (rest_[i] - '0');
    }
    if (value < min || value > max) return bad();
    rest_.remove_prefix(digits);
    return value;
  }

  char one_of(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos)
      return static_cast<char>(bad());
    const char taken = rest_.front();
    rest_.remove_prefix(1);
    return taken;
  }

  // ".123456": one digit or more, of which three count; 0 when there is no fraction.
  int milliseconds() {
    if (rest_.empty() || rest_.front() != '.') return 0;
    rest_.remove_prefix(1);
    if (rest_.empty() || !is_digit(rest_.front())) return bad();
    int value = 0;
    int weight = 100;
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), weight /= 10)
      value += (rest_.front() - '0') * weight;
    return value;
  }

 private:
  int bad() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

std::chrono::minutes zone_offset(Reader& reader) {
  const char sign = reader.one_of("Zz+-");
  if (sign != '+' && sign != '-') return {};
  const int hours = reader.number(2, 0, 23);
  reader.one_of(":");
  const int minutes = reader.number(2, 0, 59);
  return std::chrono::minutes{(sign == '+' ? 1 : -1) * (hours * 60 + minutes)};
}

struct Unit {
  std::string_view name;
  Milliseconds length;
};

constexpr std::array<Unit, 5> kUnits{{{"d", std::chrono::days{1}},
                                      {"h", std::chrono::hours{1}},
                                      {"m", std::chrono::minutes{1}},
                                      {"s", std::chrono::seconds{1}},
                                      {"ms", Milliseconds{1}}}};

// The index in kUnits of the unit that `text` begins with.
std::size_t unit_index(std::string_view text) {
  if (text.starts_with("ms")) return 4;
  for (std::size_t i = 0; i < 4; ++i)
    if (text.starts_with(kUnits[i].name)) return i;
  return kUnits.size();
}

std::unexpected<Error> not_a_duration(std::string_view text) {
  return fail(ErrorCode::kInvalid, fmt::format("not a duration such as 90s, 10m, 1h30m or 2d: \"{}\"",
                                               escape_log(cut(text, kQuotedBytesMax))));
}

std::string two_units(std::int64_t first, std::string_view first_unit, std::int64_t second,
                      std::string_view second_unit, bool padded) {
  if (second == 0) return fmt::format("{} {}", first, first_unit);
  if (padded) return fmt::format("{} {} {:02} {}", first, first_unit, second, second_unit);
  return fmt::format("{} {} {} {}", first, first_unit, second, second_unit);
}

}  // namespace

std::string rfc3339(RealTime at) {
  const Civil c = civil_of(at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour, c.minute,
                     c.second);
}

std::string rfc3339_ms(RealTime at) {
  const Civil c = civil_of(at);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", c.year, c.month, c.day, c.hour, c.minute,
                     c.second, c.millisecond);
}

std::string http_date(RealTime at) {
  static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil c = civil_of(at);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[c.weekday], c.day,
                     kMonths[c.month - 1], c.year, c.hour, c.minute, c.second);
}

Result<RealTime> parse_rfc3339(std::string_view text) {
  Reader reader(text);
  const int year = reader.number(4, 0, 9999);
  reader.one_of("-");
  const int month = reader.number(2, 1, 12);
  reader.one_of("-");
  const int day = reader.number(2, 1, 31);
  reader.one_of("Tt ");
  const int hour = reader.number(2, 0, 23);
  reader.one_of(":");
  const int minute = reader.number(2, 0, 59);
  reader.one_of(":");
  const int second = reader.number(2, 0, 60);  // 60: a leap second, read as the second after
  const int ms = reader.milliseconds();
  const std::chrono::minutes offset = zone_offset(reader);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{unsigned(month)},
                                         std::chrono::day{unsigned(day)}};
  if (!reader.done() || !date.ok())
    return fail(ErrorCode::kInvalid, fmt::format("not a time such as 2026-07-17T02:14:07Z: \"{}\"",
                                                 escape_log(cut(text, kQuotedBytesMax))));
  const Milliseconds since_epoch = Days{date}.time_since_epoch() + std::chrono::hours{hour} +
                                   std::chrono::minutes{minute} + std::chrono::seconds{second} +
                                   Milliseconds{ms} - offset;
  return RealTime{since_epoch};
}

Result<Milliseconds> parse_duration(std::string_view text) {
  if (text.empty()) return not_a_duration(text);
  Milliseconds total{0};
  std::size_t units_left_from = 0;
  for (std::string_view rest = text; !rest.empty();) {
    std::int64_t count = 0;
    std::size_t digits = 0;
    for (; digits < rest.size() && is_digit(rest[digits]); ++digits)
      count = std::min<std::int64_t>(count * 10 + (rest[digits] - '0'), kDurationMax.count() + 1);
    const std::size_t unit = unit_index(rest.substr(digits));
    if (digits == 0 || unit < units_left_from || unit == kUnits.size()) return not_a_duration(text);
    total = std::min(total + count * kUnits[unit].length, kDurationMax + Milliseconds{1});
    units_left_from = unit + 1;
    rest.remove_prefix(digits + kUnits[unit].name.size());
  }
  if (total > kDurationMax)
    return fail(ErrorCode::kLimit, fmt::format("duration is longer than 366 days: \"{}\"",
                                               escape_log(cut(text, kQuotedBytesMax))));
  return total;
}

std::string duration_text(Milliseconds duration) {
  if (duration < std::chrono::seconds{1}) {
    const std::int64_t ms = std::max<std::int64_t>(duration.count(), 0);
    return ms == 0 ? "0 s" : fmt::format("{} ms", ms);
  }
  const std::int64_t seconds = duration.count() / 1000;
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return two_units(seconds / 60, "min", seconds % 60, "s", true);
  if (seconds < 86'400) return two_units(seconds / 3600, "h", seconds / 60 % 60, "min", true);
  return two_units(seconds / 86'400, "d", seconds / 3600 % 24, "h", false);
}

}  // namespace bulkhead
