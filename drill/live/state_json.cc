#include "drill/live/state_json.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "drill/report/series.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

using nlohmann::json;

// So that a line has points that can be told apart.
constexpr std::uint32_t kPointsMax = 75;

// What a command that failed said may be pages long; its beginning tells which it was.
constexpr std::size_t kOrderBytesMax = 200;

std::uint32_t seconds_of_lasts(const LiveState& state) {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(state.lasts.count() / 1'000, 1));
}

// Tasks finished in each whole bin that is over.
std::vector<std::uint64_t> binned(const std::vector<std::uint32_t>& by_second, std::uint32_t bin) {
  std::vector<std::uint64_t> sums(by_second.size() / bin);
  for (std::size_t i = 0; i < sums.size() * bin; ++i) sums[i / bin] += by_second[i];
  return sums;
}

std::string path_of(const std::vector<std::uint64_t>& values, std::uint64_t top, double wide) {
  std::string path;
  for (std::size_t i = 0; i < values.size(); ++i)
    path += fmt::format("{}{:.1f} {:.1f}", i == 0 ? "M" : "L", (static_cast<double>(i) + 0.5) * wide,
                        kLineHigh * (1 - static_cast<double>(values[i]) / static_cast<double>(top)));
  return path;
}

json service_json(const LiveService& service) {
  const std::string recent = service.recent.begun() == 0
                                 ? ""
                                 : fmt::format("{} of {} in the last {} s", service.recent.finished,
                                               service.recent.begun(), LiveState::kRecentSeconds);
  return {{"name", service.name},         {"door", name(service.door)},
          {"words", words(service.door)}, {"recent", recent},
          {"finished", service.finished}, {"finished_text", count_text(service.finished)}};
}

json order_json(const Moment& moment) {
  return {
      {"at", clock_text(moment.at)}, {"kind", name(moment.kind)}, {"text", cut(moment.text, kOrderBytesMax)}};
}

json link_json(const LiveLink& link) {
  return {{"service", link.service},
          {"address", link.address},
          {"citizen", link.citizen},
          {"password", link.password}};
}

json arm_json(const LiveArm& arm) {
  json out = {{"name", arm.name},
              {"title", arm.title},
              {"playing", arm.playing},
              {"finished", arm.ends.finished},
              {"begun", arm.ends.begun()},
              {"finished_text", count_text(arm.ends.finished)},
              {"begun_text", fmt::format("of {} tasks that have ended", count_text(arm.ends.begun()))},
              {"finished_by_second", arm.finished_by_second}};
  for (const LiveService& service : arm.services) out["services"].push_back(service_json(service));
  for (const Moment& moment : arm.orders) out["orders"].push_back(order_json(moment));
  for (const LiveLink& link : arm.links) out["links"].push_back(link_json(link));
  return out;
}

// All lines have one measure, so that arms can be compared.
void add_lines(const LiveState& state, json& arms) {
  const std::uint32_t bin = (seconds_of_lasts(state) + kPointsMax - 1) / kPointsMax;
  std::vector<std::vector<std::uint64_t>> lines;
  std::uint64_t most = 1;
  for (const LiveArm& arm : state.arms) {
    lines.push_back(binned(arm.finished_by_second, bin));
    for (const std::uint64_t value : lines.back()) most = std::max(most, value);
  }
  const std::uint64_t top = round_up(most);
  const double wide = static_cast<double>(kLineWide) * bin / seconds_of_lasts(state);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    arms[i]["line"] = path_of(lines[i], top, wide);
    arms[i]["top"] = fmt::format("{:.3g} tasks a second", static_cast<double>(top) / bin);
  }
}

}  // namespace

nlohmann::json state_json(const LiveState& state) {
  json arms = json::array();
  for (const LiveArm& arm : state.arms) arms.push_back(arm_json(arm));
  add_lines(state, arms);
  const bool playing = state.stage == LiveState::Stage::kPlaying;
  std::string now = "Over.";
  if (playing) now = state.phase;
  if (state.stage == LiveState::Stage::kPreparing)
    now = state.preparing.empty() ? "Preparing" : "Preparing: " + state.preparing;
  if (state.stage == LiveState::Stage::kEnding) now = "Over; the report is being written";
  return {{"stage", name(state.stage)},
          {"title", state.title},
          {"at_ms", state.at.count()},
          {"lasts_ms", state.lasts.count()},
          {"clock", fmt::format("{} of {}", clock_text(state.at), clock_text(state.lasts))},
          {"phase", state.phase},
          {"now", now},
          {"summary", state.summary},
          {"playing", playing},
          {"over", state.stage == LiveState::Stage::kOver},
          {"report", state.report},
          {"arms", arms}};
}

}  // namespace bulkhead::drill
