#include "cli/reopening.h"

#include <fmt/core.h>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/moments.h"

namespace bulkhead::cli {

namespace {

constexpr std::int64_t kShareAll = 1000;

std::string percent(std::int64_t permille) {
  return permille % 10 == 0 ? fmt::format("{} %", permille / 10)
                            : fmt::format("{}.{} %", permille / 10, permille % 10);
}

std::string stage_text(JsonView stage) {
  const std::string level = stage["level"].text();
  const std::int64_t share = stage["share_permille"].whole(kShareAll);
  if (level == "open") return share >= kShareAll ? "everybody" : percent(share);
  if (level == "closed" || share >= kShareAll) return escape_terminal(level);
  return escape_terminal(level) + " " + percent(share);
}

std::string stages_from(JsonView order, RealTime at, RealTime now) {
  std::string text;
  for (const JsonView& stage : order["then"].items()) {
    text += fmt::format(", {} from {}", stage_text(stage), local_time(at, now));
    const Result<Milliseconds> lasts = parse_duration(stage["for"].text());
    if (!lasts) return text;  // a last stage without end
    at += *lasts;
  }
  return text + ", everybody from " + local_time(at, now);
}

}  // namespace

bool opens_by_share(JsonView order) {
  return order["level"].text() == "open" && order["share_permille"].whole(kShareAll) < kShareAll;
}

std::string stages_text(JsonView order, RealTime now) {
  const std::string cause = order["cause"].text();
  const std::string until = order["until"].text();
  if (until.empty() || cause == "compromise" || cause == "attack") return "";
  return stages_from(order, instant(until), now);
}

std::string asked_text(JsonView order) {
  const std::string level = escape_terminal(order["level"].text());
  const std::int64_t share = order["share_permille"].whole(kShareAll);
  return level == "closed" || share >= kShareAll ? level : level + " to " + percent(share);
}

std::string reopening_text(JsonView order, RealTime now) {
  const std::string first = percent(order["share_permille"].whole()) + " now";
  const std::string cause = order["cause"].text();
  const std::string until = order["until"].text();
  if (until.empty() || cause == "compromise") return first + ", " + ending_text(cause, std::nullopt, now);
  if (cause == "attack")
    return fmt::format("{}; at {} a person decides on the next stage: nothing measures quiet yet", first,
                       local_time(instant(until), now));
  return first + stages_text(order, now);
}

}  // namespace bulkhead::cli
