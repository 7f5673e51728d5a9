// What the numbers rest on, and what they say nothing of.

#include <fmt/format.h>

#include "base/timestamp.h"
#include "drill/report/not_seen.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

void fact(Markup& html, std::string_view term, std::string_view text) {
  html.raw("<div><dt>").raw(term).raw("</dt><dd>").text(text).raw("</dd></div>");
}

std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

void write_people(Markup& html, const Scenario& scenario) {
  if (scenario.groups.empty()) return;
  Table table(html, "Who was played",
              {"Group", "Visits a minute", "From addresses", "Different people", "Between two pages",
               "JavaScript", "Empty browser"},
              "dense");
  for (const Group& group : scenario.groups) {
    table.row(group.title.empty() ? group.name : group.title)
        .cell(fmt::format("{:.4g}", group.visits_per_minute))
        .cell(group.addresses ? std::to_string(*group.addresses) : "one each")
        .cell(group.persons ? std::to_string(*group.persons) : "any number")
        .cell(fmt::format("{:.1f} to {:.1f} s", static_cast<double>(group.think.min.count()) / 1e3,
                          static_cast<double>(group.think.max.count()) / 1e3))
        .cell(yes_or_no(group.javascript))
        .cell(yes_or_no(group.first_visit));
  }
}

}  // namespace

void write_absent(Markup& html, const Subjects& subjects) {
  if (subjects.absent.empty()) return;
  const Section section(html, "absent", "Not played");
  html.raw("<ul>\n");
  for (const ArmResult* arm : subjects.absent)
    html.raw("<li>").text(arm->title).raw(": ").text(arm->not_played).raw("</li>\n");
  html.raw("</ul>\n");
}

void write_method(Markup& html, const Subjects& subjects) {
  const DrillResult& result = subjects.result;
  const Scenario& scenario = result.scenario;
  const Section section(html, "method", "How it was played");
  html.raw("<dl class=\"facts\">");
  fact(html, "Scenario", scenario.name);
  fact(html, "Seed", std::to_string(result.seed));
  fact(html, "Length", duration_text(scenario.lasts()));
  fact(html, "Began", moment_text(result.began));
  fact(html, "Bulkhead", result.version);
  fact(html, "Machine", result.machine);
  fact(html, "Each service",
       fmt::format("{} ms a page, {} at once", scenario.service_delay.count(), scenario.service_slots));
  html.raw(
      "</dl>\n<ul>\n"
      "<li>People are programs with the ways of people: they log in, fill in forms, follow links, keep "
      "cookies, wait "
      "between pages. A task is finished when its last page says so; a door page, a queue or a challenge is "
      "not that.</li>\n"
      "<li>The day is compressed: people think for a second where they would think for a minute, so that a "
      "few minutes "
      "hold a day's work.</li>\n"
      "<li>The seed decides who comes when and for what. Every arm got the same visits and the same "
      "attack.</li>\n"
      "<li>Arms are played on one machine, one after the other or, when asked to, at the same time, together "
      "with "
      "the services, the people and the attack: "
      "they share its noise. A difference of less than one task in a hundred means nothing.</li>\n"
      "<li>Times of pages are those of pages that came. They are at most 1/32 too high and never too "
      "low.</li>\n"
      "<li>Attacks carry harmless text in place of what would do harm.</li>\n</ul>\n");
  write_people(html, scenario);
}

void write_not_seen(Markup& html) {
  const Section section(html, "not-seen", "What we did not see");
  html.raw("<p>A drill shows what comes through the gateway. It says nothing of:</p>\n<ul>\n");
  for (const std::string_view sentence : not_seen()) html.raw("<li>").text(sentence).raw("</li>\n");
  html.raw("</ul>\n");
}

}  // namespace bulkhead::drill
