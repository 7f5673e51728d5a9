#include "drill/report/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>

#include "base/escape.h"
#include "base/timestamp.h"
#include "base/utf8.h"
#include "drill/report/subjects.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

constexpr std::size_t kColumnsMax = 100;
constexpr std::size_t kArmColumns = 14;  // "10,840 >99.9%", "not defended"
constexpr std::size_t kLabelColumns = 30;
constexpr std::size_t kArmsAbreast = (kColumnsMax - kLabelColumns) / kArmColumns;

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (; !text.empty(); ++columns) text.remove_prefix(first_code_point(text).bytes);
  return columns;
}

// Escaped, and cut to that many columns.
std::string fit(std::string_view any, std::size_t columns_max) {
  std::string text = escape_terminal(any);
  if (columns_of(text) <= columns_max) return text;
  std::size_t bytes = 0;
  for (std::size_t column = 0; column + 1 < columns_max; ++column)
    bytes += first_code_point(std::string_view(text).substr(bytes)).bytes;
  return text.substr(0, bytes) + "…";
}

// Breaks at blanks; what is longer than a line is cut.
std::string wrapped(std::string_view any) {
  const std::string text = escape_terminal(any);
  std::string lines;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = std::min(text.find(' ', at), text.size());
    const std::string word = fit(text.substr(at, blank - at), kColumnsMax);
    const std::size_t wide = columns_of(word);
    if (column > 0) {
      const bool fits = column + 1 + wide <= kColumnsMax;
      lines += fits ? ' ' : '\n';
      column = fits ? column + 1 : 0;
    }
    lines += word;
    column += wide;
    at = blank + 1;
  }
  return lines + '\n';
}

// "96.7%": columns are dear.
std::string tight_share(std::uint64_t part, std::uint64_t whole) {
  std::string text = share_text(part, whole);
  std::erase(text, ' ');
  return text;
}

std::string count_and_share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "–" : count_text(part) + " " + tight_share(part, whole);
}

using Cell = std::function<std::string(const ArmResult&)>;
using NumberedCell = std::function<std::string(std::size_t contender)>;

/// Some of the arms, as columns.
class SideBySide {
 public:
  SideBySide(const Subjects& subjects, std::size_t first, std::size_t count)
      : subjects_(subjects), first_(first), count_(count) {}

  std::string write() && {
    row("", [](const ArmResult& arm) { return arm.title; });
    everybody();
    services();
    groups();
    stages();
    return std::move(text_);
  }

 private:
  void numbered_row(std::string_view label, const NumberedCell& cell) {
    std::string line = "  " + fit(label, kLabelColumns - 2);
    for (std::size_t i = first_; i < first_ + count_; ++i) {
      const std::string words = fit(cell(i), kArmColumns - 1);
      const std::size_t wanted = kLabelColumns + (i - first_ + 1) * kArmColumns;
      line += std::string(wanted - columns_of(line) - columns_of(words), ' ') + words;
    }
    text_ += line + '\n';
  }

  void row(std::string_view label, const Cell& cell) {
    numbered_row(label, [&](std::size_t contender) { return cell(*subjects_.contenders[contender].arm); });
  }

  void heading(std::string_view words) { text_ += "\n" + std::string(words) + "\n"; }

  void counts(const std::string& label, const std::function<std::uint64_t(const Ends&)>& part) {
    row(label, [&](const ArmResult& arm) {
      const Ends ends = arm.tally.all().ends;
      return count_and_share(part(ends), ends.begun());
    });
  }

  void everybody() {
    heading("Everybody");
    row("tasks begun", [](const ArmResult& arm) { return count_text(arm.tally.all().ends.begun()); });
    counts("finished", [](const Ends& ends) { return ends.finished; });
    counts("wrongly refused", [](const Ends& ends) { return ends.wrongly_refused(); });
    counts("  by an answer", [](const Ends& ends) { return ends.refused; });
    counts("  by a wait of over 30 s", [](const Ends& ends) { return ends.late; });
    counts("failed", [](const Ends& ends) { return ends.failed; });
    row("page, p50", [](const ArmResult& arm) { return latency_text(arm.tally.all().pages, 0.5); });
    row("page, p99", [](const ArmResult& arm) { return latency_text(arm.tally.all().pages, 0.99); });
    row("persons' records got out", [](const ArmResult& arm) { return count_text(arm.persons_out); });
    row("time to notice", [](const ArmResult& arm) { return delay_text(arm.to_notice, "nobody yet"); });
    row("time to name", [](const ArmResult& arm) { return delay_text(arm.to_name, "nobody yet"); });
    row("time to act", [](const ArmResult& arm) { return delay_text(arm.to_act, "nobody yet"); });
  }

  void services() {
    if (subjects_.services.empty()) return;
    heading("Tasks finished, by service");
    for (const std::string& service : subjects_.services) {
      row(service, [&](const ArmResult& arm) {
        const Ends ends = arm.tally.of_service(service).ends;
        return count_and_share(ends.finished, ends.begun());
      });
    }
  }

  void groups() {
    if (subjects_.groups.empty()) return;
    heading("Tasks finished, by group of people");
    for (const GroupSubject& group : subjects_.groups) {
      row(group.name, [&](const ArmResult& arm) {
        const Ends ends = arm.tally.of_group(group.name).ends;
        return count_and_share(ends.finished, ends.begun());
      });
    }
    heading("Wrongly refused, by group of people");
    for (const GroupSubject& group : subjects_.groups) {
      row(group.name, [&](const ArmResult& arm) {
        const Ends ends = arm.tally.of_group(group.name).ends;
        return count_and_share(ends.wrongly_refused(), ends.begun());
      });
    }
  }

  void stages() {
    if (subjects_.stages.empty()) return;
    heading("Stages of the attack");
    for (const Stage& stage : subjects_.stages) {
      numbered_row(stage.phase + ": " + stage.attack, [&](std::size_t contender) {
        const auto verdict = stage.verdict(contender);
        return verdict == AttackOutcome::Verdict::kPartly ? "partly" : std::string(name(verdict));
      });
    }
  }

  const Subjects& subjects_;
  std::size_t first_;
  std::size_t count_;
  std::string text_;
};

std::string remarks(const Subjects& subjects) {
  std::string text;
  for (const ArmResult* arm : subjects.absent)
    text += wrapped("not played: " + arm->title + ": " + arm->not_played);
  for (const Contender& one : subjects.contenders) {
    const std::string words = caveat(*one.arm);
    if (!words.empty()) text += wrapped("note: " + one.arm->title + ": " + words);
  }
  return text;
}

}  // namespace

std::string report_text(const DrillResult& result) {
  const Subjects subjects(result);
  const Scenario& scenario = result.scenario;
  std::string text =
      wrapped(fmt::format("{} ({}), seed {}, {} long, {}", scenario.title, scenario.name, result.seed,
                          duration_text(scenario.lasts()), moment_text(result.began)));
  text += wrapped("Bulkhead " + result.version + " on " + result.machine);
  text += "\n" + wrapped(head_sentence(result));
  if (const std::string sentence = records_sentence(result); !sentence.empty()) text += wrapped(sentence);
  for (std::size_t first = 0; first < subjects.contenders.size(); first += kArmsAbreast) {
    const std::size_t count = std::min(kArmsAbreast, subjects.contenders.size() - first);
    text += "\n" + SideBySide(subjects, first, count).write();
  }
  if (const std::string words = remarks(subjects); !words.empty()) text += "\n" + words;
  text += "\n" + wrapped(
                     "What a drill does not see (the inside of the network, VPN, mail, copied disks, people "
                     "who did not come) "
                     "stands at the end of the HTML report.");
  return text;
}

}  // namespace bulkhead::drill
