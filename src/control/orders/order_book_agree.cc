// What waits for a second person, and what the second person says.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/escape.h"
#include "base/timestamp.h"
#include "control/orders/canonical.h"
#include "control/orders/order_book_state.h"
#include "os/sha256.h"

namespace bulkhead::control {

using posture::Order;

namespace {

void set_times(Proposal& proposal, BootTime boot, RealTime real) {
  proposal.proposed_real = real;
  proposal.expires_real = real + OrderBook::kProposalLasts;
  proposal.expires = boot + OrderBook::kProposalLasts;
}

void keep_changes(Proposal& proposal, std::vector<ProposedChange> changes) {
  if (changes.size() > Proposal::kChangesMax) {
    std::ranges::stable_partition(changes, [](const ProposedChange& one) { return one.kind == "loosens"; });
    proposal.changes_left_out = changes.size() - Proposal::kChangesMax;
    changes.resize(Proposal::kChangesMax);
  }
  for (ProposedChange& change : changes) change.what = cut(change.what, Proposal::kChangeBytesMax);
  proposal.changes = std::move(changes);
}

posture::Scope scope_of(const Proposal& proposal) {
  if (is_of_another_part(proposal.kind)) return {};
  const auto proposed = decode_proposed(proposal.payload);
  return proposed ? proposed->request.scope : posture::Scope{};
}

HistoryEntry answer_entry(const posture::Person& person, std::string action, const Proposal& proposal,
                          std::string_view reason) {
  HistoryEntry entry = entry_of(person, std::move(action), scope_of(proposal), reason);
  if (is_of_another_part(proposal.kind)) entry.scope.clear();
  entry.what = proposal.what;
  entry.drill = proposal.drill;
  entry.links = {proposal.id};
  return entry;
}

}  // namespace

Status OrderBook::State::keep(Proposal proposal, HistoryEntry entry, const Now& now) {
  if (proposals.size() >= kProposalsMax) {
    return fail(ErrorCode::kLimit,
                fmt::format("{} proposals are waiting; {} are allowed: approve or reject some",
                            proposals.size(), kProposalsMax));
  }
  StoreChange change;
  entry.outcome = "proposed: " + proposal.why;
  entry.links = {proposal.id};
  change.history.push_back(std::move(entry));
  change.proposed.push_back(proposal);
  if (auto status = commit(std::move(change), now); !status) {
    return fail(status.error().code,
                fmt::format("a proposal cannot be kept, so nobody can agree to it; --alone does "
                            "without the second person ({})",
                            status.error().message));
  }
  proposals.push_back(std::move(proposal));
  return {};
}

Result<Outcome> OrderBook::State::propose(Proposal proposal, const Proposed& proposed, const Weighed& weighed,
                                          const posture::Scope& scope, const Now& now) {
  proposal.id = make_id(now);
  proposal.why = weighed.permission.why;
  set_times(proposal, now.boot(), now.real());
  proposal.payload = encode(proposed);
  proposal.text = proposal.kind == ProposalKind::kUndo ? canonical_undo(proposal, proposed)
                                                       : canonical_order(proposal, proposed);
  proposal.digest = os::sha256_hex(proposal.text);
  HistoryEntry entry = entry_of({proposal.author, {}, false}, "propose", scope, proposal.reason);
  entry.what = proposal.what + ": " + weighed.preview.sentence;
  entry.drill = proposal.drill;
  if (auto status = keep(proposal, std::move(entry), now); !status) return fail_as(status);
  Outcome outcome;
  outcome.kind = Outcome::Kind::kProposed;
  outcome.preview = weighed.preview;
  outcome.needs_second_person = true;
  outcome.why = proposal.why;
  outcome.proposal = std::move(proposal);
  return outcome;
}

Result<Proposal> OrderBook::State::propose_for_another_part(const posture::Person& person, Proposal proposal,
                                                            std::vector<ProposedChange> changes) {
  const Now now = this->now();
  if (proposal.payload.size() > Proposal::kPayloadBytesMax ||
      proposal.what.size() > Proposal::kTextBytesMax) {
    return fail(ErrorCode::kLimit,
                fmt::format("the proposal has {} bytes of payload and {} of text; {} and {} are allowed",
                            proposal.payload.size(), proposal.what.size(), Proposal::kPayloadBytesMax,
                            Proposal::kTextBytesMax));
  }
  if (auto status = check_reason(proposal.reason, Reason::kRequired); !status) return fail_as(status);
  proposal.id = make_id(now);
  proposal.author = person.id;
  keep_changes(proposal, std::move(changes));
  set_times(proposal, now.boot(), now.real());
  proposal.text = canonical_of_another_part(proposal, os::sha256_hex(proposal.payload));
  proposal.digest = os::sha256_hex(proposal.text);
  HistoryEntry entry = entry_of(person, "propose", {}, proposal.reason);
  entry.scope.clear();
  entry.what = proposal.what;
  if (auto status = keep(proposal, std::move(entry), now); !status) return fail_as(status);
  return proposal;
}

Result<Proposal> OrderBook::propose_policy(const posture::Person& person, std::string what,
                                           std::string payload, std::string why, std::string_view reason,
                                           std::vector<ProposedChange> changes) {
  Proposal proposal;
  proposal.kind = ProposalKind::kPolicy;
  proposal.what = std::move(what);
  proposal.payload = std::move(payload);
  proposal.why = std::move(why);
  proposal.reason = reason;
  return state_->propose_for_another_part(person, std::move(proposal), std::move(changes));
}

Result<Proposal> OrderBook::propose_drill(const posture::Person& person, std::string what,
                                          std::string payload, std::string why, std::string_view reason) {
  Proposal proposal;
  proposal.kind = ProposalKind::kDrill;
  proposal.what = std::move(what);
  proposal.payload = std::move(payload);
  proposal.why = std::move(why);
  proposal.reason = reason;
  return state_->propose_for_another_part(person, std::move(proposal), {});
}

Result<Proposal> OrderBook::State::waiting(Id id, const Now& now) const {
  const auto found = std::ranges::find(proposals, id, &Proposal::id);
  if (found == proposals.end()) {
    return fail(ErrorCode::kNotFound,
                fmt::format("no proposal {} is waiting: it was never made, or is over", id.text()));
  }
  if (found->expires <= now.boot()) {
    return fail(ErrorCode::kConflict, fmt::format("proposal {} expired after {}: propose it again", id.text(),
                                                  duration_text(kProposalLasts)));
  }
  return *found;
}

Result<Proposal> OrderBook::State::waiting(Id id, bool drill, const Now& now) const {
  auto proposal = waiting(id, now);
  if (!proposal || !drill || proposal->drill || policy.rehearsal) return proposal;
  return fail(ErrorCode::kConflict,
              fmt::format("proposal {} is meant in earnest: a rehearsal has no say in it", id.text()));
}

void OrderBook::State::forget_proposal(Id id) {
  std::erase_if(proposals, [&](const Proposal& proposal) { return proposal.id == id; });
}

// Somebody who may not act any more cannot have acted through a proposal.
Status OrderBook::State::check_author(const Proposal& proposal) const {
  const auto author = std::ranges::find(policy.operators, proposal.author, &posture::Person::id);
  if (author != policy.operators.end() && author->role != posture::Role::kAuditor) return {};
  return fail(ErrorCode::kConflict,
              fmt::format("{} proposed it and may not act any more: propose it again", proposal.author));
}

Result<OrderBook::State::Act> OrderBook::State::act_of(const Proposal& proposal,
                                                       const posture::Person& approver, const Now& now) {
  const auto proposed = decode_proposed(proposal.payload);
  if (!proposed) return fail_as(proposed);
  Act act;
  if (proposal.kind == ProposalKind::kUndo) {
    act.ended = proposed->ends;
    act.how = fmt::format("undone by {} and {}", proposal.author, approver.id);
  } else {
    auto made = act_of(proposed->request, proposal.author, approver.id, now);
    if (!made) return fail_as(made);
    act = *std::move(made);
    act.how = fmt::format("opened by {} and {}", proposal.author, approver.id);
  }
  const bool all_there = std::ranges::all_of(act.ended, [&](Id id) { return find(id) != nullptr; });
  if (!all_there || act.ended != proposed->ends) {
    return fail(ErrorCode::kConflict,
                "the orders that it would take away are not the same any more: propose it again");
  }
  return act;
}

Result<Outcome> OrderBook::State::close_proposal(const Proposal& proposal, Outcome::Kind kind,
                                                 HistoryEntry entry, const Now& now) {
  StoreChange change;
  entry.outcome = name(kind);
  change.history.push_back(std::move(entry));
  change.proposals_over.push_back(proposal.id);
  if (auto status = commit(std::move(change), now); !status) return fail_as(status);
  forget_proposal(proposal.id);
  Outcome outcome;
  outcome.kind = kind;
  outcome.proposal = proposal;
  return outcome;
}

Result<Outcome> OrderBook::approve(const posture::Person& person, Id id, std::string_view digest,
                                   std::string_view reason, bool drill) {
  State& state = *state_;
  const State::Now now = state.now();
  const auto proposal = state.waiting(id, drill, now);
  if (!proposal) return fail_as(proposal);
  if (auto status = check_reason(reason, Reason::kOptional); !status) return fail_as(status);
  const posture::Scope scope = scope_of(*proposal);
  HistoryEntry entry = answer_entry(person, "approve", *proposal, reason);
  const posture::Permission permission = posture::may_approve(person, proposal->author);
  if (permission.verdict != posture::Verdict::kAllowed)
    return state.refuse(std::move(entry), permission.why, now);
  if (digest != proposal->digest) {
    return fail(ErrorCode::kConflict,
                fmt::format("the digest is not the one of proposal {}: read it again", id.text()));
  }
  if (auto status = state.check_author(*proposal); !status) return fail_as(status);

  if (is_of_another_part(proposal->kind)) {
    return state.close_proposal(*proposal, Outcome::Kind::kAgreed, std::move(entry), now);
  }
  auto act = state.act_of(*proposal, person, now);
  if (!act) return fail_as(act);
  const Order* placed = act->placed ? &*act->placed : nullptr;
  const posture::Change change{state.in_force, act->ended, placed, scope, now.boot()};
  if (auto status = state.check_drill(proposal->drill, change); !status) return fail_as(status);
  auto weighed = state.weigh(person, false, change);
  // Two persons have said so: that is all that any rule of authority asks for.
  weighed.permission = {};
  act->entry = std::move(entry);
  act->proposal_over = id;
  auto outcome = state.enact(*std::move(act), weighed, now);
  if (outcome) outcome->proposal = *proposal;
  return outcome;
}

Result<Outcome> OrderBook::preview_of(Id id) const {
  State& state = *state_;
  const State::Now now = state.now();
  const auto proposal = state.waiting(id, now);
  if (!proposal) return fail_as(proposal);
  if (auto status = state.check_author(*proposal); !status) return fail_as(status);
  Outcome outcome;
  outcome.kind = Outcome::Kind::kPreview;
  outcome.proposal = *proposal;
  if (is_of_another_part(proposal->kind)) return outcome;
  const auto act = state.act_of(*proposal, {}, now);
  if (!act) return fail_as(act);
  const Order* placed = act->placed ? &*act->placed : nullptr;
  outcome.preview =
      state.weigh({}, false, {state.in_force, act->ended, placed, scope_of(*proposal), now.boot()}).preview;
  outcome.would_place = act->placed;
  return outcome;
}

Result<Outcome> OrderBook::reject(const posture::Person& person, Id id, std::string_view reason, bool drill) {
  State& state = *state_;
  const State::Now now = state.now();
  const auto proposal = state.waiting(id, drill, now);
  if (!proposal) return fail_as(proposal);
  if (auto status = check_reason(reason, Reason::kRequired); !status) return fail_as(status);
  HistoryEntry entry = answer_entry(person, "reject", *proposal, reason);
  if (person.root || person.role == posture::Role::kAuditor) {
    return state.refuse(std::move(entry), fmt::format("{} may not reject a proposal", person.id), now);
  }
  return state.close_proposal(*proposal, Outcome::Kind::kRejected, std::move(entry), now);
}

}  // namespace bulkhead::control
