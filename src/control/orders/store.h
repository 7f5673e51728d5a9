// Orders, proposals and history on disk: `bulkhead.db` in the state folder.
//
// The store keeps what it is told and decides nothing: what may be done is order_book.h.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "control/orders/history.h"
#include "control/orders/proposal.h"
#include "posture/order.h"

namespace bulkhead::control {

/// A point that lies on both clocks of one boot: what bridges a reboot.
struct Heartbeat {
  std::string boot_id{};
  BootTime boot{};
  RealTime real{};
  /// Real time could be relied upon at that point.
  bool real_trusted = false;
  bool operator==(const Heartbeat&) const = default;
};

/// An order with the boot whose clock its deadlines run on.
struct StoredOrder {
  posture::Order order{};
  std::string boot_id{};
};

/// What changes in one transaction: all of it or nothing.
struct StoreChange {
  struct End {
    Id order{};
    RealTime at{};
    std::string how{};
  };
  /// New orders. One whose id is on record already stays as it is, so that a journal can be replayed twice.
  std::vector<StoredOrder> placed{};
  /// Orders whose deadlines were carried over to another boot, or that quiet has let go.
  std::vector<StoredOrder> rewritten{};
  std::vector<End> ended{};
  std::vector<Proposal> proposed{};
  std::vector<Id> proposals_over{};
  std::vector<HistoryEntry> history{};
  std::optional<Heartbeat> heartbeat{};
};

/// Threads    One thread; one writer, which daemon.lock sees to.
/// Cost       commit() is one transaction: durable (fsync) when it returns.
/// Growth     Orders and history are kept for ever, some 300 bytes an entry: ten thousand a year are 3 MB. Reads are
///            bounded by kHistoryPageMax.
/// Errors     kNoSpace, kCorrupt, kUnavailable as Database says.
class Store {
 public:
  static constexpr int kSchemaVersion = 1;

  /// Opens or creates the database and brings its schema up to date. Refuses one of a newer schema (kConflict) and a
  /// damaged one (kCorrupt), and says what to do.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& path);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Status commit(const StoreChange& change);

  /// Oldest first.
  Result<std::vector<StoredOrder>> in_force() const;
  Result<std::vector<Proposal>> proposals() const;
  Result<std::optional<Heartbeat>> heartbeat() const;
  Result<std::vector<EndedOrder>> ended(std::size_t limit, std::optional<Id> before) const;
  /// Newest first; only entries about one of `scopes` unless it is empty.
  Result<std::vector<HistoryEntry>> history(std::size_t limit, std::optional<std::int64_t> before,
                                            const std::vector<std::string>& scopes) const;
  /// True when the order was ever recorded here.
  Result<bool> knows(Id order) const;

  /// The disk is full from here on, as far as SQLite is concerned; false: it is not any more.
  Status fill_for_test(bool full);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::control
