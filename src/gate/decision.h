// What the gate says of one request.

#pragma once

#include <cstdint>
#include <optional>

#include "answers/refusal.h"
#include "program/image.h"
#include "segment/step_word.h"

namespace bulkhead::gate {

/// Allow, or refuse and what for. A decision is not a failure: it has no error to hand on.
struct [[nodiscard]] Decision {
  bool allowed = true;
  answers::RefusalKind refusal = answers::RefusalKind::kClosed;
  /// The service that the refusal is about; kNoService when none is named.
  program::ServiceIndex service = program::kNoService;
  /// The step of the door that refused.
  std::optional<segment::DoorStep> step;
  bool close_connection = false;

  static Decision allow() { return {}; }
  static Decision refuse(answers::RefusalKind kind, program::ServiceIndex service = program::kNoService) {
    Decision decision;
    decision.allowed = false;
    decision.refusal = kind;
    decision.service = service;
    return decision;
  }
};

}  // namespace bulkhead::gate
