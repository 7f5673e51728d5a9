// What the gate says of one request.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "answers/refusal.h"
#include "base/id.h"
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
  /// Of a self-test: it ends here, and the answer says what became of it.
  bool self_test = false;
  /// What the refused person is told to name; an empty one is made when the answer is.
  Id reference;
  /// Rules may say another status than the kind's, and a place to go to; 0 and empty: they do not.
  std::uint16_t status = 0;
  std::string_view location;

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
