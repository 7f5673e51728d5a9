// Any bytes as one of the JSON texts that the store and the journal keep, the first byte saying which. What is taken
// reads back from what is written of it, and an order that is taken can be reckoned with.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "control/orders/codec.h"
#include "posture/posture.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::control;

// As far from either end as a machine's clock will ever be.
constexpr BootTime kNow{std::chrono::hours(1'000)};

void check_order(const posture::Order& order) {
  BULKHEAD_ASSERT(posture::validate(order));
  (void)posture::hand(order, kNow);
  const auto again = decode_order(encode(order));
  BULKHEAD_ASSERT(again && *again == order);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  switch (bytes[0] % 5) {
    case 0:
      if (const auto order = decode_order(text)) check_order(*order);
      break;
    case 1:
      if (const auto record = decode_journal_record(text)) {
        check_order(record->order);
        (void)(record->taken.boot - kNow);
      }
      break;
    case 2:
      if (const auto beat = decode_heartbeat(text)) {
        const auto again = decode_heartbeat(encode(*beat));
        BULKHEAD_ASSERT(again && *again == *beat);
        (void)(beat->boot - kNow);
      }
      break;
    case 3:
      if (const auto proposal = decode_proposal(text)) {
        const auto again = decode_proposal(encode(*proposal));
        BULKHEAD_ASSERT(again && *again == *proposal);
      }
      break;
    default:
      if (const auto proposed = decode_proposed(text)) {
        const auto again = decode_proposed(encode(*proposed));
        BULKHEAD_ASSERT(again && again->request == proposed->request && again->ends == proposed->ends);
      }
  }
  return 0;
}
