// The attack: how each of its stages ended, and what was done about it when.

#include <fmt/format.h>

#include <algorithm>

#include "base/escape.h"
#include "drill/report/charts.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

// Bounds the page. What does not fit stands in the JSON.
constexpr std::size_t kStagesMax = 80;
constexpr std::size_t kMomentsMax = 40;

std::string_view verdict_css(AttackOutcome::Verdict verdict) {
  switch (verdict) {
    case AttackOutcome::Verdict::kDefended: return "defended";
    case AttackOutcome::Verdict::kPartly: return "partly";
    case AttackOutcome::Verdict::kNotDefended: return "undefended";
    case AttackOutcome::Verdict::kNotPlayed: break;
  }
  return "unplayed";
}

void write_outcome(Markup& html, const AttackOutcome& outcome) {
  html.raw("<span>").text(outcome.why).raw("</span><span>");
  html.text(fmt::format("{} sent: {} reached the service, {} refused, {} failed", count_text(outcome.sent),
                        count_text(outcome.reached), count_text(outcome.refused),
                        count_text(outcome.failed)));
  if (outcome.persons > 0)
    html.raw("; records of ")
        .text(count_text(outcome.persons))
        .raw(outcome.persons == 1 ? " person" : " persons");
  html.raw("</span>");
}

void write_stage(Markup& html, Table& table, const Stage& stage, std::size_t contenders) {
  table.row(stage.attack, fmt::format("phase {}, kind {}, at {}", cut(stage.phase, 32), name(stage.kind),
                                      list_text(stage.services, 4)));
  for (std::size_t i = 0; i < contenders; ++i) {
    const auto verdict = stage.verdict(i);
    table.begin_cell();
    html.raw("<strong class=\"").raw(verdict_css(verdict)).raw("\">").raw(name(verdict)).raw("</strong>");
    if (stage.outcomes[i] != nullptr && verdict != AttackOutcome::Verdict::kNotPlayed)
      write_outcome(html, *stage.outcomes[i]);
    table.end_cell();
  }
}

bool defended_everywhere(const Stage& stage) {
  for (std::size_t i = 0; i < stage.outcomes.size(); ++i)
    if (stage.verdict(i) != AttackOutcome::Verdict::kDefended) return false;
  return true;
}

// Where there are too many, what went well everywhere is left out first.
std::vector<const Stage*> stages_to_show(const Subjects& subjects) {
  std::vector<const Stage*> stages;
  for (const Stage& stage : subjects.stages) stages.push_back(&stage);
  if (stages.size() <= kStagesMax) return stages;
  std::ranges::stable_partition(stages, [](const Stage* stage) { return !defended_everywhere(*stage); });
  stages.resize(kStagesMax);
  return stages;
}

void write_moments(Markup& html, const ArmResult& arm) {
  html.raw("<ol class=\"moments\">\n");
  std::size_t written = 0;
  for (const Moment& moment : arm.timeline) {
    if (written++ == kMomentsMax) break;
    html.raw("<li class=\"")
        .raw(name(moment.kind))
        .raw("\"><span>")
        .text(clock_text(moment.at))
        .raw("</span> <span>");
    html.raw(name(moment.kind)).raw("</span> <span>").text(moment.text).raw("</span></li>\n");
  }
  html.raw("</ol>\n");
  if (arm.timeline.size() > kMomentsMax)
    html.raw("<p>And ")
        .text(count_text(arm.timeline.size() - kMomentsMax))
        .raw(" more, in the JSON report.</p>\n");
}

}  // namespace

void write_stages(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty()) return;
  const Section section(html, "attack", "What became of the attack");
  if (subjects.stages.empty()) {
    html.raw("<p>Nobody attacked: this was a day without an attack.</p>\n");
    return;
  }
  html.raw("<p>Every stage of the attack, also those that nothing defends yet.</p>\n");
  const std::vector<const Stage*> stages = stages_to_show(subjects);
  {
    Table table(html, "Stages of the attack", heads_of_arms(subjects, "Stage"), "stages");
    for (const Stage* stage : stages) write_stage(html, table, *stage, subjects.contenders.size());
  }
  if (stages.size() < subjects.stages.size())
    html.raw("<p>And ")
        .text(count_text(subjects.stages.size() - stages.size()))
        .raw(" more stages, in the JSON report.</p>\n");
}

void write_orders(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty()) return;
  const Section section(html, "orders", "What happened when");
  html.raw("<p>In minutes and seconds from the beginning.</p>\n<div class=\"by-arm\">\n");
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    const ArmResult& arm = *subjects.contenders[i].arm;
    html.raw("<div>\n<h3>");
    draw_letter(html, subjects, i);
    html.raw(" ").text(arm.title).raw("</h3>\n");
    if (arm.timeline.empty())
      html.raw("<p>Nothing was noted.</p>\n");
    else
      write_moments(html, arm);
    html.raw("</div>\n");
  }
  html.raw("</div>\n");
}

}  // namespace bulkhead::drill
