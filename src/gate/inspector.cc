#include "gate/inspector.h"

namespace bulkhead::gate {

Inspector::Inspector() : engine_({}, collections_, nullptr) {}
Inspector::~Inspector() = default;

RuleInspection* Inspector::begin(const std::shared_ptr<const LoadedImage>& image,
                                 program::ServiceIndex service, bool guarded,
                                 const inspect::RequestHead& head, Id reference, inspect::Tracer* tracer) {
  if (image->rules.of(service).program == nullptr) return nullptr;
  return new RuleInspection(engine_, image, service, guarded, head, reference, tracer);
}

void Inspector::end(RuleInspection* inspection) {
  inspection->log();
  delete inspection;
}

void Inspector::prepare(const LoadedImage& image) {
  for (std::size_t i = 0; i < image.services.size(); ++i) {
    const auto* program = image.rules.of(static_cast<program::ServiceIndex>(i)).program;
    if (program != nullptr) engine_.workspace().prepare(*program);
  }
}

}  // namespace bulkhead::gate
