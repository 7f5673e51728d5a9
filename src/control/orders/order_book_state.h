// What an OrderBook holds. For the order_book*.cc files only.

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/orders/codec.h"
#include "control/orders/door_past.h"
#include "control/orders/journal.h"
#include "control/orders/order_book.h"
#include "control/orders/store.h"

namespace bulkhead::control {

struct OrderBook::State {
  /// The two clocks, read once an act so that all of it happens at one time.
  struct Now {
    Heartbeat beat;
    BootTime boot() const { return beat.boot; }
    RealTime real() const { return beat.real; }
  };

  /// An act that was found to be in order: what is left is to record it, do it, and tell the workers.
  struct Act {
    std::optional<posture::Order> placed;
    std::vector<Id> ended;
    /// "undone by ana".
    std::string how;
    HistoryEntry entry;
    std::optional<Id> proposal_over;
    /// The order as it was asked for, when `placed` had to be merged from it and others.
    std::optional<posture::Order> unmerged;
    /// No door becomes looser by it, at any time.
    bool only_tightens = false;
  };

  /// A request looked at from all sides before anything is done.
  struct Weighed {
    posture::Preview preview;
    posture::Permission permission;
    bool only_tightens = false;
  };

  /// How a door stood when the book looked last.
  struct Standing {
    DoorStand stand;
    std::optional<RealTime> since;
    /// Kept, because two clocks that are read again tell another millisecond each time.
    std::optional<RealTime> drains_until{};
  };

  explicit State(const Parts& given) : parts(given) {}

  Parts parts;
  PolicyView policy;
  /// Oldest first: by id.
  std::vector<posture::Order> in_force;
  std::vector<Proposal> proposals;
  std::optional<Heartbeat> written_beat;
  /// Deadlines were carried over to this boot and the store does not say so yet.
  bool rewrite_due = false;
  /// Why the last commit failed; success: it did not.
  Status stored;
  /// Whether workers obey what is in force; a failure is tried again by tick().
  Status published;
  BootTime published_at;
  /// In the order of policy.services; nothing of one that was not looked at yet.
  std::vector<std::optional<Standing>> standings;
  /// Since when the doors are closed that an order keeps closed; the latest of them.
  std::map<Id, RealTime> told_since;
  /// Which bytes of the journal were refused when this daemon started; said until it ends.
  std::string journal_damage;

  Now now() const;
  Id make_id(const Now& now);

  // order_book.cc
  Status load(const Now& now);
  void load_journal(const Now& now, const std::vector<Heartbeat>& beats);
  posture::Order raised(posture::Order order, const Now& now) const;
  void after_reboot(const Heartbeat& last, const Now& now);
  void publish(const Now& now);
  const posture::Order* find(Id id) const;
  std::vector<posture::ServiceFacts> facts() const;

  // order_book_since.cc
  void look_at_doors(const Now& now);
  RealTime last_change(const posture::ServicePlace& place, const Now& now) const;
  /// Of a door that drains now.
  std::optional<RealTime> drains_until(const posture::ServicePlace& place, const Now& now) const;
  std::optional<RealTime> since_on_record(const posture::ServicePlace& place, const posture::Posture& posture,
                                          const Now& now,
                                          std::optional<std::vector<EndedOrder>>& ended) const;
  RealTime since(std::size_t service, const posture::Posture& posture, const posture::Order& order,
                 const Now& now) const;
  void follow(PolicyView next);
  std::vector<posture::Order> as_told() const;

  // order_book_record.cc
  /// One transaction: `change`, and with it what waited (the journal, carried-over deadlines, the heartbeat).
  Status commit(StoreChange change, const Now& now);
  /// Records and does. Into the journal, if the store fails and the act only tightens.
  Result<bool> carry_out(Act& act, const Now& now);
  Status write(const Act& act, const Now& now);
  Status reserve(const posture::Order& order, const Now& now);
  void add_waiting(StoreChange& change, const Now& now) const;
  Status note(HistoryEntry entry, const Now& now);
  /// Leaves a refusal in history, if that can be written, and returns it.
  std::unexpected<Error> refuse(HistoryEntry entry, const std::string& why, const Now& now);

  // order_book_tick.cc
  StoreChange due(const Now& now) const;
  void let_go_of_quiet(StoreChange& change, const Now& now) const;
  void apply(const StoreChange& change);
  DoorState door(std::size_t service, const Now& now) const;

  // order_book_place.cc
  Weighed weigh(const posture::Person& person, bool alone, const posture::Change& change) const;
  /// `placed` and `ended` of what the request asks for.
  Result<Act> act_of(const OrderRequest& request, std::string author, std::string approver, const Now& now);
  std::vector<Id> ended_by_open(const posture::Scope& scope) const;
  bool opens_something(const posture::Order& open, const std::vector<Id>& ended, const Now& now) const;
  /// The order in force that a closing only repeats; null when it does more, or one person is enough for it.
  const posture::Order* repeated(const Act& act, const Weighed& weighed, const Now& now) const;
  Status check_scope(const posture::Scope& scope) const;
  /// kDenied when a rehearsal's change would leave a door looser than what was really ordered.
  Status check_drill(bool drill, const posture::Change& change) const;
  Result<Outcome> enact(Act act, const Weighed& weighed, const Now& now);
  Status make_room(Act& act) const;

  // order_book_agree.cc
  Result<Outcome> propose(Proposal proposal, const Proposed& proposed, const Weighed& weighed,
                          const posture::Scope& scope, const Now& now);
  Status keep(Proposal proposal, HistoryEntry entry, const Now& now);
  Result<Proposal> propose_for_another_part(const posture::Person& person, Proposal proposal,
                                            std::vector<ProposedChange> changes);
  /// What the proposal asks for, as of now; kConflict when it is no longer what was proposed.
  Result<Act> act_of(const Proposal& proposal, const posture::Person& approver, const Now& now);
  Status check_author(const Proposal& proposal) const;
  Result<Proposal> waiting(Id id, const Now& now) const;
  /// The proposal, which a `drill` may touch only when a drill made it.
  Result<Proposal> waiting(Id id, bool drill, const Now& now) const;
  void forget_proposal(Id id);
  /// For what needs nothing done here: agreed (of another part) or rejected.
  Result<Outcome> close_proposal(const Proposal& proposal, Outcome::Kind kind, HistoryEntry entry,
                                 const Now& now);
};

/// An entry with what every act of a person has.
HistoryEntry entry_of(const posture::Person& person, std::string action, const posture::Scope& scope,
                      std::string_view reason);

}  // namespace bulkhead::control
