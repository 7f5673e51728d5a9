#include "policy/zone/tzif.h"

#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "policy/zone/zone_rule.h"

namespace bulkhead::policy {
namespace {

using Changes = std::map<std::int64_t, std::int32_t>;  // by instant, in seconds

template <typename... Values>
std::unexpected<Error> invalid(fmt::format_string<Values...> text, Values&&... values) {
  return fail(ErrorCode::kInvalid, "time zone: " + fmt::format(text, std::forward<Values>(values)...));
}

std::int64_t first_second_of(int year) {
  const std::chrono::sys_days day = std::chrono::year(year) / std::chrono::January / 1;
  return std::chrono::seconds(day.time_since_epoch()).count();
}

/// Big-endian numbers from left to right. Whoever reads has seen to it that they are there.
class Bytes {
 public:
  explicit Bytes(std::string_view rest) : rest_(rest) {}

  std::size_t left() const { return rest_.size(); }
  std::string_view rest() const { return rest_; }
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::uint64_t number(std::size_t width) {
    std::uint64_t value = 0;
    for (const char byte : take(width)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }
  std::int32_t signed32() { return static_cast<std::int32_t>(static_cast<std::uint32_t>(number(4))); }
  std::int64_t signed64() { return static_cast<std::int64_t>(number(8)); }

 private:
  std::string_view rest_;
};

constexpr std::size_t kHeaderBytes = 44;
constexpr std::size_t kReservedBytes = 15;
constexpr std::size_t kTypeBytes = 6;
constexpr std::uint64_t kTypesMax = 256;  // an index of a type is one byte

struct Header {
  char version = 0;
  std::uint64_t isutcs = 0, isstds = 0, leaps = 0, times = 0, types = 0, letters = 0;

  /// Of the data that follow; counts have 32 bits each, so the sum fits.
  std::uint64_t data_bytes(std::uint64_t time_bytes) const {
    return times * (time_bytes + 1) + types * kTypeBytes + letters + leaps * (time_bytes + 4) + isstds +
           isutcs;
  }
};

Result<Header> read_header(Bytes& bytes, std::uint64_t time_bytes) {
  if (bytes.left() < kHeaderBytes) return invalid("the file ends in a header");
  if (bytes.take(4) != "TZif") return invalid("this is no time zone file");
  Header header{.version = bytes.take(1).front()};
  bytes.take(kReservedBytes);
  for (std::uint64_t* count :
       {&header.isutcs, &header.isstds, &header.leaps, &header.times, &header.types, &header.letters})
    *count = bytes.number(4);
  if (header.data_bytes(time_bytes) > bytes.left())
    return invalid("{} bytes of data are announced, {} are there", header.data_bytes(time_bytes),
                   bytes.left());
  return header;
}

/// What a file says in full, and the rule for what comes later.
struct Listed {
  Changes changes;
  std::int32_t first_offset_s = 0;  ///< Before the first change.
  std::optional<ZoneRule> rule;
};

Result<std::vector<std::int32_t>> read_offsets(Bytes types, std::uint64_t count) {
  std::vector<std::int32_t> offsets;
  for (std::uint64_t i = 0; i < count; ++i) {
    offsets.push_back(types.signed32());
    types.take(kTypeBytes - 4);  // whether it is summer time, and which letters abbreviate it
    if (offsets.back() < -kZoneOffsetSecondsMax || offsets.back() > kZoneOffsetSecondsMax)
      return invalid("an offset of {} s is beyond {} s", offsets.back(), kZoneOffsetSecondsMax);
  }
  return offsets;
}

Result<Listed> read_data(Bytes& bytes, const Header& header) {
  if (header.types == 0 || header.types > kTypesMax) return invalid("{} kinds of local time", header.types);
  if (header.leaps != 0) return invalid("this one counts leap seconds, which clocks here do not");
  Bytes times(bytes.take(header.times * 8));
  Bytes kinds(bytes.take(header.times));
  const auto offsets = read_offsets(Bytes(bytes.take(header.types * kTypeBytes)), header.types);
  if (!offsets) return fail_as(offsets);
  bytes.take(header.letters + header.isstds + header.isutcs);
  Listed listed;
  listed.first_offset_s = offsets->front();
  for (std::uint64_t i = 0; i < header.times; ++i) {
    const std::int64_t at = times.signed64();
    const std::uint64_t kind = kinds.number(1);
    if (kind >= offsets->size()) return invalid("change {} is to a kind of time that is not there", i);
    if (!listed.changes.empty() && at <= listed.changes.rbegin()->first)
      return invalid("change {} is not after the one before", i);
    listed.changes.emplace_hint(listed.changes.end(), at, (*offsets)[kind]);
  }
  return listed;
}

Status read_footer(Bytes& bytes, Listed& listed) {
  if (bytes.take(1) != "\n") return invalid("the rule for later years is missing");
  const std::size_t end = bytes.rest().find('\n');
  if (end == std::string_view::npos) return invalid("the rule for later years has no end");
  if (end == 0) return {};  // what held last holds for ever
  const auto rule = parse_zone_rule(bytes.take(end));
  if (!rule) return fail_as(rule);
  listed.rule = *rule;
  return {};
}

Result<Listed> read_file(std::string_view file) {
  if (file.size() > kZoneFileBytesMax)
    return invalid("{} bytes are more than {}", file.size(), kZoneFileBytesMax);
  Bytes bytes(file);
  const auto narrow = read_header(bytes, 4);
  if (!narrow) return fail_as(narrow);
  if (narrow->version < '2') return invalid("version 1 of the format has no times after 2037");
  bytes.take(narrow->data_bytes(4));
  const auto wide = read_header(bytes, 8);
  if (!wide) return fail_as(wide);
  auto listed = read_data(bytes, *wide);
  if (!listed) return listed;
  if (Status footer = read_footer(bytes, *listed); !footer) return fail_as(footer);
  return listed;
}

// The rule counts after the last change that is listed (RFC 8536 §3.3). It begins a year before the table, so that what
// holds at the table's start is known.
void add_by_rule(Listed& listed) {
  if (!listed.rule || !listed.rule->summer) return;
  const bool any = !listed.changes.empty();
  const std::int64_t last = any ? listed.changes.rbegin()->first : 0;
  for (int year = kZoneYearFirst - 1; year <= kZoneYearLast; ++year) {
    const SummerOfYear summer = summer_of(*listed.rule, year);
    // Where one summer ends as the next begins there is no winter between them.
    if (!any || summer.begins.from_s > last) listed.changes[summer.begins.from_s] = summer.begins.offset_s;
    if (!any || summer.ends.from_s > last) listed.changes.emplace(summer.ends.from_s, summer.ends.offset_s);
  }
}

}  // namespace

Result<std::vector<ZoneChange>> parse_tzif(std::string_view bytes) {
  auto listed = read_file(bytes);
  if (!listed) return fail_as(listed);
  add_by_rule(*listed);
  const std::int64_t begin = first_second_of(kZoneYearFirst);
  std::vector<ZoneChange> table = {{begin, listed->first_offset_s}};
  for (const auto& [at, offset] : listed->changes) {
    if (at >= first_second_of(kZoneYearLast + 1)) break;
    if (at <= begin) {
      table.front().offset_s = offset;
    } else if (offset != table.back().offset_s) {
      table.push_back({at, offset});
    }
  }
  if (table.size() <= kZoneChangesMax) return table;
  return fail(ErrorCode::kLimit, fmt::format("time zone: {} changes from {} to {}, at most {} fit",
                                             table.size(), kZoneYearFirst, kZoneYearLast, kZoneChangesMax));
}

}  // namespace bulkhead::policy
