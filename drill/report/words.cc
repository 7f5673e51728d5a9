#include "drill/report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/timestamp.h"

namespace bulkhead::drill {
namespace {

struct Way {
  std::string_view arm;
  std::string_view words;
};
constexpr std::array<Way, 5> kWays = {{{"bulkhead", "through Bulkhead"},
                                       {"nothing", "with nothing in front"},
                                       {"off-by-hand", "switched off by hand"},
                                       {"modsecurity", "through nginx with ModSecurity"},
                                       {"haproxy", "through HAProxy"}}};

// How people came to the services in this arm.
std::string way(const ArmResult& arm) {
  const auto* known = std::ranges::find(kWays, std::string_view(arm.name), &Way::arm);
  return known == kWays.end() ? "with " + arm.title : std::string(known->words);
}

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

// Those that were played, ours first.
std::vector<const ArmResult*> played(const DrillResult& result) {
  std::vector<const ArmResult*> arms;
  for (const ArmResult& arm : result.arms)
    if (arm.not_played.empty()) arms.push_back(&arm);
  std::ranges::stable_partition(arms, [](const ArmResult* arm) { return arm->name == "bulkhead"; });
  return arms;
}

bool is_after_records(Attack::Kind kind) {
  return kind == Attack::Kind::kHarvest || kind == Attack::Kind::kExport;
}

}  // namespace

std::string count_text(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string share_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "–";
  if (part == 0) return "0 %";
  if (part == whole) return "100 %";
  const double percent = 100 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 0.1) return "< 0.1 %";
  if (percent > 99.9) return "> 99.9 %";
  return fmt::format("{:.1f} %", percent);
}

std::string latency_text(const load::Histogram& pages, double share) {
  if (pages.count() == 0) return "–";
  const std::uint64_t us = pages.quantile(share);
  if (us < 10'000) return fmt::format("{:.1f} ms", static_cast<double>(us) / 1e3);
  if (us < 999'500) return fmt::format("{:.0f} ms", static_cast<double>(us) / 1e3);
  return fmt::format("{:.1f} s", static_cast<double>(us) / 1e6);
}

std::string clock_text(Milliseconds at) {
  const std::int64_t seconds = std::max<std::int64_t>(at.count(), 0) / 1'000;
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string moment_text(RealTime at) {
  const std::string text = rfc3339(at);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

std::string delay_text(const std::optional<Milliseconds>& delay, std::string_view nobody) {
  if (!delay) return std::string(nobody);
  return fmt::format("{:.1f} s", static_cast<double>(delay->count()) / 1e3);
}

std::string caveat(const ArmResult& arm) {
  std::string words;
  if (arm.cut_short) words = "stopped before its end";
  const auto troubles = std::ranges::count(arm.timeline, Moment::Kind::kTrouble, &Moment::kind);
  if (troubles > 0) {
    if (!words.empty()) words += "; ";
    words += fmt::format("the drill itself had trouble, {} {}", troubles, troubles == 1 ? "time" : "times");
  }
  return words;
}

std::string head_sentence(const DrillResult& result) {
  std::string sentence;
  std::string_view verb = " tasks were finished";
  for (const ArmResult* arm : played(result)) {
    const Ends ends = arm->tally.all().ends;
    std::string clause = way(*arm);
    if (ends.begun() == 0) {
      clause += " no task was begun";
    } else {
      clause += fmt::format(" {} of {}{} ({})", count_text(ends.finished), count_text(ends.begun()), verb,
                            share_text(ends.finished, ends.begun()));
      verb = {};
    }
    sentence += sentence.empty() ? capitalised(std::move(clause)) : "; " + clause;
  }
  return sentence.empty() ? "No arm of this drill was played." : sentence + ".";
}

std::string records_sentence(const DrillResult& result) {
  std::string sentence;
  for (const ArmResult* arm : played(result)) {
    const bool tried = std::ranges::any_of(
        arm->attacks, [](const AttackOutcome& one) { return is_after_records(one.kind) || one.persons > 0; });
    if (!tried && arm->persons_out == 0) continue;
    if (sentence.empty())
      sentence = fmt::format("{} the records of {} {} got out", capitalised(way(*arm)),
                             count_text(arm->persons_out), arm->persons_out == 1 ? "person" : "persons");
    else
      sentence += fmt::format("; {} those of {}", way(*arm), count_text(arm->persons_out));
  }
  return sentence.empty() ? sentence : sentence + ".";
}

}  // namespace bulkhead::drill
