// The daemon's values as JSON, in the shapes of docs/openapi.yaml. One function a schema.

#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/time.h"
#include "control/daemon/policy_desk.h"
#include "control/daemon/snapshot.h"
#include "control/orders/history.h"
#include "control/orders/proposal.h"
#include "control/rest/api.h"
#include "control/rest/exchange.h"
#include "posture/order.h"
#include "posture/preview.h"

namespace bulkhead::control::rest {

using Json = nlohmann::ordered_json;

/// A JSON answer. Bytes that are not UTF-8 become U+FFFD.
Response json_response(unsigned status, const Json& body);

/// "2026-07-17T02:14:07.123Z".
Json instant(RealTime at);
Json instant(const std::optional<RealTime>& at);

/// "10m", "1h30m", "250ms": what parse_duration reads.
std::string compact_duration(Milliseconds duration);

/// `ended` is null while the order is in force.
Json show(const posture::Order& order, bool overdue, const EndedOrder* ended);
/// Of an order that is not placed: what it asks for and for how long, without what only an order in force has.
Json show_intended(const posture::Order& order);
Json show(const Proposal& proposal);
Json show(const HistoryEntry& entry);
/// `clock` turns the boot clock's endings into what people read; `policy` says what a guarded door tightens, and may be null.
Json show(const posture::Preview& preview, bool needs_second_person, const std::string& why,
          const os::Clock& clock, const policy::Policy* policy);
Json show(const Obeyed& obeyed);
Json show(const ServiceNow& service);
Json show_inspection(const ServiceNow& service);
Json show(const WorkerNow& worker);
Json show(const KeptImage& image);

/// "closed", "open to 25 %".
std::string posture_words(const posture::Posture& posture);

}  // namespace bulkhead::control::rest
