#include "control/publish_site/interruptions.h"

#include "answers/status_site.h"

namespace bulkhead::control {
namespace {

answers::PublicState told(const posture::Posture& posture) {
  return answers::public_view(posture, false).state;
}

bool interrupts(const posture::Posture& posture) {
  return told(posture) != answers::PublicState::kOperational;
}

// Looking back, an interruption that is over becomes as bad as the worst of it; one that is not stays what it is now.
void take_in(const posture::Posture& posture, Interruption& one) {
  one.first = posture.order;
  if (!one.ended || told(posture) <= one.state) return;
  one.state = told(posture);
  one.decides = posture.order;
}

Interruption begun_with(const posture::Posture& posture, std::optional<RealTime> ended) {
  return {told(posture), posture.order, posture.order, {}, ended};
}

}  // namespace

std::vector<Interruption> interruptions(const DoorPast& past, const posture::Posture& now) {
  std::vector<Interruption> found;
  std::optional<Interruption> open;
  if (interrupts(now)) open = begun_with(now, std::nullopt);
  for (const RealTime at : past.changes()) {
    if (found.size() == answers::StatusSnapshot::kIncidentsMax) return found;
    const posture::Posture before = past.before(at);
    if (open) open->began = at;
    if (open && interrupts(before)) {
      take_in(before, *open);
    } else if (open) {
      found.push_back(*open);
      open.reset();
    } else if (interrupts(before)) {
      open = begun_with(before, at);
    }
  }
  // Further back nothing is known.
  if (open && open->began != RealTime()) found.push_back(*open);
  return found;
}

}  // namespace bulkhead::control
