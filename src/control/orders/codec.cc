#include "control/orders/codec.h"

#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bulkhead::control {
namespace {

using Json = nlohmann::json;
using posture::Order;

// Thrown and caught inside this file: what the text says is none of ours.
struct Misfit {
  std::string what;
};

// 285,000 years either way: beyond every clock, and sums of a few of them stay far from the ends of 64 bits. It is also what
// every JSON reader keeps exactly.
constexpr std::int64_t kMsMax = 1ll << 53;

// Not get<>() alone, which takes true for 1, cuts 1.5, and is undefined for 1e300.
std::int64_t whole(const Json& json, std::int64_t min, std::int64_t max) {
  const bool fits = json.is_number_integer() &&
                    !(json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX});
  const std::int64_t number = fits ? json.get<std::int64_t>() : 0;
  if (!fits || number < min || number > max) throw Misfit{"a number is not whole, or out of range"};
  return number;
}

Milliseconds ms_of(const Json& json) { return Milliseconds(whole(json, -kMsMax, kMsMax)); }

template <typename Time>
Json instant(const std::optional<Time>& at) {
  return at ? Json(at->time_since_epoch().count()) : Json(nullptr);
}

template <typename Time>
Time instant_of(const Json& json) {
  return Time(ms_of(json));
}

template <typename Time>
std::optional<Time> optional_instant(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return instant_of<Time>(json);
}

Json duration(const std::optional<Milliseconds>& lasts) {
  return lasts ? Json(lasts->count()) : Json(nullptr);
}

std::optional<Milliseconds> duration_of(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return ms_of(json);
}

Id id_of(const Json& json) {
  const auto id = Id::parse(json.get<std::string>());
  if (!id) throw Misfit{id.error().message};
  return *id;
}

posture::Level level_of(const Json& json) {
  const auto level = posture::parse_level(json.get<std::string>());
  if (!level) throw Misfit{"unknown level"};
  return *level;
}

posture::Cause cause_of(const Json& json) {
  const auto cause = posture::parse_cause(json.get<std::string>());
  if (!cause) throw Misfit{"unknown cause"};
  return *cause;
}

posture::Rank rank_of(const Json& json) {
  const std::string text = json.get<std::string>();
  for (const posture::Rank rank : {posture::Rank::kPlaybook, posture::Rank::kOperator}) {
    if (text == posture::name(rank)) return rank;
  }
  throw Misfit{"unknown rank"};
}

posture::Scope scope_of(const Json& json) {
  auto scope = posture::parse_scope(json.get<std::string>());
  if (!scope) throw Misfit{scope.error().message};
  return *std::move(scope);
}

std::uint16_t share_of(const Json& json) {
  return static_cast<std::uint16_t>(whole(json, 0, posture::kShareAll));
}

Json stages(const std::vector<posture::Stage>& then) {
  Json list = Json::array();
  for (const posture::Stage& stage : then) {
    list.push_back({{"level", posture::name(stage.level)},
                    {"share", stage.share_permille},
                    {"lasts", duration(stage.lasts)}});
  }
  return list;
}

std::vector<posture::Stage> stages_of(const Json& json) {
  std::vector<posture::Stage> then;
  for (const Json& stage : json) {
    then.push_back(
        {level_of(stage.at("level")), share_of(stage.at("share")), duration_of(stage.at("lasts"))});
  }
  return then;
}

Json json_of(const Order& order) {
  return {{"id", order.id.text()},
          {"rank", posture::name(order.rank)},
          {"scope", posture::key(order.scope)},
          {"level", posture::name(order.level)},
          {"share", order.share_permille},
          {"cause", posture::name(order.cause)},
          {"author", order.author},
          {"approver", order.approver},
          {"alone", order.alone},
          {"drill", order.drill},
          {"reason", order.reason},
          {"public_text", order.public_text},
          {"from", instant(std::optional(order.from))},
          {"from_real", instant(std::optional(order.from_real))},
          {"until", instant(order.until)},
          {"until_real", instant(order.until_real)},
          {"then", stages(order.then)},
          {"drain", order.drain.count()},
          {"drain_sessions", order.drain_sessions},
          {"quiet_at", instant(order.quiet_at)}};
}

Order order_from(const Json& json) {
  Order order;
  order.id = id_of(json.at("id"));
  order.rank = rank_of(json.at("rank"));
  order.scope = scope_of(json.at("scope"));
  order.level = level_of(json.at("level"));
  order.share_permille = share_of(json.at("share"));
  order.cause = cause_of(json.at("cause"));
  order.author = json.at("author").get<std::string>();
  order.approver = json.at("approver").get<std::string>();
  order.alone = json.at("alone").get<bool>();
  // An order of a daemon before this one says nothing of it.
  order.drill = json.contains("drill") && json.at("drill").get<bool>();
  order.reason = json.at("reason").get<std::string>();
  order.public_text = json.at("public_text").get<std::map<std::string, std::string>>();
  order.from = instant_of<BootTime>(json.at("from"));
  order.from_real = instant_of<RealTime>(json.at("from_real"));
  order.until = optional_instant<BootTime>(json.at("until"));
  order.until_real = optional_instant<RealTime>(json.at("until_real"));
  order.then = stages_of(json.at("then"));
  order.drain = ms_of(json.at("drain"));
  order.drain_sessions = json.at("drain_sessions").get<bool>();
  order.quiet_at = optional_instant<BootTime>(json.at("quiet_at"));
  if (const auto status = posture::validate(order); !status) throw Misfit{status.error().message};
  return order;
}

Json json_of(const Heartbeat& beat) {
  return {{"boot_id", beat.boot_id},
          {"boot", instant(std::optional(beat.boot))},
          {"real", instant(std::optional(beat.real))},
          {"real_trusted", beat.real_trusted}};
}

Heartbeat heartbeat_from(const Json& json) {
  return {json.at("boot_id").get<std::string>(), instant_of<BootTime>(json.at("boot")),
          instant_of<RealTime>(json.at("real")), json.at("real_trusted").get<bool>()};
}

Json changes_json(const std::vector<ProposedChange>& changes) {
  Json list = Json::array();
  for (const ProposedChange& change : changes) {
    list.push_back({{"service", change.service},
                    {"what", change.what},
                    {"kind", change.kind},
                    {"needs_reload", change.needs_reload}});
  }
  return list;
}

Json json_of(const Proposal& proposal) {
  return {{"id", proposal.id.text()},
          {"kind", static_cast<int>(proposal.kind)},
          {"author", proposal.author},
          {"reason", proposal.reason},
          {"what", proposal.what},
          {"why", proposal.why},
          {"text", proposal.text},
          {"digest", proposal.digest},
          {"payload", proposal.payload},
          {"changes", changes_json(proposal.changes)},
          {"changes_left_out", proposal.changes_left_out},
          {"proposed_real", instant(std::optional(proposal.proposed_real))},
          {"expires_real", instant(std::optional(proposal.expires_real))},
          {"expires", instant(std::optional(proposal.expires))},
          {"drill", proposal.drill}};
}

Proposal proposal_from(const Json& json) {
  Proposal proposal;
  proposal.id = id_of(json.at("id"));
  proposal.kind =
      static_cast<ProposalKind>(whole(json.at("kind"), 0, static_cast<int>(ProposalKind::kDrill)));
  proposal.author = json.at("author").get<std::string>();
  proposal.reason = json.at("reason").get<std::string>();
  proposal.what = json.at("what").get<std::string>();
  proposal.why = json.at("why").get<std::string>();
  proposal.text = json.at("text").get<std::string>();
  proposal.digest = json.at("digest").get<std::string>();
  proposal.payload = json.at("payload").get<std::string>();
  proposal.proposed_real = instant_of<RealTime>(json.at("proposed_real"));
  proposal.expires_real = instant_of<RealTime>(json.at("expires_real"));
  proposal.expires = instant_of<BootTime>(json.at("expires"));
  proposal.drill = json.at("drill").get<bool>();
  // A proposal of a daemon before this one has none.
  if (!json.contains("changes")) return proposal;
  for (const Json& change : json.at("changes")) {
    proposal.changes.push_back({change.at("service").get<std::string>(), change.at("what").get<std::string>(),
                                change.at("kind").get<std::string>(), change.at("needs_reload").get<bool>()});
  }
  proposal.changes_left_out = static_cast<std::size_t>(whole(json.at("changes_left_out"), 0, kMsMax));
  return proposal;
}

Json json_of(const Proposed& proposed) {
  const OrderRequest& request = proposed.request;
  Json ends = Json::array();
  for (const Id id : proposed.ends) ends.push_back(id.text());
  return {{"scope", posture::key(request.scope)},
          {"level", posture::name(request.level)},
          {"share", request.share_permille},
          {"cause", posture::name(request.cause)},
          {"reason", request.reason},
          {"public_text", request.public_text},
          {"lasts", duration(request.lasts)},
          {"until", instant(request.until)},
          {"then", request.then ? stages(*request.then) : Json(nullptr)},
          {"drain", duration(request.drain)},
          {"drill", request.drill},
          {"ends", ends}};
}

Proposed proposed_from(const Json& json) {
  Proposed proposed;
  OrderRequest& request = proposed.request;
  request.scope = scope_of(json.at("scope"));
  request.level = level_of(json.at("level"));
  request.share_permille = share_of(json.at("share"));
  request.cause = cause_of(json.at("cause"));
  request.reason = json.at("reason").get<std::string>();
  request.public_text = json.at("public_text").get<std::map<std::string, std::string>>();
  request.lasts = duration_of(json.at("lasts"));
  request.until = optional_instant<RealTime>(json.at("until"));
  if (!json.at("then").is_null()) request.then = stages_of(json.at("then"));
  request.drain = duration_of(json.at("drain"));
  request.drill = json.at("drill").get<bool>();
  for (const Json& id : json.at("ends")) proposed.ends.push_back(id_of(id));
  return proposed;
}

// Texts were checked to be UTF-8 when they came in; should one not be, a replacement character is better than a throw.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

template <typename Read>
auto decode(std::string_view noun, std::string_view text, Read read) -> Result<decltype(read(Json()))> {
  try {
    return read(Json::parse(text));
  } catch (const Misfit& misfit) {
    return fail(ErrorCode::kCorrupt, fmt::format("a stored {} cannot be read: {}", noun, misfit.what));
  } catch (const Json::exception& exception) {
    return fail(ErrorCode::kCorrupt, fmt::format("a stored {} cannot be read: {}", noun, exception.what()));
  }
}

}  // namespace

std::string encode(const Order& order) { return dump(json_of(order)); }
std::string encode(const Heartbeat& heartbeat) { return dump(json_of(heartbeat)); }
std::string encode(const Proposal& proposal) { return dump(json_of(proposal)); }
std::string encode(const Proposed& proposed) { return dump(json_of(proposed)); }
std::string encode(const JournalRecord& record) {
  return dump({{"order", json_of(record.order)}, {"taken", json_of(record.taken)}});
}

Result<Order> decode_order(std::string_view text) { return decode("order", text, order_from); }
Result<Heartbeat> decode_heartbeat(std::string_view text) {
  return decode("heartbeat", text, heartbeat_from);
}
Result<Proposal> decode_proposal(std::string_view text) { return decode("proposal", text, proposal_from); }
Result<Proposed> decode_proposed(std::string_view text) { return decode("proposal", text, proposed_from); }
Result<JournalRecord> decode_journal_record(std::string_view text) {
  return decode("journal record", text, [](const Json& json) {
    return JournalRecord{order_from(json.at("order")), heartbeat_from(json.at("taken"))};
  });
}

}  // namespace bulkhead::control
