// Who obeys the newest publication, from what workers say of themselves.

#pragma once

#include "control/daemon/observatory.h"
#include "control/publish/segment_publisher.h"
#include "control/rest/api.h"

namespace bulkhead::control {

class WorkerObedience final : public rest::Obedience {
 public:
  WorkerObedience(Observatory& observatory, const SegmentPublisher& publisher, const os::Clock& clock)
      : observatory_(observatory), publisher_(publisher), clock_(clock) {}

  rest::Obeyed look(MonoTime asked) override;

 private:
  Observatory& observatory_;
  const SegmentPublisher& publisher_;
  const os::Clock& clock_;
};

}  // namespace bulkhead::control
