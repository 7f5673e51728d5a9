// The gate's part that asks the rules.

#include "gate/gate.h"

namespace bulkhead::gate {

using segment::ServiceCounter;

Decision Gate::note_inspection(Request& request, Decision decision) {
  if (request.self_test) return decision.allowed ? decision : end_self_test(request, decision);
  if (!decision.allowed && request.has_service())
    add(request, request.slot(), ServiceCounter::kRefusedInspection);
  return decision;
}

Decision Gate::inspect_head(Request& request, const Inquiry& inquiry, const inspect::RequestHead& head) {
  if (!images_.get() || !request.has_service() || request.inspection != nullptr) return Decision::allow();
  // The service that it was admitted to; an image that came meanwhile may not have it any more.
  program::ServiceIndex service = service_of(inquiry);
  if (service == program::kNoService || known(service).name_hash != request.name_hash())
    return Decision::allow();
  const auto step = doors_.step(known(service).slot, known(service).name_hash, clock_.boot_now());
  const bool guarded = step && step->level != posture::Level::kOpen;
  const Id reference =
      Id::make(clock_.real_now(), static_cast<std::uint16_t>(doors_.bank().gateway_id), random_.next());
  Inspector& inspector = request.self_test ? self_test_inspector_ : inspector_;
  request.inspection = inspector.begin(images_.held(), service, guarded, head, reference);
  if (request.inspection == nullptr) return Decision::allow();
  add(request, request.slot(), ServiceCounter::kInspected);
  return note_inspection(request, request.inspection->request_head());
}

Decision Gate::inspect_body(Request& request, std::string_view body, bool cut) {
  Decision decision = Decision::allow();
  if (request.inspection != nullptr)
    decision = note_inspection(request, request.inspection->request_body(body, cut));
  // Rules have seen all of the request: a self-test goes no further.
  return request.self_test && !decision.self_test ? end_self_test(request, decision) : decision;
}

Decision Gate::inspect_response_head(Request& request, const inspect::ResponseHead& head) {
  if (request.inspection == nullptr) return Decision::allow();
  return note_inspection(request, request.inspection->response_head(head));
}

Decision Gate::inspect_response_body(Request& request, std::string_view body, bool cut) {
  if (request.inspection == nullptr) return Decision::allow();
  return note_inspection(request, request.inspection->response_body(body, cut));
}

void Gate::end_inspection(Request& request) noexcept {
  if (request.inspection == nullptr) return;
  (request.self_test ? self_test_inspector_ : inspector_).end(request.inspection);
  request.inspection = nullptr;
}

}  // namespace bulkhead::gate
