#include "answers/public_state.h"

namespace bulkhead::answers {

PublicView public_view(const posture::Posture& posture, bool upstream_down) {
  if (posture.level == posture::Level::kClosed) return {PublicState::kClosed, Limitation::kNone};
  if (upstream_down) return {PublicState::kDegraded, Limitation::kFault};
  if (posture.share_permille < posture::kShareAll) return {PublicState::kDegraded, Limitation::kReopening};
  return {};
}

std::string_view name(PublicState state) {
  switch (state) {
    case PublicState::kOperational: return "operational";
    case PublicState::kDegraded: return "degraded";
    case PublicState::kClosed: return "closed";
  }
  return "closed";
}

}  // namespace bulkhead::answers
