// The inspector of one worker: begins inspections, keeps them while their requests live, and takes them back.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gate/rule_inspection.h"
#include "inspect/engine.h"
#include "inspect/local_collections.h"

namespace bulkhead::gate {

/// Ownership  Owns the engine and every inspection it began.
/// Threads    The worker's thread.
/// Memory     See inspect::Engine; an inspection object is reused, so that the steady state allocates nothing.
class Inspector {
 public:
  Inspector();
  ~Inspector();

  /// Nothing when the service runs no rules.
  RuleInspection* begin(const std::shared_ptr<const LoadedImage>& image, program::ServiceIndex service,
                        bool guarded, const inspect::RequestHead& head, Id reference,
                        inspect::Tracer* tracer = nullptr);
  /// Runs the logging phase and takes the inspection back.
  void end(RuleInspection* inspection);

  /// Compiles what the image's programs need compiled in this process.
  void prepare(const LoadedImage& image);

 private:
  inspect::LocalCollections collections_;
  inspect::Engine engine_;
};

}  // namespace bulkhead::gate
