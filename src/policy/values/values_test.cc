// What each kind of value takes and refuses, and what the hint offers instead. The whole grammar is in
// tests/policy/documents.txt, where the schema is held to it too; here are the hints, the spellings that come out
// normalised, and the ends of each limit.

#include <gtest/gtest.h>

#include <algorithm>

#include "base/timestamp.h"
#include "policy/values/byte_size.h"
#include "policy/values/end_date.h"
#include "policy/values/endpoint.h"
#include "policy/values/host_name.h"
#include "policy/values/name.h"
#include "policy/values/path_prefix.h"
#include "policy/values/rule_words.h"
#include "policy/values/zone_name.h"

namespace bulkhead::policy {
namespace {

struct Hint {
  std::string_view text, hint;
};

template <std::size_t N>
void expect_hints(Parsed<std::string> (*parse)(std::string_view), const Hint (&rows)[N]) {
  for (const Hint& row : rows) {
    const auto parsed = parse(row.text);
    ASSERT_FALSE(parsed) << row.text;
    EXPECT_NE(parsed.error().hint.find(row.hint), std::string::npos)
        << row.text << ": " << parsed.error().hint;
  }
}

TEST(HostName, SaysWhatWouldBeRight) {
  const Hint rows[] = {
      {"Tax.Example", "tax.example"},
      {"tatimë.example", "xn--"},
      {"tax.example:443", "gateway.listen"},
      {"https://tax.example", "alone"},
      {"tax.example/forms", "`paths`"},
      {"tax.example.", "tax.example"},
      {"10.0.0.1", "a name"},
      {"tax..example", "between dots"},
      {"", "between dots"},
  };
  expect_hints(parse_host_name, rows);
  const Hint wildcards[] = {
      {"*", "*.example"}, {"tax.*", "*.example"}, {"*.*.example", "*.example"}, {"*.10.0.0.1", "a name"}};
  expect_hints(parse_host_pattern, wildcards);
}

TEST(HostName, EndsAtItsLimits) {
  const std::string label(63, 'a');
  EXPECT_TRUE(parse_host_name(label + ".example"));
  EXPECT_FALSE(parse_host_name(label + "a.example"));
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'a');
  ASSERT_EQ(longest.size(), 253u);
  EXPECT_TRUE(parse_host_name(longest));
  EXPECT_FALSE(parse_host_name(longest + "a"));
}

TEST(PathPrefix, SaysWhatWouldBeRight) {
  const Hint rows[] = {
      {"forms", "/forms"},   {"/forms/", "/forms,"}, {"/a//b", "one slash"}, {"/a/../b", "leads to"},
      {"/a%2fb", "decoded"}, {"/a b", "letters"},    {"/a;x", "letters"},    {"", "/"},
  };
  expect_hints(parse_path_prefix, rows);
}

TEST(PathPrefix, EndsAtItsLimits) {
  const auto segments = [](std::size_t count) {
    std::string path;
    for (std::size_t i = 0; i < count; ++i) path += "/a";
    return path;
  };
  EXPECT_TRUE(parse_path_prefix(segments(Limits::kPathSegmentsMax)));
  EXPECT_FALSE(parse_path_prefix(segments(Limits::kPathSegmentsMax + 1)));
  EXPECT_TRUE(parse_path_prefix("/" + std::string(Limits::kPathBytesMax - 1, 'a')));
  EXPECT_FALSE(parse_path_prefix("/" + std::string(Limits::kPathBytesMax, 'a')));
}

TEST(PathPrefix, IsComparedByWholeSegments) {
  struct Row {
    std::string_view path, prefix;
    bool under;
  };
  const Row rows[] = {
      {"/a", "/a", true}, {"/a/b", "/a", true}, {"/ab", "/a", false},
      {"/", "/a", false}, {"/x", "/", true},    {"/", "/", true},
  };
  for (const Row& row : rows)
    EXPECT_EQ(path_is_under(row.path, row.prefix), row.under) << row.path << " " << row.prefix;
}

TEST(Endpoint, GivesOneSpelling) {
  struct Row {
    std::string_view url, scheme, host;
    std::uint16_t port;
    std::string_view endpoint;
  };
  const Row rows[] = {
      {"http://10.0.0.1", "http", "10.0.0.1", 80, "10.0.0.1:80"},
      {"https://tax.internal", "https", "tax.internal", 443, "tax.internal:443"},
      {"http://localhost:9101", "http", "localhost", 9101, "127.0.0.1:9101"},
      {"http://[2001:DB8:0:0::1]:65535", "http", "2001:db8::1", 65535, "[2001:db8::1]:65535"},
      {"http://[::ffff:10.0.0.1]:80", "http", "10.0.0.1", 80, "10.0.0.1:80"},
  };
  for (const Row& row : rows) {
    const auto parsed = parse_upstream(row.url);
    ASSERT_TRUE(parsed) << row.url;
    EXPECT_EQ(parsed->scheme, row.scheme);
    EXPECT_EQ(parsed->host, row.host);
    EXPECT_EQ(parsed->port, row.port);
    EXPECT_EQ(endpoint_text(parsed->host, parsed->port), row.endpoint);
  }
  const auto path = parse_upstream("http://10.0.0.1:80/app?x");
  ASSERT_FALSE(path);
  EXPECT_EQ(path.error().hint, "http://10.0.0.1:80");
}

TEST(Endpoint, ListensOnAddresses) {
  struct Row {
    std::string_view text, address;
    std::uint16_t port;
  };
  const Row rows[] = {{"127.0.0.1:1", "127.0.0.1", 1},
                      {"0.0.0.0:65535", "0.0.0.0", 65535},
                      {"[::]:443", "::", 443},
                      {"[0:0::1]:80", "::1", 80}};
  for (const Row& row : rows) {
    const auto parsed = parse_listen(row.text);
    ASSERT_TRUE(parsed) << row.text;
    EXPECT_EQ(parsed->address, row.address);
    EXPECT_EQ(parsed->port, row.port);
    EXPECT_FALSE(parsed->tls);
  }
}

TEST(ByteSize, ReadsPowersOf1024) {
  struct Row {
    std::string_view text;
    std::uint64_t bytes;
    std::string_view shown;
  };
  const Row rows[] = {
      {"0", 0, "0 bytes"},
      {"1", 1, "1 byte"},
      {"512", 512, "512 bytes"},
      {"1 KiB", 1024, "1 KiB"},
      {"16MiB", 16u << 20, "16 MiB"},
      {"1536KiB", 1536u << 10, "1536 KiB"},
      {"1GiB", 1u << 30, "1 GiB"},
      {"16777215TiB", 16777215ull << 40, "16777215 TiB"},
  };
  for (const Row& row : rows) {
    ASSERT_TRUE(parse_byte_size(row.text)) << row.text;
    EXPECT_EQ(*parse_byte_size(row.text), row.bytes);
    EXPECT_EQ(byte_size_text(row.bytes), row.shown);
  }
  for (const std::string_view text :
       {"", " 1", "1 ", "-1", "+1", "1.5MiB", "16MB", "16mib", "16777216TiB", "1  MiB", "MiB"}) {
    EXPECT_FALSE(parse_byte_size(text)) << text;
  }
}

TEST(Name, EndsAtItsLimits) {
  EXPECT_TRUE(parse_name(std::string(Limits::kNameBytesMax, 'a')));
  EXPECT_FALSE(parse_name(std::string(Limits::kNameBytesMax + 1, 'a')));
  EXPECT_TRUE(parse_language("zh-hant"));
  EXPECT_TRUE(parse_language("en-" + std::string(8, 'a') + "-" + std::string(8, 'b')));
  EXPECT_FALSE(parse_language("en-" + std::string(9, 'a')));
  EXPECT_FALSE(parse_language("en-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa"));  // 38 bytes, more than 35
  EXPECT_TRUE(parse_cookie_name(std::string(64, 'a')));
  EXPECT_FALSE(parse_cookie_name(std::string(65, 'a')));
}

TEST(ZoneName, WellFormedNamesAreTakenAndUtcHasOneSpelling) {
  for (const char* name : {"Europe/Tirane", "America/Argentina/ComodRivadavia", "America/Port-au-Prince",
                           "Etc/GMT+5", "America/North_Dakota/New_Salem", "GB", "EST5EDT"})
    EXPECT_EQ(parse_zone_name(name), name);
  for (const char* name :
       {"UTC", "UCT", "Zulu", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal"})
    EXPECT_EQ(parse_zone_name(name), "UTC");
}

TEST(ZoneName, WhatCouldLeadElsewhereOrMeansNoPlaceIsRefused) {
  for (const std::string_view name : {"",
                                      "/",
                                      "/etc/localtime",
                                      "../etc/passwd",
                                      "Europe/../../etc/passwd",
                                      "Europe//Tirane",
                                      "Europe/",
                                      "/Europe",
                                      "Europe/Tirane/",
                                      "./Europe",
                                      "Europe/Tirane\n",
                                      "Europe\\Tirane",
                                      "Europe/Tir\xc3\xabn",
                                      "a/b/c/d",
                                      "+02:00",
                                      "1",
                                      ".",
                                      "..",
                                      "zone.tab",
                                      "posix/Europe/Tirane",
                                      "right/Europe/Tirane",
                                      "localtime",
                                      "posixrules",
                                      "Factory"}) {
    const auto parsed = parse_zone_name(name);
    ASSERT_FALSE(parsed) << name;
    EXPECT_NE(parsed.error().hint.find("Europe/Tirane"), std::string::npos) << name;
  }
  EXPECT_FALSE(parse_zone_name(std::string_view("Europe\0/Tirane", 14)));
}

TEST(ZoneName, EndsAtItsLimit) {
  EXPECT_TRUE(parse_zone_name(std::string(64, 'Z')));
  EXPECT_FALSE(parse_zone_name(std::string(65, 'Z')));
}

TEST(RuleWords, SayWhatWouldBeRight) {
  const Hint files[] = {
      {"", "relative"}, {"rules/", "relative"}, {"$HOME/a", "relative"}, {"*.conf", "relative"}};
  expect_hints(parse_rules_file, files);
  const Hint globs[] = {
      {"*/a.conf", "name of the file"}, {"/etc/r?les/*.conf", "name of the file"}, {"[a].conf", "brackets"}};
  expect_hints(parse_rules_glob, globs);
  const Hint targets[] = {{"args:q", "ARGS:q"},
                          {"", "ARGS:q"},
                          {"ARGS:", "ARGS:q"},
                          {"ARGS:/x", "/^x/"},
                          {"ARGS:a|ARGS:b", "one"}};
  expect_hints(parse_rule_target, targets);
  EXPECT_NE(parse_id_range("5-4").error().hint.find("smaller first"), std::string::npos);
}

TEST(RuleWords, EndAtTheirLimits) {
  EXPECT_TRUE(parse_rules_glob(std::string(Limits::kFilePathBytesMax, 'a')));
  EXPECT_FALSE(parse_rules_glob(std::string(Limits::kFilePathBytesMax + 1, 'a')));
  EXPECT_TRUE(parse_rule_target("ARGS:" + std::string(Limits::kTargetBytesMax - 5, 'a')));
  EXPECT_FALSE(parse_rule_target("ARGS:" + std::string(Limits::kTargetBytesMax - 4, 'a')));
  EXPECT_EQ(parse_id_range("9007199254740991"), (IdRange{Limits::kRuleIdMax, Limits::kRuleIdMax}));
  EXPECT_FALSE(parse_id_range("9007199254740992"));
  EXPECT_FALSE(parse_id_range("99999999999999999999999"));
  EXPECT_FALSE(parse_id_range("0"));
  EXPECT_FALSE(parse_id_range("1-2-3"));
  EXPECT_FALSE(parse_id_range("+1"));
}

// A day ends when the clocks of the place show the next one, also on the days on which they are changed.
TEST(EndDate, ADayEndsInTheZone) {
  const Zone tirana{"Europe/Tirane", {{-1, 3'600}, {1'806'195'600, 7'200}, {1'824'944'400, 3'600}}};
  struct Row {
    const char* text;
    const char* end;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"2027-01-31", "2027-01-31T23:00:00Z"},
           {"2027-03-27", "2027-03-27T23:00:00Z"},  // the night in which summer time begins
           {"2027-03-28", "2027-03-28T22:00:00Z"},
           {"2027-10-30", "2027-10-30T22:00:00Z"},  // the night in which it ends
           {"2027-10-31", "2027-10-31T23:00:00Z"},
           {"2028-02-29", "2028-02-29T23:00:00Z"},
           {"2027-12-31", "2027-12-31T23:00:00Z"},
           {"2027-01-31T12:00:00+05:30", "2027-01-31T06:30:00Z"},
       }) {
    const Parsed<RealTime> end = parse_end(row.text, tirana);
    ASSERT_TRUE(end) << row.text;
    EXPECT_EQ(rfc3339(*end), row.end) << row.text;
  }
  const Zone skips_midnight{"Asia/Beirut", {{-1, 7'200}, {1'806'184'800, 10'800}}};  // no 00:30 on 28 March
  EXPECT_EQ(rfc3339(parse_end("2027-03-27", skips_midnight).value()), "2027-03-27T22:00:00Z");
  EXPECT_EQ(rfc3339(parse_end("2027-01-31", utc()).value()), "2027-02-01T00:00:00Z");
  for (const char* text : {"", "2027", "2027-02-29", "2027-1-31", "31.01.2027", "2027-01-31T12:00:00"})
    EXPECT_FALSE(parse_end(text, utc())) << text;
}

}  // namespace
}  // namespace bulkhead::policy
