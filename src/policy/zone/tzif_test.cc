// Files of the time zone database become the offsets that hold in those places, on both sides of every kind of change;
// and whatever is no whole, sane file is refused with what is wrong with it, never read beyond its end (run with the
// asan preset to see that). The zones are those of this machine's tzdata.

#include "policy/zone/tzif.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/timestamp.h"
#include "policy/zone/tzif_for_test.h"
#include "policy/zone/zone_file.h"

namespace bulkhead::policy {
namespace {

RealTime at(std::string_view text) { return parse_rfc3339(text).value(); }

/// Parses from a heap block of exactly the size, so that a sanitizer sees one byte too many.
Result<std::vector<ZoneChange>> parse_exact(std::string_view bytes) {
  const auto kept = std::make_unique<char[]>(bytes.size());
  std::ranges::copy(bytes, kept.get());
  return parse_tzif({kept.get(), bytes.size()});
}

TEST(Tzif, OffsetsOnBothSidesOfEveryChange) {
  struct Row {
    const char* zone;
    std::string_view at;
    std::string_view offset;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"Europe/Tirane", "2026-03-29T00:59:59Z", "+01:00"},
           {"Europe/Tirane", "2026-03-29T01:00:00Z", "+02:00"},
           {"Europe/Tirane", "2026-10-25T00:59:59Z", "+02:00"},
           {"Europe/Tirane", "2026-10-25T01:00:00Z", "+01:00"},
           // After 2037 only the rule at the end of the file counts.
           {"Europe/Tirane", "2038-03-28T00:59:59Z", "+01:00"},
           {"Europe/Tirane", "2038-03-28T01:00:00Z", "+02:00"},
           {"Europe/Tirane", "2060-10-31T00:59:59Z", "+02:00"},
           {"Europe/Tirane", "2060-10-31T01:00:00Z", "+01:00"},
           {"Europe/Tirane", "2061-07-01T00:00:00Z", "+01:00"},  // beyond the table its last offset
           {"Europe/Tirane", "1985-07-01T00:00:00Z", "+01:00"},  // and before it its first
           {"Asia/Tokyo", "2026-01-01T00:00:00Z", "+09:00"},
           {"Asia/Tokyo", "2026-07-01T00:00:00Z", "+09:00"},
           {"Asia/Kolkata", "2026-07-01T00:00:00Z", "+05:30"},
           {"Asia/Kathmandu", "2026-07-01T00:00:00Z", "+05:45"},
           {"America/Santiago", "2026-04-05T02:59:59Z", "-03:00"},
           {"America/Santiago", "2026-04-05T03:00:00Z", "-04:00"},
           {"America/Santiago", "2026-09-06T03:59:59Z", "-04:00"},
           {"America/Santiago", "2026-09-06T04:00:00Z", "-03:00"},
           {"America/Santiago", "2059-07-01T00:00:00Z", "-04:00"},
           {"America/Santiago", "2060-01-01T00:00:00Z", "-03:00"},
           // Where the law calls winter time the exception.
           {"Europe/Dublin", "2050-01-01T00:00:00Z", "+00:00"},
           {"Europe/Dublin", "2050-07-01T00:00:00Z", "+01:00"},
           // Half an hour of summer time; and a day of change that is counted from Saturday.
           {"Australia/Lord_Howe", "2050-01-01T00:00:00Z", "+11:00"},
           {"Australia/Lord_Howe", "2050-07-01T00:00:00Z", "+10:30"},
           {"America/Nuuk", "2050-07-01T00:00:00Z", "-01:00"},
           {"Etc/GMT+5", "2026-07-01T00:00:00Z", "-05:00"},
           {"UTC", "2026-07-01T00:00:00Z", "+00:00"},
       }) {
    const auto zone = read_zone(row.zone);
    ASSERT_TRUE(zone) << row.zone << ": " << zone.error().message;
    EXPECT_EQ(utc_offset_text(zone->offset_s(at(row.at))), row.offset) << row.zone << " " << row.at;
  }
}

TEST(Tzif, ATableIsShortAndEveryEntryChangesSomething) {
  for (const char* name :
       {"Europe/Tirane", "Asia/Tokyo", "America/Santiago", "Africa/Casablanca", "Africa/Cairo"}) {
    const auto zone = read_zone(name);
    ASSERT_TRUE(zone) << name;
    ASSERT_FALSE(zone->changes.empty());
    EXPECT_EQ(zone->changes.front().from_s, 1'577'836'800) << name;
    for (std::size_t i = 1; i < zone->changes.size(); ++i) {
      EXPECT_LT(zone->changes[i - 1].from_s, zone->changes[i].from_s) << name;
      EXPECT_NE(zone->changes[i - 1].offset_s, zone->changes[i].offset_s) << name;
    }
  }
  EXPECT_EQ(read_zone("Europe/Tirane")->changes.size(), 83u);
  EXPECT_EQ(read_zone("Asia/Tokyo")->changes.size(), 1u);
}

TEST(Tzif, FatAndSlimFilesGiveTheSameTable) {
  const TzifForTest slim{.changes = {{1'743'296'400, 1}, {1'761'440'400, 0}}};
  TzifForTest fat = slim;
  fat.changes = {{1'743'296'400, 1}, {1'761'440'400, 0}, {1'774'746'000, 1}, {1'792'890'000, 0}};
  const auto one = parse_tzif(slim.bytes());
  const auto other = parse_tzif(fat.bytes());
  ASSERT_TRUE(one && other) << one.error().message;
  EXPECT_EQ(*one, *other);
}

TEST(Tzif, RulesThatAreRare) {
  struct Row {
    const char* name;
    const char* footer;
    std::string_view at;
    std::string_view offset;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"none", "\n\n", "2050-07-01T00:00:00Z", "+01:00"},
           {"summer all year (RFC 8536 §3.3.1)", "\nXXX3EDT4,0/0,J365/23\n", "2050-01-01T03:00:00Z",
            "-04:00"},
           {"summer all year, the last moment", "\nXXX3EDT4,0/0,J365/23\n", "2051-01-01T02:59:59Z", "-04:00"},
           {"day of the year, leap days counted", "\nAAA0BBB,59,300\n", "2028-02-29T02:00:00Z", "+01:00"},
           {"day of the year, leap days not counted", "\nAAA0BBB,J60,300\n", "2028-02-29T12:00:00Z",
            "+00:00"},
           {"minutes and seconds", "\n<+0530>-5:30:30\n", "2050-07-01T00:00:00Z", "+01:00"},
       }) {
    const auto table = parse_tzif(TzifForTest{.changes = {}, .footer = row.footer}.bytes());
    ASSERT_TRUE(table) << row.name << ": " << table.error().message;
    EXPECT_EQ(utc_offset_text(Zone{"X", *table}.offset_s(at(row.at))), row.offset) << row.name;
  }
}

TEST(Tzif, SaysWhatIsWrong) {
  const auto with = [](auto harm) {
    TzifForTest file{.changes = {{1'743'296'400, 1}, {1'761'440'400, 0}}};
    harm(file);
    return file.bytes();
  };
  struct Row {
    const char* name;
    std::string bytes;
    const char* reason;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"nothing", "", "ends in a header"},
           {"another file", with([](auto& f) { f.magic = "PNG\n"; }), "no time zone file"},
           {"version 1", with([](auto& f) { f.version = '\0'; }), "version 1"},
           {"a huge count", with([](auto& f) { f.times_too_many = 0xffff'0000; }), "are announced"},
           {"a count one too large", with([](auto& f) { f.times_too_many = 8; }), "are announced"},
           {"no kind of time", with([](auto& f) { f.offsets.clear(); }), "0 kinds of local time"},
           {"257 kinds of time", with([](auto& f) { f.offsets.assign(257, 0); }), "257 kinds of local time"},
           {"a kind that is not there", with([](auto& f) { f.changes[1].kind = 2; }),
            "change 1 is to a kind"},
           {"changes out of order", with([](auto& f) { f.changes[1].at_s = 1; }), "change 1 is not after"},
           {"an offset beyond a day", with([](auto& f) { f.offsets[1] = kZoneOffsetSecondsMax + 1; }),
            "93601 s"},
           {"an offset before a day", with([](auto& f) { f.offsets[0] = INT32_MIN; }), "is beyond 93600 s"},
           {"leap seconds", with([](auto& f) { f.leaps = 1; }), "leap seconds"},
           {"no rule", with([](auto& f) { f.footer.clear(); }), "is missing"},
           {"a rule without an end", with([](auto& f) { f.footer = "\nCET-1"; }), "has no end"},
           {"a rule that is none", with([](auto& f) { f.footer = "\nCET\n"; }), "cannot be read: CET"},
           {"summer without dates", with([](auto& f) { f.footer = "\nCET-1CEST\n"; }), "cannot be read"},
           {"month 13", with([](auto& f) { f.footer = "\nA-1B,M13.1.0,M10.5.0\n"; }), "cannot be read"},
           {"week 6", with([](auto& f) { f.footer = "\nCET-1CEST,M3.6.0,M10.5.0\n"; }), "cannot be read"},
           {"hour 168", with([](auto& f) { f.footer = "\nCET-1CEST,M3.5.0/168,M10.5.0\n"; }),
            "cannot be read"},
           {"more behind the rule", with([](auto& f) { f.footer = "\nCET-1CEST,M3.5.0,M10.5.0,\n"; }),
            "cannot"},
           {"a control character", with([](auto& f) { f.footer = "\nCET\x1b[2J\n"; }), "CET\\"},
           {"too long", std::string(kZoneFileBytesMax + 1, 'T'), "65537 bytes are more than 65536"},
       }) {
    const auto table = parse_exact(row.bytes);
    ASSERT_FALSE(table) << row.name;
    EXPECT_NE(table.error().message.find(row.reason), std::string::npos)
        << row.name << ": " << table.error().message;
  }
}

TEST(Tzif, EveryTruncationIsRefusedAndEveryByteMayBeWrong) {
  const std::string good = TzifForTest{.changes = {{1'743'296'400, 1}, {1'761'440'400, 0}}}.bytes();
  ASSERT_TRUE(parse_exact(good));
  for (std::size_t length = 0; length < good.size(); ++length)
    EXPECT_FALSE(parse_exact(std::string_view(good).substr(0, length))) << length;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int flip : {0x01, 0x40, 0x80, 0xff}) {
      std::string harmed = good;
      harmed[at] = static_cast<char>(harmed[at] ^ flip);
      const auto table = parse_exact(harmed);
      EXPECT_TRUE(!table || table->size() <= kZoneChangesMax) << at;
    }
  }
}

TEST(Tzif, AsManyChangesAsFitAndNoMore) {
  const auto with = [](std::size_t count) {
    TzifForTest file{.changes = {}, .footer = "\n\n"};
    // The table's own first entry comes before these.
    for (std::size_t i = 1; i < count; ++i)
      file.changes.push_back(
          {1'600'000'000 + static_cast<std::int64_t>(i) * 86'400, static_cast<unsigned>(i % 2)});
    return parse_tzif(file.bytes());
  };
  ASSERT_TRUE(with(kZoneChangesMax)) << with(kZoneChangesMax).error().message;
  EXPECT_EQ(with(kZoneChangesMax)->size(), kZoneChangesMax);
  ASSERT_FALSE(with(kZoneChangesMax + 1));
  EXPECT_EQ(with(kZoneChangesMax + 1).error().code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace bulkhead::policy
