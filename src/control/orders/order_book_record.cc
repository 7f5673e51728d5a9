// On record first, done second: how an act is kept.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/escape.h"
#include "control/orders/order_book_state.h"

namespace bulkhead::control {

using posture::Order;

namespace {

HistoryEntry replay_entry(const JournalRecord& record) {
  HistoryEntry entry;
  entry.at = record.taken.real;
  entry.person = record.order.author;
  entry.action = verb(record.order);
  entry.scope = posture::key(record.order.scope);
  entry.what = describe(record.order);
  entry.reason = record.order.reason;
  entry.outcome = "placed, taken over from the reserve journal";
  entry.alone = record.order.alone;
  entry.drill = record.order.drill;
  entry.links = {record.order.id};
  return entry;
}

HistoryEntry damage_entry(const std::string& damage) {
  HistoryEntry entry;
  entry.person = "gateway";
  entry.action = "replay";
  entry.what = "the reserve journal was damaged: " + damage;
  entry.outcome = "refused: what is not whole is not taken; a copy of the journal is kept";
  return entry;
}

std::string_view refusal(ErrorCode code) {
  return code == ErrorCode::kNoSpace
             ? "the disk is full, so only orders that tighten are taken; nothing was changed"
             : "the change cannot be put on record, so nothing was changed";
}

}  // namespace

// What waits goes into the next transaction that succeeds: orders of the journal, deadlines that were carried over.
void OrderBook::State::add_waiting(StoreChange& change, const Now& now) const {
  std::vector<StoredOrder> placed;
  std::vector<HistoryEntry> history;
  const Journal::Reading& reading = parts.journal.reading();
  for (const JournalRecord& record : reading.records) {
    const auto known = parts.store.knows(record.order.id);
    if (known && *known) continue;
    const Order* carried = find(record.order.id);
    placed.push_back({carried != nullptr ? *carried : record.order, now.beat.boot_id});
    history.push_back(replay_entry(record));
    if (carried != nullptr && carried->level != record.order.level) {
      history.back().outcome +=
          fmt::format(", as {} because it would have won over a wider order", posture::name(carried->level));
    }
  }
  if (!journal_damage.empty() && (reading.torn || !reading.damage.empty())) {
    history.push_back(damage_entry(journal_damage));
    history.back().at = now.real();
  }
  change.placed.insert(change.placed.begin(), placed.begin(), placed.end());
  change.history.insert(change.history.begin(), history.begin(), history.end());
  if (!rewrite_due) return;
  for (const Order& order : in_force) {
    const bool already =
        std::ranges::any_of(change.rewritten, [&](const StoredOrder& s) { return s.order.id == order.id; });
    if (!already) change.rewritten.push_back({order, now.beat.boot_id});
  }
}

Status OrderBook::State::commit(StoreChange change, const Now& now) {
  add_waiting(change, now);
  change.heartbeat = now.beat;
  for (HistoryEntry& entry : change.history) {
    if (entry.at == RealTime()) entry.at = now.real();
    if (policy.rehearsal) entry.drill = true;
    for (std::string* text : {&entry.what, &entry.reason, &entry.outcome}) {
      *text = cut(*text, HistoryEntry::kTextBytesMax);
    }
  }
  stored = parts.store.commit(change);
  if (!stored) return stored;
  rewrite_due = false;
  written_beat = now.beat;
  // Should this fail, the same orders are met again and known already.
  if (!parts.journal.empty()) static_cast<void>(parts.journal.reset());
  return {};
}

Status OrderBook::State::write(const Act& act, const Now& now) {
  StoreChange change;
  if (act.placed) change.placed.push_back({*act.placed, now.beat.boot_id});
  for (const Id id : act.ended) change.ended.push_back({id, now.real(), act.how});
  if (act.proposal_over) change.proposals_over.push_back(*act.proposal_over);
  change.history.push_back(act.entry);
  return commit(std::move(change), now);
}

Status OrderBook::State::reserve(const Order& order, const Now& now) {
  auto status = parts.journal.append({order, now.beat});
  if (status) return status;
  return fail(status.error().code, fmt::format("{}; and the database takes nothing: {}",
                                               status.error().message, stored ? "" : stored.error().message));
}

Result<bool> OrderBook::State::carry_out(Act& act, const Now& now) {
  bool in_reserve = false;
  if (auto status = write(act, now); !status) {
    // The journal only adds orders, so what takes one away needs the store, unless it was there to make room.
    const bool only_adds = act.placed && (act.ended.empty() || act.unmerged);
    if (!act.only_tightens || !only_adds) {
      return fail(status.error().code,
                  fmt::format("{} ({})", refusal(status.error().code), status.error().message));
    }
    if (act.unmerged) {
      act.placed = std::move(act.unmerged);
      act.unmerged.reset();
      act.ended.clear();
    }
    if (auto reserved = reserve(*act.placed, now); !reserved) return fail_as(reserved);
    in_reserve = true;
  }
  std::erase_if(in_force, [&](const Order& order) {
    return std::ranges::find(act.ended, order.id) != act.ended.end();
  });
  if (act.placed) in_force.push_back(*act.placed);
  std::ranges::sort(in_force, {}, &Order::id);
  if (act.proposal_over) forget_proposal(*act.proposal_over);
  publish(now);
  return in_reserve;
}

Status OrderBook::State::note(HistoryEntry entry, const Now& now) {
  StoreChange change;
  entry.at = now.real();
  change.history.push_back(std::move(entry));
  return commit(std::move(change), now);
}

std::unexpected<Error> OrderBook::State::refuse(HistoryEntry entry, const std::string& why, const Now& now) {
  entry.outcome = "refused: " + why;
  // A refusal stands whether or not it can be written down.
  static_cast<void>(note(std::move(entry), now));
  return fail(ErrorCode::kDenied, why);
}

}  // namespace bulkhead::control
