#include "posture/sentence.h"

#include <vector>

#include <fmt/format.h>

#include "base/timestamp.h"
#include "posture/preview.h"

namespace bulkhead::posture {
namespace {

// A sentence that lists more than this is not read.
constexpr std::size_t kNamesShownMax = 3;

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  const std::size_t shown = names.size() <= kNamesShownMax ? names.size() : kNamesShownMax - 1;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::string people(std::uint16_t permille) {
  if (permille == 0) return "nobody counted today";
  if (permille < 10) return "under 1 % of today's people";
  return fmt::format("{} % of today's people", (permille + 5) / 10);
}

std::string essential_dependents(std::size_t count) {
  return count == 1 ? "1 essential one depends on it" : fmt::format("{} essential ones depend on it", count);
}

bool closes_something(const Preview& preview) {
  for (const auto& change : preview.changes) {
    if (change.to.level == Level::kClosed) return true;
  }
  return false;
}

// "{names} stay{s} {how}".
std::string stays(const std::vector<std::string>& names, std::string_view how) {
  return fmt::format("; {} {}{}", listed(names), names.size() == 1 ? "stays" : "stay", how);
}

std::string open_though_closing(const Preview& preview) {
  std::vector<std::string> names;
  for (const Preview::OpenDoor& door : preview.stay_open) names.push_back(door.service);
  const std::size_t all = preview.services.size();
  return fmt::format("; {} of {} closed; STILL OPEN: {} ({})", all - names.size(), all, listed(names),
                     names.size() == 1 ? "an order of its own" : "orders of their own");
}

// Without a clock, so that it reads the same in every zone and in history: by how much, not until when.
std::string lasting(const Preview::EndingChange& change) {
  if (change.to.kind == Ending::Kind::kPerson) return "now until a person opens";
  if (!change.to.at) return "now without an end";
  if (!change.from.at) return "now with an end";
  const Milliseconds more = *change.to.at - *change.from.at;
  return more < Milliseconds(0) ? duration_text(-more) + " shorter" : duration_text(more) + " longer";
}

std::string other_endings(const Preview& preview) {
  std::vector<std::string> names;
  const Preview::EndingChange& first = preview.endings.front();
  bool alike = true;
  for (const Preview::EndingChange& change : preview.endings) {
    names.push_back(change.service);
    alike = alike && change.posture.level == first.posture.level && lasting(change) == lasting(first);
  }
  return stays(names, alike ? fmt::format(" {}, {}", name(first.posture.level), lasting(first))
                            : std::string(" as before, with another ending"));
}

}  // namespace

std::string sentence(const Preview& preview) {
  const std::size_t count = preview.services.size();
  std::string text = count == 1 ? preview.services.front() : fmt::format("{} services", count);
  if (preview.people_permille) text += ", " + people(*preview.people_permille);
  if (const std::size_t needing = preview.essential_depends_on_it.size(); needing > 0) {
    text += ", " + essential_dependents(needing);
  }
  if (closes_something(preview)) {
    text += preview.lanes_stay.empty() ? "; no lane stays" : "; " + listed(preview.lanes_stay) + " stay";
  }
  if (!preview.stay_open.empty())
    text += open_though_closing(preview);
  else if (const auto& looser = preview.stay_looser; !looser.empty())
    text += stays(looser,
                  looser.size() == 1 ? " looser by an order of its own" : " looser by orders of their own");
  if (!preview.stay_stricter.empty()) text += stays(preview.stay_stricter, " stricter by another order");
  if (!preview.endings.empty())
    text += other_endings(preview);
  else if (preview.changes.empty())
    text += "; nothing changes";
  return text;
}

}  // namespace bulkhead::posture
