#include <map>

#include "policy/check/checks.h"

namespace bulkhead::policy {

void check_operators(const Draft& draft, Findings& findings) {
  std::map<std::uint32_t, const OperatorDraft*> by_uid;
  std::map<std::string_view, const OperatorDraft*> by_token;
  std::size_t may_approve = 0;
  for (const OperatorDraft& one : draft.operators) {
    if (one.person.role != Role::kAuditor) ++may_approve;
    if (one.person.uid) {
      const auto [first, added] = by_uid.emplace(*one.person.uid, &one);
      if (!added) {
        findings.error(one.uid_at->place(),
                       "the uid is already " + first->second->person.id + "'s (" +
                           findings.line_text(first->second->uid_at->node->offset) + ")",
                       "an account for each person: who acts and who agrees must be told apart");
      }
    }
    if (!one.person.token_sha256.empty()) {
      const auto [first, added] = by_token.emplace(one.person.token_sha256, &one);
      if (!added) {
        findings.error(one.token_at->place(),
                       "the token is already " + first->second->person.id + "'s (" +
                           findings.line_text(first->second->token_at->node->offset) + ")",
                       "a token for each person: who acts and who agrees must be told apart");
      }
    }
  }
  if (!draft.operators.empty() && may_approve < 2) {
    findings.warning(draft.operators.front().at.key_place(),
                     "fewer than two persons may act: nobody can agree as a second one",
                     "two operators at least with role duty or chief");
  }
}

}  // namespace bulkhead::policy
