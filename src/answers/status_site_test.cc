// The site must say what is so and as of when, in a page, a feed and the shape that monitors read; the same
// snapshot must give the same bytes; and nothing internal may get out, whatever the texts hold.

#include "answers/status_site.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>
#include <utility>

#include "answers/golden_for_test.h"
#include "answers/sample_for_test.h"

namespace bulkhead::answers {
namespace {

using Json = nlohmann::json;

StatusService service(std::string name, std::string title, PublicView view = {}) {
  StatusService made;
  made.name = std::move(name);
  made.title["en"] = std::move(title);
  made.view = view;
  return made;
}

StatusSnapshot calm() {
  StatusSnapshot site;
  site.agency_name["en"] = "Digital Agency";
  site.agency_contact["en"] = "tel:+355 00 000";
  site.agency_homepage = "https://agency.example/";
  site.base_url = "https://status.example";
  site.site_id = "status.example";
  site.languages = {{"en", false, nullptr}, {"ar", true, nullptr}};
  site.as_of = time_for_test("2026-07-17T02:20:00Z");
  site.valid_until = time_for_test("2026-07-17T02:25:00Z");
  site.services = {service("portal", "Portal"), service("registry", "Civil registry"),
                   service("tax", "Tax filing")};
  return site;
}

StatusSnapshot troubled() {
  StatusSnapshot site = calm();
  site.services[1].view = {PublicState::kDegraded, Limitation::kReopening};
  site.services[1].since = time_for_test("2026-07-17T02:00:00Z");
  StatusService& tax = site.services[2];
  tax.view = {PublicState::kClosed, Limitation::kNone};
  tax.cause = posture::Cause::kAttack;
  tax.since = time_for_test("2026-07-17T02:14:07Z");
  tax.elsewhere["en"] = "At the counters.";
  site.incidents.push_back(
      {"01J2A", "tax", tax.title, PublicState::kClosed, tax.cause, {}, *tax.since, std::nullopt, *tax.since});
  site.incidents.push_back({"01J1A",
                            "registry",
                            site.services[1].title,
                            PublicState::kClosed,
                            posture::Cause::kLoad,
                            {{"en", "Too many people."}},
                            time_for_test("2026-07-16T20:00:00Z"),
                            time_for_test("2026-07-17T02:00:00Z"),
                            time_for_test("2026-07-17T02:00:00Z")});
  return site;
}

std::string file(const StatusSnapshot& site, std::string_view path) {
  const auto files = render_status_site(site);
  const auto found = std::ranges::find(files, path, &StatusFile::path);
  return found == files.end() ? "(no file " + std::string(path) + ")" : found->bytes;
}

TEST(StatusSiteTest, golden) {
  const StatusSnapshot site = troubled();
  expect_golden("status.html", without_style(file(site, "index.en.html")));
  expect_golden("status_not_found.html", without_style(file(site, "not-found.en.html")));
  expect_golden("feed.atom", file(site, "feed.en.atom"));
  for (const char* name : {"summary", "status", "components", "incidents"}) {
    expect_golden(std::string(name) + ".json",
                  Json::parse(file(site, "api/v2/" + std::string(name) + ".json")).dump(2) + "\n");
  }
}

TEST(StatusSiteTest, files_in_order_and_the_first_language_is_the_fallback) {
  std::vector<std::string> paths;
  for (const StatusFile& made : render_status_site(calm())) paths.push_back(made.path);
  EXPECT_EQ(paths,
            (std::vector<std::string>{"api/v2/components.json", "api/v2/incidents.json", "api/v2/status.json",
                                      "api/v2/summary.json", "feed.ar.atom", "feed.atom", "feed.en.atom",
                                      "index.ar.html", "index.en.html", "index.html", "not-found.ar.html",
                                      "not-found.en.html", "not-found.html"}));
  EXPECT_EQ(file(calm(), "index.html"), file(calm(), "index.en.html"));
  EXPECT_NE(file(calm(), "index.ar.html").find("<html lang=\"ar\" dir=\"rtl\">"), std::string::npos);
}

TEST(StatusSiteTest, the_same_snapshot_gives_the_same_bytes) {
  const auto once = render_status_site(troubled());
  const auto again = render_status_site(troubled());
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(once[i].bytes, again[i].bytes) << once[i].path;
}

TEST(StatusSiteTest, every_file_says_as_of_when_and_until_when) {
  for (const StatusFile& made : render_status_site(troubled())) {
    if (made.path.starts_with("not-found.")) continue;  // says nothing of any state
    const bool json = made.path.ends_with(".json");
    EXPECT_NE(made.bytes.find(json ? "2026-07-17T02:20:00Z" : "17 July 2026, 02:20 UTC"), std::string::npos)
        << made.path;
    EXPECT_NE(made.bytes.find(json ? "2026-07-17T02:25:00Z" : "17 July 2026, 02:25 UTC"), std::string::npos)
        << made.path;
  }
}

TEST(StatusSiteTest, people_read_local_time_and_programs_utc) {
  StatusSnapshot site = troubled();
  site.zone = zone_for_test();
  for (const StatusFile& made : render_status_site(site)) {
    if (made.path.starts_with("not-found.")) continue;
    const bool json = made.path.ends_with(".json");
    EXPECT_NE(made.bytes.find(json ? "2026-07-17T02:20:00Z" : "17 July 2026, 04:20"), std::string::npos)
        << made.path;
    EXPECT_EQ(made.bytes.find("UTC"), std::string::npos) << made.path;
    EXPECT_EQ(made.bytes.find("+02:00"), std::string::npos) << made.path;
  }
  EXPECT_NE(file(site, "index.html").find("datetime=\"2026-07-17T02:20:00Z\""), std::string::npos);
  EXPECT_NE(file(site, "api/v2/status.json").find("\"time_zone\":\"Europe/Tirane\""), std::string::npos);
  EXPECT_NE(file(troubled(), "api/v2/status.json").find("\"time_zone\":\"Etc/UTC\""), std::string::npos);
}

TEST(StatusSiteTest, summary_line_and_indicator) {
  struct Case {
    std::vector<PublicState> states;
    Summary summary;
    std::string indicator;
  };
  using enum PublicState;
  const std::vector<Case> cases = {
      {{}, Summary::kAllWork, "none"},
      {{kOperational, kOperational}, Summary::kAllWork, "none"},
      {{kOperational, kDegraded}, Summary::kSomeDegraded, "minor"},
      {{kOperational, kClosed}, Summary::kSomeClosed, "major"},
      {{kDegraded, kClosed}, Summary::kSomeClosed, "major"},
      {{kClosed, kClosed}, Summary::kAllClosed, "critical"},
  };
  for (const Case& c : cases) {
    StatusSnapshot site = calm();
    site.services.clear();
    for (const PublicState state : c.states)
      site.services.push_back(service("s", "S", {state, Limitation::kNone}));
    EXPECT_EQ(summary(site), c.summary);
    EXPECT_EQ(Json::parse(file(site, "api/v2/status.json"))["status"]["indicator"], c.indicator);
  }
}

TEST(StatusSiteTest, component_states_in_statuspage_s_words) {
  StatusSnapshot site = troubled();
  const auto status_of = [&](std::size_t i) {
    return Json::parse(file(site, "api/v2/components.json"))["components"][i]["status"].get<std::string>();
  };
  EXPECT_EQ(status_of(0), "operational");
  EXPECT_EQ(status_of(1), "degraded_performance");
  EXPECT_EQ(status_of(2), "major_outage");
  site.services[2].cause = posture::Cause::kMaintenance;
  EXPECT_EQ(status_of(2), "under_maintenance");
}

TEST(StatusSiteTest, no_time_is_made_up_for_a_component) {
  for (const char* name : {"components", "summary"}) {
    const Json document = Json::parse(file(troubled(), "api/v2/" + std::string(name) + ".json"));
    for (const Json& component : document["components"]) {
      ASSERT_TRUE(component.contains("created_at"));
      EXPECT_TRUE(component["created_at"].is_null()) << component;
    }
  }
}

TEST(StatusSiteTest, each_change_of_an_interruption_has_an_update_of_its_own) {
  constexpr std::string_view kOpenAgain = "This service is open again.";
  StatusSnapshot site = troubled();
  site.incidents = {site.incidents[1]};
  const auto updates = [&] {
    return Json::parse(file(site, "api/v2/incidents.json"))["incidents"][0]["incident_updates"];
  };
  const auto pages_tell = [&](std::string_view text) {
    for (const char* path : {"index.html", "feed.atom"})
      if (file(site, path).find(text) == std::string::npos) return false;
    return true;
  };
  StatusIncident& incident = site.incidents[0];
  const RealTime ended = *std::exchange(incident.ended, std::nullopt);
  incident.updated = incident.began;
  const Json opened = updates();
  ASSERT_EQ(opened.size(), 1u);
  EXPECT_EQ(opened[0]["id"], "01J1A-1");
  EXPECT_EQ(opened[0]["status"], "identified");
  EXPECT_EQ(opened[0]["body"], "Too many people.");
  EXPECT_EQ(opened[0]["display_at"], "2026-07-16T20:00:00.000Z");
  EXPECT_FALSE(pages_tell(kOpenAgain));
  incident.ended = incident.updated = ended;
  const Json over = updates();
  ASSERT_EQ(over.size(), 2u) << over;
  EXPECT_EQ(over[0]["id"], "01J1A-2") << "newest first";
  EXPECT_EQ(over[0]["status"], "resolved");
  EXPECT_EQ(over[0]["body"], kOpenAgain);
  EXPECT_EQ(over[0]["display_at"], "2026-07-17T02:00:00.000Z");
  EXPECT_EQ(over[0]["incident_id"], "01J1A");
  EXPECT_EQ(over[1], opened[0]) << "what was said stays as it was";
  EXPECT_TRUE(pages_tell(kOpenAgain));
  EXPECT_TRUE(pages_tell("Too many people."));
  incident.cause = posture::Cause::kMaintenance;
  EXPECT_EQ(updates()[0]["status"], "completed");
  EXPECT_EQ(updates()[1]["status"], "in_progress");
}

TEST(StatusSiteTest, maintenance_is_no_outage) {
  StatusSnapshot site = troubled();
  site.incidents[0].cause = posture::Cause::kMaintenance;
  site.incidents[0].ended.reset();
  const Json summary = Json::parse(file(site, "api/v2/summary.json"));
  EXPECT_EQ(summary["incidents"].size(), 0u);
  ASSERT_EQ(summary["scheduled_maintenances"].size(), 1u);
  const Json& one = summary["scheduled_maintenances"][0];
  EXPECT_EQ(one["status"], "in_progress");
  EXPECT_EQ(one["impact"], "maintenance");
  EXPECT_EQ(one["scheduled_for"], one["started_at"]);
  EXPECT_TRUE(one["scheduled_until"].is_null());
  site.incidents[0].ended = site.as_of;
  EXPECT_EQ(Json::parse(file(site, "api/v2/incidents.json"))["incidents"][0]["status"], "completed");
}

TEST(StatusSiteTest, words_in_a_language_of_nobody_give_way_to_the_stock_phrase) {
  StatusSnapshot site = troubled();
  for (StatusService& service : site.services) service.public_text = {{"xx", "STRANGE"}};
  for (StatusIncident& incident : site.incidents) incident.public_text = {{"xx", "STRANGE"}};
  for (const StatusFile& file : render_status_site(site))
    EXPECT_EQ(file.bytes.find("STRANGE"), std::string::npos) << file.path;
}

TEST(StatusSiteTest, summary_lists_what_lasts_and_incidents_everything) {
  EXPECT_EQ(Json::parse(file(troubled(), "api/v2/summary.json"))["incidents"].size(), 1u);
  EXPECT_EQ(Json::parse(file(troubled(), "api/v2/incidents.json"))["incidents"].size(), 2u);
}

TEST(StatusSiteTest, ids_in_the_feed_stay_when_an_interruption_ends) {
  StatusSnapshot site = troubled();
  const auto ids = [&] {
    std::set<std::string> all;
    const std::string feed = file(site, "feed.atom");
    const std::regex id("<id>([^<]*)</id>");
    for (std::sregex_iterator at(feed.begin(), feed.end(), id), end; at != end; ++at) all.insert((*at)[1]);
    return all;
  };
  const auto before = ids();
  EXPECT_EQ(before, (std::set<std::string>{"urn:bulkhead:status:status.example:en",
                                           "urn:bulkhead:incident:01J2A", "urn:bulkhead:incident:01J1A"}));
  site.as_of += Milliseconds(60'000);
  site.incidents[0].ended = site.incidents[0].updated = site.as_of;
  EXPECT_EQ(ids(), before);
  EXPECT_NE(file(site, "feed.atom").find("<updated>2026-07-17T02:21:00Z</updated>"), std::string::npos);
}

TEST(StatusSiteTest, at_most_so_many_incidents) {
  StatusSnapshot site = calm();
  for (const std::size_t count : {StatusSnapshot::kIncidentsMax, StatusSnapshot::kIncidentsMax + 1}) {
    site.incidents.assign(count, troubled().incidents[1]);
    EXPECT_EQ(Json::parse(file(site, "api/v2/incidents.json"))["incidents"].size(),
              StatusSnapshot::kIncidentsMax);
  }
}

TEST(StatusSiteTest, texts_fall_back_to_the_first_language) {
  StatusSnapshot site = calm();
  site.services[0].title["ar"] = "بوابة";
  const std::string page = file(site, "index.ar.html");
  EXPECT_NE(page.find("<bdi>بوابة</bdi>"), std::string::npos);
  EXPECT_NE(page.find("<bdi>Tax filing</bdi>"), std::string::npos);
}

TEST(StatusSiteTest, a_language_tag_does_not_lead_out_of_the_folder) {
  StatusSnapshot site = calm();
  site.languages[1].tag = "../../etc/x";
  for (const StatusFile& made : render_status_site(site))
    EXPECT_EQ(made.path.find(".."), std::string::npos) << made.path;
}

// It stands at any depth below the site, so that a link relative to the page would lead nowhere.
TEST(StatusSiteTest, the_page_for_what_is_missing_leads_back_to_the_site) {
  const std::string page = file(calm(), "not-found.ar.html");
  EXPECT_NE(page.find("<html lang=\"ar\" dir=\"rtl\">"), std::string::npos);
  EXPECT_NE(page.find("href=\"/status/index.ar.html\""), std::string::npos);
  const std::regex relative("(href|src)=\"(?![/#]|https?:|tel:|mailto:)");
  EXPECT_FALSE(std::regex_search(page, relative)) << page;
}

TEST(StatusSiteTest, hostile_texts_stay_in_their_place) {
  const std::regex markup("<[a-zA-Z!/?][^>]*>");
  const std::regex value("\"[^\"]*\"");
  const auto skeleton = [&](const std::string& text) {
    std::string tags;
    for (std::sregex_iterator at(text.begin(), text.end(), markup), end; at != end; ++at) {
      tags += std::regex_replace(at->str(), value, "\"\"") + "\n";
    }
    return tags;
  };
  const auto with = [](std::string_view text) {
    StatusSnapshot site = troubled();
    const std::string t(text);
    site.agency_name["en"] = site.agency_contact["en"] = site.base_url = site.site_id = t;
    for (StatusService& made : site.services) {
      made.name = made.title["en"] = made.public_text["en"] = made.elsewhere["en"] = t;
    }
    for (StatusIncident& made : site.incidents)
      made.id = made.service = made.title["en"] = made.public_text["en"] = t;
    return site;
  };
  for (const std::string_view hostile : kHostile) {
    const auto calm_files = render_status_site(with("harmless"));
    const auto files = render_status_site(with(hostile));
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].path.ends_with(".json")) {
        EXPECT_FALSE(Json::parse(files[i].bytes, nullptr, false).is_discarded())
            << files[i].path << ": " << hostile;
      } else {
        EXPECT_EQ(skeleton(without_style(files[i].bytes)), skeleton(without_style(calm_files[i].bytes)))
            << files[i].path << ": " << hostile;
      }
      EXPECT_EQ(files[i].bytes.find('\x1b'), std::string::npos);
    }
  }
}

TEST(StatusSiteTest, pages_run_one_known_script_and_load_nothing) {
  const std::string_view policy = status_content_security_policy();
  EXPECT_TRUE(policy.starts_with("default-src 'none'; style-src 'sha256-"));
  EXPECT_NE(policy.find("script-src 'sha256-"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::answers
