#include "policy/zone/zone_rule.h"

#include <chrono>

#include <fmt/format.h>

#include "base/escape.h"

namespace bulkhead::policy {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr std::size_t kQuotedBytesMax = 64;
// POSIX: names have three characters or more; the upper end is ours.
constexpr std::size_t kNameBytesMin = 3;
constexpr std::size_t kNameBytesMax = 16;
constexpr int kOffsetHoursMax = 24;
constexpr int kRuleHoursMax = 167;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/// Reads a rule from left to right. After the first thing that does not fit, everything else fails too.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}

  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }
  bool is_next(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!is_next(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { ok_ = take(c) && ok_; }

  // One to three digits: more than any number of a rule has.
  int number(int min, int max) {
    int value = 0;
    std::size_t count = 0;
    for (; count < rest_.size() && count < 3 && is_digit(rest_[count]); ++count)
      value = value * 10 + (rest_[count] - '0');
    rest_.remove_prefix(count);
    if (count == 0 || value < min || value > max) ok_ = false;
    return value;
  }

  // "CEST" or "<+0330>"; what it says is not used.
  void name() {
    const bool quoted = take('<');
    std::size_t count = 0;
    while (count < rest_.size() &&
           (is_letter(rest_[count]) ||
            (quoted && (is_digit(rest_[count]) || rest_[count] == '+' || rest_[count] == '-'))))
      ++count;
    rest_.remove_prefix(count);
    if (count < kNameBytesMin || count > kNameBytesMax) ok_ = false;
    if (quoted) expect('>');
  }

  // "[+-]hh[:mm[:ss]]"
  std::int32_t seconds(int hours_max) {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int32_t value = number(0, hours_max) * 3'600;
    if (take(':')) {
      value += number(0, 59) * 60;
      if (take(':')) value += number(0, 59);
    }
    return negative ? -value : value;
  }

  ZoneRule::Day day() {
    using Kind = ZoneRule::Day::Kind;
    ZoneRule::Day day;
    if (take('M')) {
      day.month = static_cast<unsigned>(number(1, 12));
      expect('.');
      day.week = static_cast<unsigned>(number(1, 5));
      expect('.');
      day.weekday = static_cast<unsigned>(number(0, 6));
    } else {
      day.kind = take('J') ? Kind::kYearDayWithoutLeap : Kind::kYearDay;
      day.day = static_cast<unsigned>(number(day.kind == Kind::kYearDay ? 0 : 1, 365));
    }
    if (take('/')) day.time_s = seconds(kRuleHoursMax);
    return day;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

sys_days date_of(const ZoneRule::Day& rule, int in_year) {
  using namespace std::chrono;
  const year y{in_year};
  if (rule.kind == ZoneRule::Day::Kind::kMonthWeekday) {
    const month m{rule.month};
    const weekday w{rule.weekday};
    return rule.week == 5 ? sys_days(y / m / w[last]) : sys_days(y / m / w[rule.week]);
  }
  const sys_days first = y / January / 1;
  if (rule.kind == ZoneRule::Day::Kind::kYearDay) return first + days(rule.day);
  // Day 60 is 1 March in every year.
  const bool after_leap_day = y.is_leap() && rule.day >= 60;
  return first + days(rule.day - (after_leap_day ? 0 : 1));
}

std::int64_t local_seconds(const ZoneRule::Day& rule, int year) {
  return std::chrono::seconds(date_of(rule, year).time_since_epoch()).count() + rule.time_s;
}

}  // namespace

Result<ZoneRule> parse_zone_rule(std::string_view text) {
  RuleReader reader(text);
  ZoneRule rule;
  reader.name();
  // POSIX counts west of Greenwich as positive.
  rule.offset_s = -reader.seconds(kOffsetHoursMax);
  if (!reader.at_end()) {
    ZoneRule::Summer summer{.offset_s = rule.offset_s + 3'600, .begins = {}, .ends = {}};
    reader.name();
    if (!reader.is_next(',')) summer.offset_s = -reader.seconds(kOffsetHoursMax);
    reader.expect(',');
    summer.begins = reader.day();
    reader.expect(',');
    summer.ends = reader.day();
    rule.summer = summer;
  }
  if (reader.ok() && reader.at_end()) return rule;
  return fail(ErrorCode::kInvalid, fmt::format("time zone: its rule for later years cannot be read: {}",
                                               escape_log(cut(text, kQuotedBytesMax))));
}

SummerOfYear summer_of(const ZoneRule& rule, int year) {
  const ZoneRule::Summer& summer = *rule.summer;
  return {.begins = {local_seconds(summer.begins, year) - rule.offset_s, summer.offset_s},
          .ends = {local_seconds(summer.ends, year) - summer.offset_s, rule.offset_s}};
}

}  // namespace bulkhead::policy
