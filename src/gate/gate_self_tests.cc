// The gate's part in self-tests: whose they are, and what is said of them.

#include <algorithm>

#include "gate/gate.h"

namespace bulkhead::gate {

// A request by the listener for self-tests that is none is nobody's: it is answered as for a host that nobody knows.
Decision Gate::begin_self_test(Request& request, const Inquiry& inquiry, const Decision& decision) {
  const segment::BankHeader bank = doors_.bank();
  const auto mac = request.has_service()
                       ? accept_self_test(bank.local_keys, segment::boot_id_bytes(clock_.boot_id()),
                                          request.name_hash(), inquiry.self_test, clock_.boot_now())
                       : std::nullopt;
  if (!mac) return Decision::refuse(answers::RefusalKind::kMisdirected);
  request.self_test_mac = *mac;
  return decision.allowed ? decision : end_self_test(request, decision);
}

Decision Gate::end_self_test(Request& request, const Decision& decision) {
  const segment::BankHeader bank = doors_.bank();
  SelfTestAnswer answer;
  answer.worker = options_.pid;
  answer.image_version = images_.version();
  if (images_.get()) answer.image = image().digest();
  if (const RuleInspection* inspection = request.inspection) {
    answer.program = inspection->program_digest();
    answer.rule = inspection->refusing_rule();
    if (!decision.allowed)
      answer.verdict = SelfTestVerdict::kRefused;
    else
      answer.verdict = answer.rule != 0 ? SelfTestVerdict::kWouldRefuse : SelfTestVerdict::kPassed;
  } else if (!decision.allowed) {
    answer.verdict = SelfTestVerdict::kDoor;
  }
  self_test_answer_ = {};
  self_test_answer_.status = answer.verdict == SelfTestVerdict::kRefused ? 403 : 200;
  self_test_answer_.content_type = "text/plain";
  self_test_answer_.body = self_test_body(bank.local_keys[0], request.self_test_mac, answer);
  Decision ended = Decision::refuse(answers::RefusalKind::kInspection);
  ended.self_test = true;
  return ended;
}

}  // namespace bulkhead::gate
