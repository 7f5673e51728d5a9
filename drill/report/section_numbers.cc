// For whoever wants to know exactly: why tasks were not finished, and every count of every service and group.

#include <fmt/format.h>

#include <algorithm>

#include "base/escape.h"
#include "drill/report/sections.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

constexpr std::size_t kReasonsMax = 20;

void write_reasons_of(Markup& html, const Subjects& subjects, std::size_t contender) {
  const auto reasons = subjects.contenders[contender].arm->tally.reasons();
  std::uint64_t tasks = 0;
  for (const auto& [why, count] : reasons) tasks += count;
  const std::string title = arm_title(subjects, contender);
  if (reasons.empty()) {
    html.raw("<p>").text(title).raw(": every task that was begun was finished.</p>\n");
    return;
  }
  const Details details(
      html, fmt::format("{}: {} not finished, for {}", cut(title, 64),
                        tasks == 1 ? "1 task" : count_text(tasks) + " tasks",
                        reasons.size() == 1 ? "one reason" : count_text(reasons.size()) + " reasons"));
  Table table(html, "Why tasks were not finished: " + title, {"Why", "Tasks"}, "reasons");
  for (std::size_t i = 0; i < std::min(reasons.size(), kReasonsMax); ++i)
    table.row(reasons[i].first).cell(count_text(reasons[i].second));
  if (reasons.size() > kReasonsMax) {
    std::uint64_t rest = 0;
    for (std::size_t i = kReasonsMax; i < reasons.size(); ++i) rest += reasons[i].second;
    table.row(fmt::format("{} more reasons, in the JSON report", reasons.size() - kReasonsMax))
        .cell(count_text(rest));
  }
}

void count_row(Table& table, std::string_view head, const TaskCounts& counts) {
  const Ends& ends = counts.ends;
  table.row(head)
      .cell(count_text(ends.begun()))
      .cell(count_text(ends.finished))
      .cell(share_text(ends.finished, ends.begun()))
      .cell(count_text(ends.wrongly_refused()))
      .cell(count_text(ends.refused))
      .cell(count_text(ends.late))
      .cell(count_text(ends.failed))
      .cell(latency_text(counts.pages, 0.5))
      .cell(latency_text(counts.pages, 0.99));
}

std::vector<std::string> count_heads(std::string_view first) {
  return {std::string(first), "Begun",     "Finished", "Share",    "Wrongly refused",
          "by an answer",     "by a wait", "Failed",   "Page p50", "Page p99"};
}

}  // namespace

void write_reasons(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty()) return;
  const Section section(html, "reasons", "Why tasks were not finished");
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) write_reasons_of(html, subjects, i);
}

void write_all_numbers(Markup& html, const Subjects& subjects) {
  if (subjects.contenders.empty()) return;
  const Section section(html, "numbers", "All numbers");
  html.raw("<p>Services by groups, and every second, stand in the JSON report.</p>\n");
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    const Tally& tally = subjects.contenders[i].arm->tally;
    const std::string title = arm_title(subjects, i);
    const Details details(html, title);
    {
      Table table(html, "Services: " + title, count_heads("Service"), "dense");
      for (const std::string& service : subjects.services)
        count_row(table, service, tally.of_service(service));
      count_row(table, "All services", tally.all());
    }
    Table table(html, "Groups: " + title, count_heads("Group"), "dense");
    for (const GroupSubject& group : subjects.groups)
      count_row(table, group.title, tally.of_group(group.name));
  }
}

}  // namespace bulkhead::drill
