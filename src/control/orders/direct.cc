#include "control/orders/direct.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "control/images/image_store.h"
#include "control/orders/carry_over.h"
#include "control/orders/journal.h"
#include "control/orders/request.h"
#include "control/orders/store.h"
#include "os/clock.h"
#include "os/file_lock.h"
#include "os/random.h"
#include "posture/posture.h"

namespace bulkhead::control {
namespace {

using posture::Level;
using posture::Order;

Heartbeat beat_of(const os::Clock& clock) {
  return {clock.boot_id(), clock.boot_now(), clock.real_now(), clock.real_time_trusted()};
}

// Of the newest image that can be read; empty where none can, and then any language is taken.
std::vector<std::string> known_languages(const std::filesystem::path& state_folder) {
  const std::filesystem::path folder = state_folder / "images";
  std::error_code ignored;
  if (!std::filesystem::exists(folder, ignored)) return {};
  const auto store = ImageStore::open(folder.string());
  const auto kept = store ? store->list() : fail_as(store);
  if (!kept) return {};
  for (const KeptImage& one : *kept) {
    const auto loaded = store->load_image(one.version);
    if (!loaded) continue;
    const auto languages = loaded->image.languages();
    return {languages.begin(), languages.end()};
  }
  return {};
}

Result<Order> order_of(const DirectParts& parts, const DirectRequest& request, const Heartbeat& now) {
  Order order = request.order;
  if (order.level == Level::kOpen) {
    return fail(ErrorCode::kDenied, "without the daemon only tightening is taken: guard, lockdown or close");
  }
  if (parts.scope_known && !parts.scope_known(order.scope)) {
    return fail(ErrorCode::kNotFound, fmt::format("the gateway knows no {}", posture::text(order.scope)));
  }
  order.id = Id::make(now.real, parts.gateway_id, parts.random.next());
  order.rank = posture::Rank::kOperator;
  order.author = request.person.empty() ? fmt::format("direct:{}", request.uid) : request.person;
  order.approver.clear();
  order.alone = true;
  order.from = now.boot;
  order.from_real = now.real;
  if (request.lasts) {
    order.until = now.boot + *request.lasts;
    order.until_real = now.real + *request.lasts;
    if (order.then.empty()) order.then = posture::default_then(order);
  }
  if (auto status = posture::validate(order); !status) return fail_as(status);
  if (order.public_text.empty()) return order;
  const std::vector<std::string> languages = known_languages(parts.state_folder);
  if (languages.empty()) return order;
  if (auto status = check_languages(order.public_text, languages); !status) return fail_as(status);
  return order;
}

// Every order on record, with deadlines on today's boot clock: the store's and the journal's.
Result<std::vector<Order>> on_record(const std::filesystem::path& folder, const Journal& journal,
                                     const Heartbeat& now) {
  const auto path = folder / "bulkhead.db";
  std::error_code ignored;
  // A gateway that never had a daemon has no orders either; the database is not for us to make.
  const bool exists = std::filesystem::exists(path, ignored);
  std::vector<StoredOrder> stored;
  std::vector<Heartbeat> beats;
  auto store = exists ? Store::open(path) : Result<std::unique_ptr<Store>>(nullptr);
  if (!store) return fail_as(store);
  if (*store) {
    auto orders = (*store)->in_force();
    if (!orders) return fail_as(orders);
    stored = *std::move(orders);
    const auto beat = (*store)->heartbeat();
    if (!beat) return fail_as(beat);
    if (*beat) beats.push_back(**beat);
  }
  for (const JournalRecord& record : journal.reading().records) {
    beats.push_back(record.taken);
    const auto known = *store ? (*store)->knows(record.order.id) : Result<bool>(false);
    if (!known) return fail_as(known);
    if (!*known) stored.push_back({record.order, record.taken.boot_id});
  }
  std::vector<Order> orders;
  for (const StoredOrder& one : stored) orders.push_back(carried_over(one, beats, now));
  return orders;
}

// A narrower guarded wins over a wider closed, and a guarded without a share over an open with one: either would loosen.
// Which services lie in which compartment is not known here, so any wider order counts.
bool could_loosen(const Order& order, const Order& other, BootTime now) {
  const auto asked = posture::hand(order, now);
  const auto hand = posture::hand(other, now);
  if (!asked || !hand || order.rank != other.rank || !posture::looser(asked->posture, hand->posture))
    return false;
  if (other.scope.kind < order.scope.kind) return true;
  return other.scope == order.scope && asked->posture.level > hand->posture.level;
}

Status check_tightens(const Order& order, const std::vector<Order>& others, BootTime now) {
  if (order.level == Level::kClosed) return {};
  for (const Order& other : others) {
    if (!could_loosen(order, other, now)) continue;
    return fail(ErrorCode::kDenied,
                fmt::format("{} would win over {}, which lets in fewer: without the daemon, close it "
                            "instead",
                            describe(order), describe(other)));
  }
  return {};
}

}  // namespace

Result<DirectOutcome> close_direct(const DirectParts& parts, const DirectRequest& request) {
  auto lock = os::FileLock::try_exclusive((parts.state_folder / "daemon.lock").string());
  if (!lock) {
    if (lock.error().code != ErrorCode::kConflict) return fail_as(lock);
    return fail(ErrorCode::kConflict,
                fmt::format("a daemon is running, so ask it (without --direct): {}", lock.error().message));
  }
  const Heartbeat now = beat_of(parts.clock);
  auto order = order_of(parts, request, now);
  if (!order) return fail_as(order);
  auto journal = Journal::open(parts.state_folder / "direct.journal");
  if (!journal) return fail_as(journal);

  DirectOutcome outcome;
  auto others = on_record(parts.state_folder, **journal, now);
  outcome.all_orders_known = others.has_value();
  if (!others && order->level != Level::kClosed) {
    return fail(others.error().code,
                fmt::format("the orders on record cannot be read, so only closing is sure to tighten: "
                            "{}",
                            others.error().message));
  }
  if (others) {
    if (auto status = check_tightens(*order, *others, now.boot); !status) return fail_as(status);
  } else {
    outcome.warning =
        fmt::format("the orders on record cannot be read ({}): only this order's doors were touched",
                    others.error().message);
  }
  if (auto status = (*journal)->append({*order, now}); !status) return fail_as(status);
  if (others) others->push_back(*order);
  const Status told =
      others ? parts.publisher.publish(*others, now.boot) : parts.publisher.tighten(*order, now.boot);
  if (!told) {
    return fail(told.error().code,
                fmt::format("the order is on record and holds once the daemon runs, but workers could "
                            "not be told: {}",
                            told.error().message));
  }
  outcome.order = *std::move(order);
  return outcome;
}

}  // namespace bulkhead::control
