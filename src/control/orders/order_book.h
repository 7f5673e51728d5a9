// The orders of this gateway: given, agreed, taken away, ended, kept, and handed to the workers.
//
// What orders mean is posture/; how they are kept is store.h and journal.h; how they reach workers is
// publisher.h. REST and the CLI speak to this class and to nothing below it.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "control/orders/history.h"
#include "control/orders/proposal.h"
#include "control/orders/publisher.h"
#include "control/orders/request.h"
#include "posture/authority.h"
#include "posture/order.h"
#include "posture/posture.h"
#include "posture/preview.h"

namespace bulkhead::os {
class Clock;
class Random;
}  // namespace bulkhead::os

namespace bulkhead::policy {
struct Policy;
}

namespace bulkhead::control {

class Store;
class Journal;

/// What the book needs to know of the policy; swapped as a whole when a policy is applied.
struct PolicyView {
  std::vector<posture::ServiceFacts>
      services{};                            ///< By name. `people_today` is ignored, see OrderBook::Parts.
  std::vector<posture::Person> operators{};  ///< By id.
  bool rehearsal = false;                    ///< Everything that is ordered here is a drill.

  const posture::ServiceFacts* find_service(std::string_view name) const;
};
PolicyView view_of(const policy::Policy& policy);

/// What came of a request that was not refused. Refusals are errors: kDenied (may not), kInvalid (wrong words),
/// kNotFound, kConflict (look again), kLimit, kNoSpace (disk full and the request loosens).
struct Outcome {
  enum class Kind : std::uint8_t {
    kPlaced,     ///< `order` is in force; `ended` are those that it took away, if any.
    kEnded,      ///< `ended` are over; nothing was placed (undo, or open with nothing wider in the way).
    kUnchanged,  ///< Nothing to do: it was so already. `order`, if any, is the one in force that does it.
    kProposed,   ///< Waits for a second person: `proposal`.
    kPreview,    ///< dry_run: nothing was done. `why` says who would be asked, or why it would be refused.
    kAgreed,     ///< A proposal of another part (is_of_another_part) was approved: the caller carries it out.
    kRejected,   ///< A proposal was rejected.
  };
  Kind kind = Kind::kUnchanged;
  std::optional<posture::Order> order{};
  /// Of kPreview: what would be placed.
  std::optional<posture::Order> would_place{};
  std::vector<posture::Order> ended{};
  std::optional<Proposal> proposal{};
  posture::Preview preview{};
  bool needs_second_person = false;
  /// Why a second person is asked for, also where --alone stood in; of a closing that only repeats one in force, why it
  /// does nothing. Empty otherwise.
  std::string why{};
  /// --alone stood in for the second person: to be said loudly.
  bool overridden = false;
  /// The disk is full: recorded in the reserve journal.
  bool in_reserve = false;
  /// kOrdersInForceMax was reached: merged with the orders of the same scope (Outcome::ended) into one that is
  /// at least as strict and lasts at least as long.
  bool merged = false;
  /// Whether workers were told. An order on record that could not be published is published by the next tick.
  Status published{};
};
std::string_view name(Outcome::Kind kind);

/// What is to be said of one door, for status, door page and status site.
struct DoorState {
  posture::Posture posture{};
  /// The order that decides; null when none does. Lives until the next non-const call.
  const posture::Order* order = nullptr;
  /// Since when the door has had this level, over all orders that repeated or replaced one another meanwhile (a drain is part
  /// of being closed); empty without an order. For people: it goes by the real clock as it was.
  std::optional<RealTime> since_real{};
  /// Of a door that drains: when it has drained, or opens before. For people, as `since_real`.
  std::optional<RealTime> drains_until_real{};
  posture::Ending ending{};
  std::optional<RealTime> ending_real{};
  /// The order's time is up but its cause does not let it end by itself.
  bool overdue = false;
};

/// The heart of the daemon: every change of orders goes through here.
///
///     OrderBook::Parts parts{.store = *store, .journal = *journal, .publisher = publisher, .clock = clock,
///                            .random = random};
///     auto book = OrderBook::open(parts, view_of(policy));
///     auto outcome = (*book)->place(ana, {.scope = *posture::parse_scope("tax-filing"), .reason = "…"});
///
/// Order      On record first, published second: nothing is in force that is not on record. When SQLite says the
///            disk is full, an order that only tightens goes to the reserve journal, and whatever loosens is refused
///            with kNoSpace.
/// Stacking   Orders stack: a second order of the same scope does not replace the first, so that undo and expiry take
///            one order away and the rest show through. `level: open` is the exception that people mean: it ends the
///            operators' orders of exactly that scope, and is placed itself only if a wider order or a playbook's
///            still shuts a door of the scope, or a share is given.
/// Reboot     Deadlines run on the boot clock. After a reboot the time that is left is carried over; the downtime is
///            taken off it only if real time was trusted before and after. A real clock that is set ends nothing.
/// Drills     What a rehearsal orders is marked (Order::drill) and holds at the doors as any other. On a live gateway it is
///            refused with kDenied where it would leave a door looser than what was really ordered.
/// Threads    One thread.
/// Cost       A change costs services × orders in memory and one SQLite transaction (two fsyncs at most).
/// Errors     No call throws.
class OrderBook {
 public:
  /// Orders in force at once. Beyond, an order that tightens is still taken: merged with those of its scope, or as the
  /// only one of its scope, so that there are never more than this plus the number of scopes in the policy. Others
  /// are refused with kLimit.
  static constexpr std::size_t kOrdersInForceMax = 1'024;
  /// Proposals waiting at once; more are refused with kLimit.
  static constexpr std::size_t kProposalsMax = 256;
  /// How long a proposal waits for the second person.
  static constexpr Milliseconds kProposalLasts = std::chrono::minutes(30);
  /// The same closing, asked for again within this, is the same command typed twice: see Outcome::kUnchanged.
  static constexpr Milliseconds kRepeatedWithin = std::chrono::minutes(5);
  /// How often a heartbeat is written; so much of a downtime can be counted too long or too short.
  static constexpr Milliseconds kHeartbeatEvery = std::chrono::minutes(1);

  struct Parts {
    Store& store;
    Journal& journal;
    Publisher& publisher;
    os::Clock& clock;
    os::Random& random;
    /// In every order id.
    std::uint16_t gateway_id = 1;
    /// Different people counted today on a service; 0 when unknown. Empty: nobody counts yet.
    std::function<std::uint64_t(std::string_view service)> people_today{};
    /// Whether the signals an attack order answers are quiet; null: unknown, and unknown never ends an order.
    const posture::QuietSource* quiet = nullptr;
  };

  /// Takes up where the last daemon was: reads orders, carries deadlines over a reboot, replays the journal,
  /// publishes. References in `parts` outlive the book.
  static Result<std::unique_ptr<OrderBook>> open(const Parts& parts, PolicyView policy);
  ~OrderBook();
  OrderBook(const OrderBook&) = delete;
  OrderBook& operator=(const OrderBook&) = delete;

  /// Gives an order, or proposes it when a second person is needed, or (dry_run) only says what it would do.
  Result<Outcome> place(const posture::Person& person, const OrderRequest& request);

  /// Takes one order away; the rest show through.
  Result<Outcome> undo(const posture::Person& person, Id order, const UndoRequest& request);

  /// Agrees to a proposal. `digest` is what the person was shown; anything else is kConflict. The order is given at
  /// this moment (`for` counts from here). A `drill` agrees only to what a drill proposed, else kConflict.
  Result<Outcome> approve(const posture::Person& person, Id proposal, std::string_view digest,
                          std::string_view reason, bool drill = false);
  /// Ends a proposal. The author may too. A `drill` ends only what a drill proposed, else kConflict.
  Result<Outcome> reject(const posture::Person& person, Id proposal, std::string_view reason,
                         bool drill = false);

  /// What approving the proposal would do now. A policy's proposal has an empty preview: what it changes is in it. Fails
  /// with kNotFound when no such proposal waits, kConflict when it cannot be agreed to any more.
  Result<Outcome> preview_of(Id proposal) const;

  /// Lets a weakening of policy wait for its second person here. `what` and `changes` are shown and digested; `payload` (at most
  /// Proposal::kPayloadBytesMax) is handed back by approve() as Outcome::kAgreed.
  Result<Proposal> propose_policy(const posture::Person& person, std::string what, std::string payload,
                                  std::string why, std::string_view reason,
                                  std::vector<ProposedChange> changes = {});

  /// The same for agreeing to a drill on a live gateway.
  Result<Proposal> propose_drill(const posture::Person& person, std::string what, std::string payload,
                                 std::string why, std::string_view reason);

  /// Orders in force, oldest first, including those whose time has not come. Valid until the next non-const call.
  std::span<const posture::Order> in_force() const;
  /// The same as workers are told them: `from_real` is since when the doors are closed that the order keeps closed.
  std::vector<posture::Order> as_told() const;
  const posture::Order* find(Id order) const;
  /// Orders that are over, newest first, before `before` (empty: from the newest). At most kHistoryPageMax.
  Result<std::vector<EndedOrder>> ended(std::size_t limit, std::optional<Id> before) const;
  /// Proposals that can still be agreed to, oldest first.
  std::vector<Proposal> proposals() const;
  std::optional<Proposal> proposal(Id id) const;
  /// Who did what, newest first. Kept for ever; reads are paged.
  Result<std::vector<HistoryEntry>> history(const HistoryQuery& query) const;
  /// For other parts that act (policy apply, rollback): an entry of theirs. `id` and `at` are filled in here.
  Status note(HistoryEntry entry);

  /// Posture of one door now. kNotFound when the policy has no such service.
  Result<DoorState> door(std::string_view service) const;
  /// Of every door at one moment: in the order of policy().services.
  std::vector<DoorState> doors() const;

  /// Call about once a second, and after every failed publish: ends what is over, publishes what is due, writes the
  /// heartbeat, moves the journal into SQLite once there is space again.
  Status tick();
  /// When the next change by itself is due; nothing needs tick() before, apart from the heartbeat.
  std::optional<BootTime> next_change() const;

  /// A new policy is in force: persons, services and scopes are looked up in it from now on. Publishes again.
  Status apply_policy(PolicyView policy);
  const PolicyView& policy() const;

  /// What people should know: "disk full: 3 orders are in the reserve journal", "orders could not be published: …".
  std::vector<std::string> warnings() const;

 private:
  struct State;
  explicit OrderBook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::control
