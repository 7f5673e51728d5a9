// The pictures: tasks over time, each service, each group of people. Below every picture stand its numbers.

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/escape.h"
#include "base/timestamp.h"
#include "drill/report/charts.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

constexpr std::size_t kTimeBinsMax = 150;
constexpr std::size_t kSparkBinsMax = 60;
constexpr std::size_t kNumberBinsMax = 30;  // Of each service, in its table.

std::string span_text(const Bins& bins, std::size_t bin) {
  return clock_text(bins.begins(bin)) + "–" + clock_text(bins.begins(bin + 1));
}

void write_legend(Markup& html, const Subjects& subjects) {
  html.raw("<ul class=\"legend\">\n");
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    html.raw("<li>");
    draw_letter(html, subjects, i);
    html.raw("<svg viewBox=\"0 0 48 4\" aria-hidden=\"true\"><path class=\"line ").raw(arm_css(subjects, i));
    html.raw("\" d=\"M0 2H48\"/></svg> ").text(subjects.contenders[i].arm->title).raw("</li>\n");
  }
  html.raw("</ul>\n");
}

std::string attacks_text(const Phase& phase) {
  std::vector<std::string> names;
  for (const Attack& attack : phase.attacks) names.push_back(attack.name);
  return list_text(names, 3);
}

void write_phases(Markup& html, const Scenario& scenario) {
  html.raw("<ol class=\"phase-list\">\n");
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    const Phase& phase = scenario.phases[i];
    html.raw("<li><strong>")
        .text(phase.name)
        .raw("</strong> ")
        .text(clock_text(scenario.begins(i)))
        .raw(" to ");
    html.text(clock_text(scenario.begins(i + 1)));
    if (!phase.attacks.empty())
      html.raw(", <span class=\"shade\">under attack</span>: ").text(attacks_text(phase));
    if (!phase.down.empty()) html.raw("; not answering: ").text(list_text(phase.down, 3));
    html.raw("</li>\n");
  }
  html.raw("</ol>\n");
}

using Lines = std::vector<std::vector<std::uint64_t>>;

Lines lines_of_all(const Subjects& subjects, const Bins& bins) {
  Lines lines;
  for (const Contender& one : subjects.contenders) lines.push_back(finished(one.arm->tally, bins));
  return lines;
}

Lines lines_of(const Subjects& subjects, const std::string& service, const Bins& bins) {
  Lines lines;
  for (const Contender& one : subjects.contenders) lines.push_back(finished(one.arm->tally, service, bins));
  return lines;
}

void write_numbers(Markup& html, const Subjects& subjects, std::string_view label, const Bins& bins,
                   const Lines& lines) {
  Table table(html, label, heads_of_arms(subjects, "Time"), "dense");
  for (std::size_t bin = 0; bin < bins.count; ++bin) {
    table.row(span_text(bins, bin));
    for (const auto& line : lines) table.cell(count_text(line[bin]));
  }
}

std::string each_bin(const Bins& bins) {
  return bins.seconds == 1 ? "each second"
                           : "each " + duration_text(Milliseconds(std::int64_t{1'000} * bins.seconds));
}

void write_service_picture(Markup& html, const Subjects& subjects, Table& table, const std::string& service,
                           const Bins& bins) {
  const Lines lines = lines_of(subjects, service, bins);
  std::uint64_t top = 0;
  for (const auto& line : lines) top = std::max(top, std::ranges::max(line));
  table.row(service);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Ends ends = subjects.contenders[i].arm->tally.of_service(service).ends;
    const std::string words =
        ends.begun() == 0 ? "nobody came"
                          : fmt::format("{} of {} ({})", count_text(ends.finished), count_text(ends.begun()),
                                        share_text(ends.finished, ends.begun()));
    table.begin_cell();
    draw_spark(html, subjects, i, bins, lines[i], top,
               fmt::format("{}, {}, tasks finished over time: {}", cut(service, 48),
                           subjects.contenders[i].letter, words));
    html.raw("<span>").text(words).raw("</span>");
    table.end_cell();
  }
}

void write_group_picture(Markup& html, const Subjects& subjects, Table& table, const GroupSubject& group) {
  table.row(group.title);
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    const Contender& one = subjects.contenders[i];
    const Ends ends = one.arm->tally.of_group(group.name).ends;
    table.begin_cell();
    if (ends.begun() == 0) {
      html.raw("<span>nobody came</span>");
    } else {
      const std::string finished = share_text(ends.finished, ends.begun()) + " finished";
      const std::string refused = share_text(ends.wrongly_refused(), ends.begun()) + " wrongly refused";
      draw_ends(html, subjects, i, ends,
                fmt::format("{}, {}: {}, {}", cut(group.title, 48), one.letter, finished, refused));
      html.raw("<span>").text(finished).raw("</span><span>").text(refused).raw("</span>");
    }
    table.end_cell();
  }
}

}  // namespace

void write_over_time(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty()) return;
  const Section section(html, "over-time", "Tasks finished over time");
  const Bins bins = bins_for(subjects, kTimeBinsMax);
  const Lines lines = lines_of_all(subjects, bins);
  html.raw("<figure>\n<figcaption>Tasks finished per second, counted for ").text(each_bin(bins));
  html.raw(
      ". Shaded: the phases under attack. A letter above the picture: an order, in the arm of this "
      "letter.</figcaption>\n");
  write_legend(html, subjects);
  draw_time_chart(html, subjects,
                  {"Tasks finished per second over time, one line for each arm",
                   "Each line is one arm; where it falls to the bottom, nobody finished anything. The "
                   "numbers follow below.",
                   bins, lines});
  html.raw("</figure>\n");
  write_phases(html, subjects.result.scenario);
  const Details details(html, "The numbers of this picture: tasks finished in " + each_bin(bins));
  write_numbers(html, subjects, "Tasks finished over time, all services", bins, lines);
}

void write_services(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty() || subjects.services.empty()) return;
  const Section section(html, "services", "Each service");
  html.raw(
      "<p>Tasks finished over time, and how many of those that were begun. The pictures of one service have "
      "the same "
      "scale; shaded are the phases under attack.</p>\n");
  const Bins bins = bins_for(subjects, kSparkBinsMax);
  {
    Table table(html, "Tasks finished over time at each service", heads_of_arms(subjects, "Service"),
                "pictures");
    for (const std::string& service : subjects.services)
      write_service_picture(html, subjects, table, service, bins);
  }
  const Bins coarse = bins_for(subjects, kNumberBinsMax);
  const Details details(html, "The numbers of these pictures: tasks finished in " + each_bin(coarse));
  for (const std::string& service : subjects.services) {
    html.raw("<h3>").text(service).raw("</h3>\n");
    write_numbers(html, subjects, "Tasks finished over time at " + service, coarse,
                  lines_of(subjects, service, coarse));
  }
}

void write_groups(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty() || subjects.groups.empty()) return;
  const Section section(html, "groups", "Groups of people");
  html.raw(
      "<p>A defence may protect the many and lock out the few. Each bar is all tasks of a group: the full "
      "height was "
      "finished, the half height wrongly refused, the thin rest failed.</p>\n");
  {
    Table table(html, "How tasks of each group of people ended", heads_of_arms(subjects, "Group"),
                "pictures");
    for (const GroupSubject& group : subjects.groups) write_group_picture(html, subjects, table, group);
  }
  const Details details(html, "The numbers of these pictures: tasks finished / wrongly refused / begun");
  Table table(html, "Tasks of each group: finished, wrongly refused, begun", heads_of_arms(subjects, "Group"),
              "dense");
  for (const GroupSubject& group : subjects.groups) {
    table.row(group.title);
    for (const Contender& one : subjects.contenders) {
      const Ends ends = one.arm->tally.of_group(group.name).ends;
      table.cell(count_text(ends.finished) + " / " + count_text(ends.wrongly_refused()) + " / " +
                 count_text(ends.begun()));
    }
  }
}

}  // namespace bulkhead::drill
