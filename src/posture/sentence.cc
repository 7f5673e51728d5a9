#include "posture/sentence.h"

#include <vector>

#include <fmt/format.h>

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
  if (!preview.stay_looser.empty()) text += stays(preview.stay_looser, " looser by an order of its own");
  if (!preview.stay_stricter.empty()) text += stays(preview.stay_stricter, " stricter by another order");
  if (preview.changes.empty()) text += "; nothing changes";
  return text;
}

}  // namespace bulkhead::posture
