// Orders, requests and proposals as JSON text: what the store and the journal keep.
//
// Decoding trusts nothing: a field that is missing, of another kind or out of range is kCorrupt, and an order is
// validated as when it was given.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "control/orders/journal.h"
#include "control/orders/proposal.h"
#include "control/orders/request.h"
#include "posture/order.h"

namespace bulkhead::control {

std::string encode(const posture::Order& order);
Result<posture::Order> decode_order(std::string_view text);

std::string encode(const JournalRecord& record);
Result<JournalRecord> decode_journal_record(std::string_view text);

std::string encode(const Proposal& proposal);
Result<Proposal> decode_proposal(std::string_view text);

std::string encode(const Heartbeat& heartbeat);
Result<Heartbeat> decode_heartbeat(std::string_view text);

/// What a proposal of kind order or undo asks for; its `ends` are the orders that it would take away.
struct Proposed {
  OrderRequest request;
  std::vector<Id> ends;
};
std::string encode(const Proposed& proposed);
Result<Proposed> decode_proposed(std::string_view text);

}  // namespace bulkhead::control
