#include "control/orders/store.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "control/orders/codec.h"
#include "control/orders/schema.h"
#include "control/orders/sqlite.h"

namespace bulkhead::control {
namespace {

// More than any free list of ours holds: with the file's size capped, writing this is what SQLite calls a full disk.
constexpr const char* kFillerForTest =
    "INSERT INTO meta (key, value) VALUES ('filler', hex(zeroblob(131072)))";
constexpr std::int64_t kPagesUnlimited = 0x7fffffff;

std::string joined(const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) text += (text.empty() ? "" : " ") + id.text();
  return text;
}

std::vector<Id> split_ids(std::string_view text) {
  std::vector<Id> ids;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (const auto id = Id::parse(word)) ids.push_back(*id);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return ids;
}

std::int64_t milliseconds(RealTime at) { return at.time_since_epoch().count(); }

// Beyond every clock, and the difference of two such times still fits: as codec.cc holds it with those inside of bodies.
constexpr std::int64_t kRealMsMax = 1ll << 53;

Result<RealTime> real_time(std::int64_t at) {
  if (at < -kRealMsMax || at > kRealMsMax)
    return fail(ErrorCode::kCorrupt, fmt::format("a stored time is out of range: {} ms", at));
  return RealTime(Milliseconds(at));
}

// What a row is found by must be what its body says: acts on the one would else miss the other.
Status check_id(std::string_view row, Id body) {
  if (row == body.text()) return {};
  return fail(ErrorCode::kCorrupt, fmt::format("row {} holds the body of {}", row, body.text()));
}

Result<HistoryEntry> entry_of(const Statement& row) {
  const auto at = real_time(row.integer(1));
  if (!at) return fail_as(at);
  HistoryEntry entry;
  entry.id = row.integer(0);
  entry.at = *at;
  entry.person = row.text(2);
  entry.action = row.text(3);
  entry.scope = row.text(4);
  entry.what = row.text(5);
  entry.reason = row.text(6);
  entry.outcome = row.text(7);
  entry.alone = row.integer(8) != 0;
  entry.drill = row.integer(9) != 0;
  entry.links = split_ids(row.text(10));
  return entry;
}

std::int64_t page(std::size_t limit) { return static_cast<std::int64_t>(std::min(limit, kHistoryPageMax)); }

}  // namespace

struct Store::State {
  explicit State(Database opened) : database(std::move(opened)) {}

  // Statements are prepared once; `database` outlives them.
  Database database;
  std::optional<Statement> place, rewrite, end, propose, close_proposal, note, set_meta;
  bool full_for_test = false;

  Status prepare() {
    const std::pair<std::optional<Statement>*, std::string_view> statements[] = {
        {&place,
         "INSERT INTO orders (id, scope, boot_id, body) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"},
        {&rewrite, "UPDATE orders SET boot_id = ?2, body = ?3 WHERE id = ?1"},
        {&end, "UPDATE orders SET ended_at = ?2, how = ?3 WHERE id = ?1 AND ended_at IS NULL"},
        {&propose, "INSERT INTO proposals (id, body) VALUES (?1, ?2)"},
        {&close_proposal, "UPDATE proposals SET over = 1 WHERE id = ?1"},
        {&note,
         "INSERT INTO history (at, person, action, scope, what, reason, outcome, alone, drill, links) "
         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"},
        {&set_meta,
         "INSERT INTO meta (key, value) VALUES (?1, ?2) "
         "ON CONFLICT (key) DO UPDATE SET value = excluded.value"},
    };
    for (const auto& [slot, sql] : statements) {
      auto statement = database.prepare(sql);
      if (!statement) return fail_as(statement);
      slot->emplace(*std::move(statement));
    }
    return {};
  }

  Status write_orders(const StoreChange& change) {
    for (const StoredOrder& stored : change.placed) {
      const std::string id = stored.order.id.text();
      place->bind(1, id).bind(2, posture::key(stored.order.scope)).bind(3, stored.boot_id);
      if (auto status = place->bind(4, encode(stored.order)).run(); !status) return status;
    }
    for (const StoredOrder& stored : change.rewritten) {
      rewrite->bind(1, stored.order.id.text()).bind(2, stored.boot_id).bind(3, encode(stored.order));
      if (auto status = rewrite->run(); !status) return status;
    }
    for (const StoreChange::End& over : change.ended) {
      end->bind(1, over.order.text()).bind(2, milliseconds(over.at)).bind(3, over.how);
      if (auto status = end->run(); !status) return status;
    }
    return {};
  }

  Status write_proposals(const StoreChange& change) {
    for (const Proposal& proposal : change.proposed) {
      if (auto status = propose->bind(1, proposal.id.text()).bind(2, encode(proposal)).run(); !status)
        return status;
    }
    for (const Id id : change.proposals_over) {
      if (auto status = close_proposal->bind(1, id.text()).run(); !status) return status;
    }
    return {};
  }

  Status write_history(const HistoryEntry& entry) {
    note->bind(1, milliseconds(entry.at)).bind(2, entry.person).bind(3, entry.action).bind(4, entry.scope);
    note->bind(5, entry.what).bind(6, entry.reason).bind(7, entry.outcome).bind(8, std::int64_t{entry.alone});
    return note->bind(9, std::int64_t{entry.drill}).bind(10, joined(entry.links)).run();
  }

  Status write(const StoreChange& change) {
    if (auto status = write_orders(change); !status) return status;
    if (auto status = write_proposals(change); !status) return status;
    for (const HistoryEntry& entry : change.history) {
      if (auto status = write_history(entry); !status) return status;
    }
    if (change.heartbeat) {
      if (auto status = set_meta->bind(1, "heartbeat").bind(2, encode(*change.heartbeat)).run(); !status)
        return status;
    }
    return full_for_test ? database.run(kFillerForTest) : Status{};
  }
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& path) {
  auto database = Database::open(path);
  if (!database) return fail_as(database);
  if (auto status = migrate(*database); !status) return fail_as(status);
  auto state = std::make_unique<State>(*std::move(database));
  if (auto status = state->prepare(); !status) return fail_as(status);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Status Store::commit(const StoreChange& change) {
  auto transaction = Transaction::begin(state_->database);
  if (!transaction) return fail_as(transaction);
  if (auto status = state_->write(change); !status) return status;
  return transaction->commit();
}

Result<std::vector<StoredOrder>> Store::in_force() const {
  auto rows =
      state_->database.prepare("SELECT id, boot_id, body FROM orders WHERE ended_at IS NULL ORDER BY id");
  if (!rows) return fail_as(rows);
  std::vector<StoredOrder> found;
  for (;;) {
    const auto row = rows->step();
    if (!row) return fail_as(row);
    if (!*row) return found;
    auto order = decode_order(rows->text(2));
    if (!order)
      return fail(ErrorCode::kCorrupt, fmt::format("order {}: {}", rows->text(0), order.error().message));
    if (auto status = check_id(rows->text(0), order->id); !status) return fail_as(status);
    found.push_back({*std::move(order), std::string(rows->text(1))});
  }
}

Result<std::vector<Proposal>> Store::proposals() const {
  auto rows = state_->database.prepare("SELECT id, body FROM proposals WHERE over = 0 ORDER BY id");
  if (!rows) return fail_as(rows);
  std::vector<Proposal> found;
  for (;;) {
    const auto row = rows->step();
    if (!row) return fail_as(row);
    if (!*row) return found;
    auto proposal = decode_proposal(rows->text(1));
    if (!proposal) return fail_as(proposal);
    if (auto status = check_id(rows->text(0), proposal->id); !status) return fail_as(status);
    found.push_back(*std::move(proposal));
  }
}

Result<std::optional<Heartbeat>> Store::heartbeat() const {
  auto rows = state_->database.prepare("SELECT value FROM meta WHERE key = 'heartbeat'");
  if (!rows) return fail_as(rows);
  const auto row = rows->step();
  if (!row) return fail_as(row);
  if (!*row) return std::optional<Heartbeat>();
  auto beat = decode_heartbeat(rows->text(0));
  if (!beat) return fail_as(beat);
  return std::optional(*std::move(beat));
}

Result<std::vector<EndedOrder>> Store::ended(std::size_t limit, std::optional<Id> before) const {
  auto rows = state_->database.prepare(
      "SELECT id, body, ended_at, how FROM orders WHERE ended_at IS NOT NULL AND (?1 = '' OR id < ?1) "
      "ORDER BY id DESC LIMIT ?2");
  if (!rows) return fail_as(rows);
  rows->bind(1, before ? before->text() : std::string()).bind(2, page(limit));
  std::vector<EndedOrder> found;
  for (;;) {
    const auto row = rows->step();
    if (!row) return fail_as(row);
    if (!*row) return found;
    auto order = decode_order(rows->text(1));
    if (!order) return fail_as(order);
    if (auto status = check_id(rows->text(0), order->id); !status) return fail_as(status);
    const auto ended_at = real_time(rows->integer(2));
    if (!ended_at) return fail_as(ended_at);
    found.push_back({*std::move(order), *ended_at, std::string(rows->text(3))});
  }
}

Result<std::vector<HistoryEntry>> Store::history(std::size_t limit, std::optional<std::int64_t> before,
                                                 const std::vector<std::string>& scopes) const {
  std::string sql =
      "SELECT id, at, person, action, scope, what, reason, outcome, alone, drill, links FROM history "
      "WHERE (?1 IS NULL OR id < ?1)";
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    sql +=
        fmt::format("{}?{}{}", i == 0 ? " AND scope IN (" : ", ", i + 3, i + 1 == scopes.size() ? ")" : "");
  }
  auto rows = state_->database.prepare(sql + " ORDER BY id DESC LIMIT ?2");
  if (!rows) return fail_as(rows);
  before ? rows->bind(1, *before) : rows->bind_null(1);
  rows->bind(2, page(limit));
  for (std::size_t i = 0; i < scopes.size(); ++i) rows->bind(static_cast<int>(i + 3), scopes[i]);
  std::vector<HistoryEntry> found;
  for (;;) {
    const auto row = rows->step();
    if (!row) return fail_as(row);
    if (!*row) return found;
    auto entry = entry_of(*rows);
    if (!entry) return fail_as(entry);
    found.push_back(*std::move(entry));
  }
}

Result<bool> Store::knows(Id order) const {
  auto rows = state_->database.prepare("SELECT 1 FROM orders WHERE id = ?1");
  if (!rows) return fail_as(rows);
  return rows->bind(1, order.text()).step();
}

Status Store::fill_for_test(bool full) {
  state_->full_for_test = full;
  const auto pages = state_->database.pages();
  if (!pages) return fail_as(pages);
  return state_->database.limit_pages_for_test(full ? *pages : kPagesUnlimited);
}

}  // namespace bulkhead::control
