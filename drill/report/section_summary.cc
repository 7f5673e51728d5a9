// What comes first: the arms side by side, and what the closure cost.

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "drill/report/charts.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

using Cell = std::function<std::string(const ArmResult&)>;

void row(Table& table, const Subjects& subjects, std::string_view head, const Cell& cell) {
  table.row(head);
  for (const Contender& one : subjects.contenders) table.cell(cell(*one.arm));
}

std::string with_share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "–" : count_text(part) + " (" + share_text(part, whole) + ")";
}

void rows_of_tasks(Table& table, const Subjects& subjects) {
  row(table, subjects, "Tasks begun",
      [](const ArmResult& arm) { return count_text(arm.tally.all().ends.begun()); });
  row(table, subjects, "Tasks finished", [](const ArmResult& arm) {
    const Ends ends = arm.tally.all().ends;
    return with_share(ends.finished, ends.begun());
  });
  row(table, subjects, "Wrongly refused", [](const ArmResult& arm) {
    const Ends ends = arm.tally.all().ends;
    return with_share(ends.wrongly_refused(), ends.begun());
  });
  row(table, subjects, "Failed", [](const ArmResult& arm) {
    const Ends ends = arm.tally.all().ends;
    return with_share(ends.failed, ends.begun());
  });
  row(table, subjects, "Half of all pages came within",
      [](const ArmResult& arm) { return latency_text(arm.tally.all().pages, 0.5); });
  row(table, subjects, "99 of 100 pages came within",
      [](const ArmResult& arm) { return latency_text(arm.tally.all().pages, 0.99); });
}

void rows_of_attack(Table& table, const Subjects& subjects) {
  row(table, subjects, "Persons whose records got out",
      [](const ArmResult& arm) { return count_text(arm.persons_out); });
  table.row("Stages of the attack not defended");
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i)
    table.cell(fmt::format("{} of {}", count_stages(subjects, i, AttackOutcome::Verdict::kNotDefended),
                           subjects.stages.size()));
  constexpr std::string_view kNobody = "no part does this yet";
  row(table, subjects, "Until the attack was noticed",
      [&](const ArmResult& arm) { return delay_text(arm.to_notice, kNobody); });
  row(table, subjects, "Until it was named",
      [&](const ArmResult& arm) { return delay_text(arm.to_name, kNobody); });
  row(table, subjects, "Until something was done",
      [&](const ArmResult& arm) { return delay_text(arm.to_act, kNobody); });
}

}  // namespace

void write_headline(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty()) return;
  html.raw("<ul class=\"headline\">\n");
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    const ArmResult& arm = *subjects.contenders[i].arm;
    const Ends ends = arm.tally.all().ends;
    const std::string words = share_text(ends.finished, ends.begun()) + " finished, " +
                              share_text(ends.wrongly_refused(), ends.begun()) + " wrongly refused";
    html.raw("<li><span>");
    draw_letter(html, subjects, i);
    html.raw(" ").text(arm.title).raw("</span>");
    draw_ends(html, subjects, i, ends, arm_title(subjects, i) + ": " + words);
    html.raw("<span>").text(words).raw("</span></li>\n");
  }
  html.raw(
      "</ul>\n<p class=\"soft\">Full height: finished. Half height: wrongly refused. Thin line: "
      "failed.</p>\n");
}

void write_side_by_side(Markup& html, const Subjects& subjects) {
  const Section section(html, "arms", "Side by side");
  if (subjects.contenders.empty()) {
    html.raw("<p>Nothing was played.</p>\n");
    return;
  }
  html.raw(
      "<p>The same day, the same people, the same attack; each column is another way to stand through it. "
      "<em>Wrongly refused</em> is an honest person who got a refusal or waited more than 30 seconds for a "
      "page.</p>\n");
  {
    Table table(html, "The arms side by side", heads_of_arms(subjects, "What"), "arms");
    rows_of_tasks(table, subjects);
    rows_of_attack(table, subjects);
  }
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    if (const std::string words = caveat(*subjects.contenders[i].arm); !words.empty())
      html.raw("<p class=\"notice\">").text(arm_title(subjects, i)).raw(": ").text(words).raw(".</p>\n");
  }
}

void write_closure(Markup& html, const Subjects& subjects) {
  const auto closing = std::ranges::find_if(
      subjects.contenders, [](const Contender& one) { return one.arm->closure.has_value(); });
  if (closing == subjects.contenders.end()) return;
  const Closure& closure = *closing->arm->closure;
  const Section section(html, "closure", "While everything was switched off");
  html.raw("<p>From ").text(clock_text(Milliseconds(std::int64_t{closure.first_second} * 1'000))).raw(" to ");
  html.text(clock_text(Milliseconds(std::int64_t{closure.end_second} * 1'000)))
      .raw(" in ")
      .text(closing->arm->title);
  if (!closure.except.empty()) html.raw(" everything was off but ").text(list_text(closure.except, 4));
  html.raw(". Tasks finished in that time, in this arm and in the others:</p>\n");
  Table table(html, "Tasks finished during the closure", heads_of_arms(subjects, "Service"));
  for (const std::string& service : subjects.services) {
    row(table, subjects, service, [&](const ArmResult& arm) {
      return count_text(arm.tally.in_seconds(service, closure.first_second, closure.end_second).finished);
    });
  }
}

}  // namespace bulkhead::drill
