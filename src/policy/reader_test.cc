// The reader takes a good policy whole into its value; of a bad one it says everything that is wrong in one go, in the
// order of the file, each with its place, the text found there and what would be right. Which documents are good and
// bad in form is the table tests/policy/documents.txt; here are the values, the places and the words.

#include "policy/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/timestamp.h"

namespace bulkhead::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::string bytes_of(const std::string& path) {
  std::ifstream file(std::string(BULKHEAD_SOURCE_DIR) + "/" + path);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::string all_text(const Reading& reading, std::string_view source) {
  std::string result;
  for (const Diagnostic& one : reading.diagnostics) result += text(one, source);
  return result;
}

constexpr std::string_view kAgency = R"(agency: { name: { en: Agency }, contact: "1800" })"
                                     "\n";

std::string service(const std::string& name, const std::string& host, const std::string& server,
                    const std::string& more = "") {
  return "  " + name + ": { title: { en: T }, match: { hosts: [" + host + "] }, upstream: [\"http://" +
         server + "\"]" + more + " }\n";
}

/// A policy of `count` services, each with hosts and servers of its own.
std::string many_services(std::size_t count, const std::string& match = "") {
  std::string source = std::string(kAgency) + "services:\n";
  for (std::size_t i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    source += "  s" + number + ": { title: { en: T }, match: { hosts: [h" + number + ".example]" + match +
              " }, upstream: [\"http://u" + number + ".internal\"] }\n";
  }
  return source;
}

TEST(Reader, ReadsTheDemoWithoutAWord) {
  const std::string source = bytes_of("demo/bulkhead.yaml");
  const Reading reading = read_policy(source, "demo/bulkhead.yaml");
  EXPECT_EQ(all_text(reading, source), "");
  ASSERT_TRUE(reading.policy);
  const Policy& policy = *reading.policy;
  EXPECT_THAT(policy.agency.languages, ElementsAre("en", "sq"));
  EXPECT_EQ(policy.services.size(), 6u);
  EXPECT_THAT(policy.compartments(), ElementsAre("citizens", "health", "justice", "tax"));
  EXPECT_EQ(policy.sha256.size(), 64u);
}

TEST(Reader, ReadsEveryKey) {
  const std::string source = bytes_of("src/policy/testdata/everything.yaml");
  const Reading reading = read_policy(source, "everything.yaml");
  EXPECT_EQ(all_text(reading, source), "");
  ASSERT_TRUE(reading.policy);
  const Policy& policy = *reading.policy;

  EXPECT_THAT(policy.agency.name, ElementsAre(Pair("en", "Agency"), Pair("sq", "Agjencia")));
  EXPECT_THAT(policy.agency.contact, ElementsAre(Pair("en", "Telephone 1800"), Pair("sq", "Telephone 1800")));
  EXPECT_EQ(policy.agency.homepage, "https://agency.example/");
  EXPECT_THAT(policy.agency.languages, ElementsAre("sq", "en"));
  EXPECT_EQ(policy.agency.timezone.name, "Europe/Tirane");
  EXPECT_EQ(policy.agency.timezone.changes.size(), 83u);

  const Gateway& gateway = policy.gateway;
  EXPECT_THAT(gateway.listen, ElementsAre(Listen{"127.0.0.1", 8080, false}, Listen{"::1", 8443, true}));
  ASSERT_EQ(gateway.certificates.size(), 1u);
  EXPECT_THAT(gateway.certificates[0].hosts, ElementsAre("tax.example", "*.tax.example", "sign-on.example"));
  EXPECT_EQ(gateway.certificates[0].certificate, "/etc/tls/tax.pem");
  EXPECT_EQ(gateway.certificates[0].key, "/etc/tls/tax.key");
  ASSERT_EQ(gateway.trusted_proxies.size(), 2u);
  EXPECT_EQ(gateway.trusted_proxies[1].text(), "2001:db8::/32");
  EXPECT_EQ(gateway.status_host, "status.example");
  EXPECT_EQ(gateway.id, 7);
  EXPECT_EQ(gateway.workers, 4);
  EXPECT_EQ(gateway.translations, "/etc/bulkhead/translations");
  EXPECT_TRUE(gateway.rehearsal);

  ASSERT_EQ(policy.operators.size(), 2u);
  const Operator* ana = policy.find_operator("ana");
  ASSERT_NE(ana, nullptr);
  EXPECT_EQ(ana->name, "Ana Prifti");
  EXPECT_EQ(ana->uid, 1001u);
  EXPECT_EQ(ana->role, Role::kDuty);
  EXPECT_FALSE(ana->token_expires);
  const Operator* besa = policy.find_operator("besa");
  ASSERT_NE(besa, nullptr);
  EXPECT_EQ(besa->name, "besa");
  EXPECT_FALSE(besa->uid);
  EXPECT_EQ(besa->token_sha256, "5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5");
  EXPECT_EQ(besa->token_expires, *parse_rfc3339("2027-01-31T00:00:00Z"));
  EXPECT_EQ(besa->role, Role::kChief);

  EXPECT_THAT(policy.compartment_titles,
              ElementsAre(Pair("tax", ElementsAre(Pair("en", "Taxes"), Pair("sq", "Tatimet")))));
}

TEST(Reader, TheTimeZoneIsUtcUntilOneIsNamed) {
  const Reading reading = read_policy(many_services(1), "plain.yaml");
  ASSERT_TRUE(reading.policy);
  EXPECT_EQ(reading.policy->agency.timezone, utc());
}

TEST(Reader, SaysWhichTimeZoneWouldBeRight) {
  struct Row {
    const char* value;
    const char* message;
    const char* hint;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"Europe/Tirana", "no time zone has this name", "did you mean `Europe/Tirane`?"},
           {"Europe", "no time zone has this name", "Europe/Tirane, Asia/Kolkata, UTC"},
           {"../../../etc/passwd", "this is not the name of a time zone", "Europe/Tirane, Asia/Kolkata, UTC"},
           {"/etc/localtime", "this is not the name of a time zone", "Europe/Tirane, Asia/Kolkata, UTC"},
           {"''", "this is not the name of a time zone", "Europe/Tirane, Asia/Kolkata, UTC"},
       }) {
    const std::string source =
        "agency:\n  name: { en: A }\n  contact: x\n  timezone: " + std::string(row.value) + "\nservices:\n" +
        service("tax", "tax.example", "10.0.0.1");
    const Reading reading = read_policy(source, "zone.yaml");
    EXPECT_FALSE(reading.policy);
    ASSERT_EQ(reading.diagnostics.size(), 1u) << row.value << "\n" << all_text(reading, source);
    EXPECT_THAT(all_text(reading, source), HasSubstr("zone.yaml:4:13: error: agency.timezone: "))
        << row.value;
    EXPECT_EQ(reading.diagnostics[0].message, row.message);
    EXPECT_THAT(reading.diagnostics[0].hint, HasSubstr(row.hint));
  }
}

// Whoever closes a door must not be kept from it by a package of the system.
TEST(Reader, AKeptPolicyNeedsNoTimeZoneFiles) {
  const std::string source = "agency: { name: { en: A }, contact: x, timezone: Europe/Gone }\nservices:\n" +
                             service("tax", "tax.example", "10.0.0.1");
  EXPECT_FALSE(read_policy(source, "kept.yaml").policy);
  const Reading kept = read_kept_policy(source, "kept.yaml");
  ASSERT_TRUE(kept.policy) << all_text(kept, source);
  EXPECT_EQ(kept.policy->agency.timezone, (Zone{"Europe/Gone", {}}));
}

TEST(Reader, ReadsEveryKeyOfAService) {
  const Reading reading = read_policy(bytes_of("src/policy/testdata/everything.yaml"), "everything.yaml");
  ASSERT_TRUE(reading.policy);
  const Service* tax = reading.policy->find_service("tax-filing");
  ASSERT_NE(tax, nullptr);
  EXPECT_THAT(tax->title, ElementsAre(Pair("en", "Tax filing"), Pair("sq", "Deklarimi")));
  EXPECT_THAT(tax->hosts, ElementsAre("tax.example", "*.tax.example"));
  EXPECT_THAT(tax->paths, ElementsAre("/forms", "/api/v1"));
  EXPECT_THAT(tax->upstream,
              ElementsAre(Upstream{"https", "10.0.0.1", 443}, Upstream{"https", "tax.internal", 8443}));
  EXPECT_EQ(tax->compartment, "tax");
  EXPECT_THAT(tax->depends_on, ElementsAre("sign-on"));
  EXPECT_EQ(tax->criticality, Criticality::kEssential);
  EXPECT_EQ(tax->on_gateway_failure, OnGatewayFailure::kClosed);
  ASSERT_EQ(tax->lanes.size(), 2u);
  EXPECT_EQ(tax->lanes[0].name, "counters");
  ASSERT_EQ(tax->lanes[0].networks.size(), 2u);
  EXPECT_EQ(tax->lanes[0].networks[0].text(), "10.20.0.0/16");
  EXPECT_EQ(tax->lanes[1].name, "hospitals");
  EXPECT_THAT(tax->elsewhere, ElementsAre(Pair("en", "At the counter"), Pair("sq", "Në sportel")));
  EXPECT_EQ(tax->limits.client_body_bytes_max, 1u << 30);
  EXPECT_EQ(tax->limits.upstream_timeout, std::chrono::minutes(2));
  EXPECT_EQ(tax->health.path, "/healthz?deep=1");
  EXPECT_EQ(tax->health.interval, std::chrono::seconds(10));
  EXPECT_EQ(tax->health.timeout, std::chrono::milliseconds(500));
  EXPECT_EQ(tax->health.expect_status_max, 299);
  EXPECT_EQ(tax->health.fall, 5);
  EXPECT_EQ(tax->health.rise, 1);
  EXPECT_THAT(tax->session_cookies, ElementsAre("SESSIONID", "__Host-s"));
}

TEST(Reader, ReadsEveryKeyOfInspection) {
  const Reading reading = read_policy(bytes_of("src/policy/testdata/everything.yaml"), "everything.yaml");
  ASSERT_TRUE(reading.policy);
  const Inspection& tax = reading.policy->find_service("tax-filing")->inspection;
  EXPECT_THAT(tax.rules, ElementsAre("rules/tax.conf"));
  EXPECT_EQ(tax.mode, InspectionMode::kDetect);
  EXPECT_EQ(tax.paranoia, 2);
  EXPECT_EQ(tax.detection_paranoia, 3);
  EXPECT_EQ(tax.inbound_threshold, 10u);
  EXPECT_EQ(tax.outbound_threshold, 8u);
  EXPECT_EQ(tax.guarded.inbound_threshold, 3u);
  EXPECT_EQ(tax.guarded.paranoia, 3);
  EXPECT_EQ(tax.request_body_bytes_max, 4u << 20);
  EXPECT_EQ(tax.request_body_beyond, BeyondLimit::kDeny);
  EXPECT_TRUE(tax.responses);
  EXPECT_EQ(tax.response_body_bytes_max, 128u << 10);
  EXPECT_EQ(tax.on_overrun, OnOverrun::kDeny);
  EXPECT_THAT(tax.request_encodings, ElementsAre("deflate", "gzip"));
  EXPECT_FALSE(tax.error_log);
  ASSERT_EQ(tax.exclusions.size(), 2u);
  EXPECT_THAT(tax.exclusions[0].tags, ElementsAre("attack-sqli", "OWASP_CRS"));  // of `defaults`
  EXPECT_EQ(tax.exclusions[0].route, "/");
  EXPECT_EQ(tax.exclusions[0].target, "");
  EXPECT_FALSE(tax.exclusions[0].until);
  const RuleExclusion& own = tax.exclusions[1];
  EXPECT_THAT(own.rules, ElementsAre(IdRange{942100, 942100}, IdRange{942110, 942190}));
  EXPECT_EQ(own.route, "/forms/search");
  EXPECT_EQ(own.target, "ARGS:q");
  EXPECT_EQ(own.owner, "Tax IT, Ana Prifti");
  EXPECT_EQ(own.reason, "People search for words that look like SQL");
  ASSERT_TRUE(own.until);
  EXPECT_EQ(rfc3339(*own.until), "2027-07-01T22:00:00Z");  // the day ends in Tirana
  ASSERT_EQ(tax.patches.size(), 2u);
  EXPECT_EQ(tax.patches[0].route, "/api/v1/upload");
  EXPECT_EQ(tax.patches[0].file, "rules/patches/upload.conf");
  EXPECT_EQ(tax.patches[0].owner, "Besa");
  EXPECT_EQ(tax.patches[0].reason, "Ticket 4711");
  EXPECT_EQ(rfc3339(tax.patches[0].until.value()), "2027-01-31T11:00:00Z");
  EXPECT_FALSE(tax.patches[1].until);
}

TEST(Reader, GivesTheInspectionOfDefaultsToServicesThatSayNothing) {
  const Reading reading = read_policy(bytes_of("src/policy/testdata/everything.yaml"), "everything.yaml");
  ASSERT_TRUE(reading.policy);
  for (const Inspection& one :
       {reading.policy->defaults, reading.policy->find_service("sign-on")->inspection}) {
    EXPECT_THAT(one.rules,
                ElementsAre("/etc/bulkhead/crs/crs-setup.conf", "/usr/share/modsecurity-crs/rules/*.conf"));
    EXPECT_EQ(one.mode, InspectionMode::kBlock);
    EXPECT_EQ(one.paranoia, 1);
    EXPECT_EQ(one.detection_paranoia, 2);
    EXPECT_EQ(one.inbound_threshold, 7u);
    EXPECT_EQ(one.outbound_threshold, 4u);
    EXPECT_EQ(one.guarded.inbound_threshold, 5u);
    EXPECT_EQ(one.guarded.paranoia, 2);
    EXPECT_EQ(one.request_body_bytes_max, 2u << 20);
    EXPECT_EQ(one.request_body_beyond, BeyondLimit::kPass);
    EXPECT_FALSE(one.responses);
    EXPECT_EQ(one.response_body_bytes_max, 32u << 10);
    EXPECT_EQ(one.on_overrun, OnOverrun::kDetect);
    EXPECT_THAT(one.request_encodings, ElementsAre("gzip"));
    EXPECT_TRUE(one.error_log);
    ASSERT_EQ(one.exclusions.size(), 1u);
    EXPECT_THAT(one.patches, IsEmpty());
  }
}

TEST(Reader, TakesInspectionKeyByKey) {
  const auto inspection = [](const std::string& defaults, const std::string& own) {
    const std::string source = std::string(kAgency) + "defaults: { " + defaults + " }\nservices:\n" +
                               service("a", "a.example", "10.0.0.1", ", inspection: { " + own + " }");
    Reading reading = read_policy(source, "x.yaml");
    EXPECT_TRUE(reading.policy) << all_text(reading, source);
    return reading.policy ? reading.policy->services[0].inspection : Inspection();
  };
  const Inspection nothing = inspection("", "");
  EXPECT_EQ(nothing.mode, InspectionMode::kDetect);
  EXPECT_THAT(nothing.rules, IsEmpty());
  EXPECT_EQ(nothing.paranoia, std::nullopt);
  EXPECT_EQ(nothing.detection_paranoia, std::nullopt);
  EXPECT_EQ(nothing.request_body_beyond, BeyondLimit::kFirstPart);
  EXPECT_EQ(nothing.on_overrun, OnOverrun::kDeny);
  EXPECT_THAT(inspection("rules: [a.conf]", "mode: block").rules, ElementsAre("a.conf"));
  EXPECT_THAT(inspection("rules: [a.conf]", "rules: []").rules, IsEmpty());
  EXPECT_EQ(inspection("paranoia: 1", "paranoia: 3").detection_paranoia, 3);
  EXPECT_EQ(inspection("paranoia: 1, detection_paranoia: 4", "paranoia: 2").detection_paranoia, 4);
  const Inspection guarded = inspection(
      "inbound_threshold: 9, paranoia: 1, detection_paranoia: 3, guarded: { inbound_threshold: 5, paranoia: "
      "2 }",
      "guarded: { paranoia: 3 }");
  EXPECT_EQ(guarded.guarded.inbound_threshold, 5u);
  EXPECT_EQ(guarded.guarded.paranoia, 3);
}

// What is past its date is kept, and said only to those who tell the time.
TEST(Reader, WarnsOfWhatIsPastItsDate) {
  const std::string source =
      "agency: { name: { en: A }, contact: x, timezone: Europe/Tirane }\nservices:\n" +
      service("a", "a.example", "10.0.0.1",
              ", inspection: {\n"
              "exclusions: [{ rules: [1], owner: A, reason: B, until: 2027-01-31 }],\n"
              "patches: [{ route: /, file: a, owner: A, reason: B, until: 2027-01-31 }] }");
  const auto count_at = [&](std::string_view now) {
    const Reading reading = read_policy(source, "x.yaml", parse_rfc3339(now).value());
    EXPECT_TRUE(reading.policy && reading.policy->services[0].inspection.exclusions.size() == 1);
    return reading.diagnostics.size();
  };
  EXPECT_EQ(count_at("2027-01-31T22:59:59Z"), 0u);
  EXPECT_EQ(count_at("2027-01-31T23:00:00Z"), 2u);
  EXPECT_THAT(read_policy(source, "x.yaml").diagnostics, IsEmpty());
  const Reading late = read_policy(source, "x.yaml", parse_rfc3339("2028-01-01T00:00:00Z").value());
  EXPECT_THAT(all_text(late, source),
              HasSubstr("x.yaml:4:56: warning: services.a.inspection.exclusions[0].until: the date is past"));
  EXPECT_THAT(all_text(late, source),
              HasSubstr("services.a.inspection.patches[0].until: the date is past: the patch still"));
}

TEST(Reader, FillsInDefaultsOfTheFileAndItsOwn) {
  const Reading reading = read_policy(bytes_of("src/policy/testdata/everything.yaml"), "everything.yaml");
  ASSERT_TRUE(reading.policy);
  const Service* sign_on = reading.policy->find_service("sign-on");  // gives only what it must
  ASSERT_NE(sign_on, nullptr);
  EXPECT_THAT(sign_on->paths, ElementsAre("/"));
  EXPECT_EQ(sign_on->criticality, Criticality::kDeferrable);  // from `defaults`
  EXPECT_EQ(sign_on->on_gateway_failure, OnGatewayFailure::kOpen);
  EXPECT_EQ(sign_on->limits.client_body_bytes_max, 1u << 20);
  EXPECT_EQ(sign_on->limits.upstream_timeout, std::chrono::minutes(2));
  EXPECT_THAT(sign_on->session_cookies, ElementsAre("sid"));
  EXPECT_EQ(sign_on->health.expect_status_max, 499);  // from nowhere

  const Reading least = read_policy(
      std::string(kAgency) + "services:\n" + service("tax", "a.example", "10.0.0.1"), "least.yaml");
  ASSERT_TRUE(least.policy);
  EXPECT_EQ(least.policy->services[0].compartment, "tax");
  EXPECT_EQ(least.policy->services[0].criticality, Criticality::kImportant);
  EXPECT_EQ(least.policy->services[0].limits.client_body_bytes_max, 16u << 20);
  EXPECT_EQ(least.policy->gateway.id, 1);
  EXPECT_THAT(least.policy->gateway.trusted_proxies, IsEmpty());
}

TEST(Reader, IgnoresTheOrderOfServicesAndOperators) {
  const std::string a = service("a", "a.example", "10.0.0.1");
  const std::string b = service("b", "b.example", "10.0.0.2");
  const Reading reading = read_policy(std::string(kAgency) + "services:\n" + b + a, "x.yaml");
  ASSERT_TRUE(reading.policy);
  EXPECT_EQ(reading.policy->services[0].name, "a");
  EXPECT_EQ(reading.policy->find_service("c"), nullptr);
}

TEST(Reader, SaysEverythingInOneGo) {
  const std::string source = bytes_of("src/policy/testdata/wrong.yaml");
  const Reading reading = read_policy(source, "wrong.yaml");
  EXPECT_FALSE(reading.policy);
  EXPECT_EQ(all_text(reading, source), bytes_of("src/policy/testdata/wrong.txt"));
}

TEST(Reader, NamesBothOfTwoThatDoNotFit) {
  struct Row {
    std::string source;
    std::uint32_t line, column;
    std::string_view key, message;
  };
  const std::string services = std::string(kAgency) + "services:\n";
  const Row rows[] = {
      {services + service("a", "x.example", "10.0.0.1") + service("b", "x.example", "10.0.0.2"), 4, 43,
       "services.b.match.hosts[0]", "host x.example with path / is claimed by service a (line 3) already"},
      {services + service("a", "a.example", "10.0.0.1:80") + service("b", "b.example", "10.0.0.1"), 4, 68,
       "services.b.upstream[0]",
       "service b of compartment b shares 10.0.0.1:80 with service a of compartment a (line 3)"},
      {services + service("a", "a.example", "10.0.0.1", ", depends_on: [b], compartment: c") +
           service("b", "b.example", "10.0.0.2", ", depends_on: [d], compartment: c") +
           service("d", "d.example", "10.0.0.3", ", depends_on: [b], compartment: c"),
       5, 101, "services.d.depends_on[0]", "services depend on each other in a circle: b → d → b"},
      {services + service("a", "a.example", "10.0.0.1") +
           "operators:\n  x: { uid: 1, role: duty }\n  y: { uid: 1, role: chief }\n",
       6, 13, "operators.y.uid", "the uid is already x's (line 5)"},
      {services + service("a", "a.example", "10.0.0.1") + "gateway: { status_host: a.example }\n", 4, 25,
       "gateway.status_host", "the host is claimed by service a (line 3)"},
  };
  for (const Row& row : rows) {
    const Reading reading = read_policy(row.source, "x.yaml");
    ASSERT_EQ(reading.diagnostics.size(), 1u) << all_text(reading, row.source);
    const Diagnostic& one = reading.diagnostics.front();
    EXPECT_EQ(one.line, row.line) << row.message;
    EXPECT_EQ(one.column, row.column) << row.message;
    EXPECT_EQ(one.key, row.key);
    EXPECT_EQ(one.message, row.message);
  }
}

TEST(Reader, WarnsAndStillReads) {
  struct Row {
    std::string source;
    std::string_view key, message;
  };
  const std::string a = std::string(kAgency) + "services:\n" + service("a", "a.example", "10.0.0.1");
  const std::string token = "sha256:5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5";
  const std::string patch = "{ route: /, file: a, owner: A, reason: B, permanent: true }";
  const Row rows[] = {
      {a + service("b", "b.example", "10.0.0.2", ", depends_on: [a]"), "services.b.depends_on[0]",
       "another compartment (a; its own is b)"},
      {a + "gateway: { listen: [\"0.0.0.0:80\"] }\n", "gateway.listen[0]", "unencrypted"},
      {a + "gateway:\n  listen: [{ address: \"0.0.0.0:443\", tls: true }]\n"
           "  certificates: [{ hosts: [b.example], certificate: /c, key: /k }]\n",
       "services.a.match.hosts[0]", "no certificate is for this host"},
      {a + "operators: { x: { uid: 1, role: duty }, y: { uid: 2, role: auditor } }\n", "operators.x",
       "fewer than two"},
      {a + "operators: { x: { token: " + token + ", role: duty }, y: { uid: 2, role: duty } }\n",
       "operators.x.token", "never expires"},
      {a + "compartments: { c: { title: { en: C } } }\n", "compartments.c",
       "no service is in this compartment"},
      {std::string(kAgency) + "services:\n" +
           service("a", "a.example", "10.0.0.1", ", inspection: { mode: block }"),
       "services.a.inspection.mode", "there are no rules"},
      {std::string(kAgency) + "services:\n" +
           service("a", "a.example", "10.0.0.1", ", inspection: { mode: off, patches: [" + patch + "] }"),
       "services.a.inspection.patches", "the patches do nothing"},
      {std::string(kAgency) + "services:\n" +
           service("a", "a.example], paths: [/a", "10.0.0.1",
                   ", inspection: { exclusions: [{ rules: [1], route: /ab, owner: A, reason: B, permanent: "
                   "true }] }"),
       "services.a.inspection.exclusions[0].route", "no request of the service comes here"},
  };
  for (const Row& row : rows) {
    const Reading reading = read_policy(row.source, "x.yaml");
    EXPECT_TRUE(reading.policy) << row.message;
    ASSERT_EQ(reading.diagnostics.size(), 1u) << all_text(reading, row.source);
    EXPECT_EQ(reading.diagnostics[0].severity, Diagnostic::Severity::kWarning);
    EXPECT_EQ(reading.diagnostics[0].key, row.key);
    EXPECT_THAT(reading.diagnostics[0].message, HasSubstr(row.message));
  }
}

TEST(Reader, TakesWildcardCertificatesForOneLabel) {
  const auto read = [](const std::string& host) {
    return read_policy(std::string(kAgency) + "services:\n" + service("a", host, "10.0.0.1") +
                           "gateway:\n  listen: [{ address: \"0.0.0.0:443\", tls: true }]\n"
                           "  certificates: [{ hosts: [\"*.example\"], certificate: /c, key: /k }]\n",
                       "x.yaml");
  };
  EXPECT_THAT(read("a.example").diagnostics, IsEmpty());
  EXPECT_THAT(read("\"*.example\"").diagnostics, IsEmpty());
  EXPECT_EQ(read("a.b.example").diagnostics.size(), 1u);
  EXPECT_EQ(read("example").diagnostics.size(), 1u);
}

TEST(Reader, ReadsTheSameWithByteOrderMarkAndCrLf) {
  std::string source = std::string(kAgency) + "services:\n" + service("a", "A.example", "10.0.0.1");
  const Reading plain = read_policy(source, "x.yaml");
  for (std::size_t at = 0; (at = source.find('\n', at)) != std::string::npos; at += 2)
    source.replace(at, 1, "\r\n");
  const Reading other = read_policy("\xEF\xBB\xBF" + source, "x.yaml");
  ASSERT_EQ(plain.diagnostics.size(), 1u);
  ASSERT_EQ(other.diagnostics.size(), 1u);
  EXPECT_EQ(other.diagnostics[0].line, plain.diagnostics[0].line);
  EXPECT_EQ(other.diagnostics[0].column, plain.diagnostics[0].column);
  EXPECT_EQ(text(other.diagnostics[0], "\xEF\xBB\xBF" + source), text(plain.diagnostics[0], source));
}

TEST(Reader, ShowsBadBytesHarmlessly) {
  const std::string source = std::string(kAgency) + "services: \x1b[2Jevil\n";
  const Reading reading = read_policy(source, "x.yaml");
  ASSERT_EQ(reading.diagnostics.size(), 1u);
  EXPECT_EQ(reading.diagnostics[0].message, "a control character");
  EXPECT_EQ(reading.diagnostics[0].line, 2u);
  EXPECT_EQ(reading.diagnostics[0].column, 11u);
  EXPECT_EQ(all_text(reading, source).find('\x1b'), std::string::npos);
}

TEST(Reader, DoesNotRepeatSecrets) {
  const std::string services = std::string(kAgency) + "services:\n";
  for (const std::string& source :
       {services + service("a", "a.example", "10.0.0.1") +
            "operators: { x: { uid: 1, role: duty, token: hunter2, token_expires: 2027-01-31T00:00:00Z },\n"
            "  y: { uid: 2, role: duty } }\n",
        services + service("a", "a.example", "user:hunter2@10.0.0.1")}) {
    const Reading reading = read_policy(source, "x.yaml");
    ASSERT_EQ(reading.diagnostics.size(), 1u);
    EXPECT_EQ(all_text(reading, source).find("hunter2"), std::string::npos);
  }
}

TEST(Reader, StopsAtItsLimits) {
  struct Row {
    std::string_view what;
    std::string at_max, above;
    std::string_view message;
  };
  const auto with_comment = [](std::size_t bytes) {
    const std::string source =
        std::string(kAgency) + "services:\n" + service("a", "a.example", "10.0.0.1") + "#";
    return source + std::string(bytes - source.size(), 'x');
  };
  const auto with_operators = [](std::size_t count) {
    std::string source =
        std::string(kAgency) + "services:\n" + service("a", "a.example", "10.0.0.1") + "operators:\n";
    for (std::size_t i = 1; i <= count; ++i)
      source += "  o" + std::to_string(i) + ": { uid: " + std::to_string(i) + ", role: duty }\n";
    return source;
  };
  const auto with_paths = [](std::size_t services) {  // 16 routes each
    std::string paths = ", paths: [/p0";
    for (int i = 1; i < 16; ++i) paths += ", /p" + std::to_string(i);
    return many_services(services, paths + "]");
  };
  const std::string exclusion = "{ rules: [1], owner: A, reason: B, permanent: true }";
  const auto with_defaults = [](const std::string& key, const std::string& item, std::size_t count,
                                std::size_t services) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
      std::string one = item;
      if (const std::size_t number = one.find('#'); number != std::string::npos)
        one.replace(number, 1, std::to_string(i));
      list += (i == 0 ? "" : ", ") + one;
    }
    return "defaults: { " + key + ": [" + list + "] }\n" + many_services(services);
  };
  const auto with_own_exclusion = [&](std::size_t of_defaults) {
    std::string source = with_defaults("exclusions", exclusion, of_defaults, 1);
    source.insert(source.rfind(" }\n"), ", inspection: { exclusions: [" + exclusion + "] }");
    return source;
  };
  const auto one_route_more = [&](std::size_t services) {
    std::string source = with_paths(services);
    return source.replace(source.find("/p15]"), 5, "/p15, /p16]");
  };
  const Row rows[] = {
      {"bytes", with_comment(Limits::kFileBytesMax), with_comment(Limits::kFileBytesMax + 1),
       "the file has 8388609 bytes"},
      {"services", many_services(Limits::kServicesMax), many_services(Limits::kServicesMax + 1),
       "has 4097 entries, more than 4096"},
      {"operators", with_operators(Limits::kOperatorsMax), with_operators(Limits::kOperatorsMax + 1),
       "has 257 entries, more than 256"},
      {"files of rules", with_defaults("rules", "r#.conf", 16, 4'096),
       with_defaults("rules", "r#.conf", 17, 3'856),
       "the services up to here have 65552 files of rules, with those of `defaults` counted for each"},
      {"exclusions", with_defaults("exclusions", exclusion, 16, 4'096),
       with_defaults("exclusions", exclusion, 4'096, 17),
       "the services up to here have 69632 exclusions, with those of `defaults` counted for each"},
      {"exclusions of a service", with_own_exclusion(4'095), with_own_exclusion(4'096),
       "has 4097 exclusions with those of `defaults`"},
      {"routes", with_paths(Limits::kRoutesMax / 16), one_route_more(Limits::kRoutesMax / 16),
       "the services up to here claim 65537 pairs of host and path"},
  };
  for (const Row& row : rows) {
    EXPECT_TRUE(read_policy(row.at_max, "x.yaml").policy) << row.what;
    const Reading reading = read_policy(row.above, "x.yaml");
    EXPECT_FALSE(reading.policy) << row.what;
    ASSERT_EQ(reading.diagnostics.size(), 1u) << row.what;
    EXPECT_EQ(reading.diagnostics[0].message, row.message);
  }
}

TEST(Reader, NeverSaysMoreThanItsMaximum) {
  std::string source = std::string(kAgency) + "services:\n" + service("a", "a.example", "10.0.0.1");
  for (int i = 0; i < 20'000; ++i) source += "unknown-key-number-" + std::to_string(i) + ": x\n";
  const Reading reading = read_policy(source, "x.yaml");
  EXPECT_FALSE(reading.policy);
  EXPECT_EQ(reading.diagnostics.size(), Limits::kDiagnosticsMax);
}

TEST(Reader, SaysThatAFileCannotBeRead) {
  const Reading reading = read_policy_file("/nonexistent/bulkhead.yaml");
  EXPECT_FALSE(reading.policy);
  ASSERT_EQ(reading.diagnostics.size(), 1u);
  EXPECT_EQ(reading.diagnostics[0].line, 0u);
  EXPECT_THAT(text(reading.diagnostics[0], ""),
              HasSubstr("/nonexistent/bulkhead.yaml: error: the file cannot be read"));
}

TEST(Reader, ReadsTheDemoFromDisk) {
  const Reading reading = read_policy_file(std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml");
  ASSERT_TRUE(reading.policy);
  EXPECT_THAT(reading.policy->source_path, HasSubstr("demo/bulkhead.yaml"));
}

}  // namespace
}  // namespace bulkhead::policy
