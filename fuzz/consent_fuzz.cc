// Any bytes as a gateway's consent to a drill. The reader must end, never throw, and give what can be written and read again; and
// what is signed has its lines where they belong, whatever the fields say: no field can pretend to be two.

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "control/consent/consent.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace bulkhead::control;
  constexpr auto kLines = 9;  // the domain and eight fields
  const auto answer = parse_consent({reinterpret_cast<const char*>(bytes), size});
  if (!answer) return 0;
  BULKHEAD_ASSERT(is_nonce(answer->consent.nonce));
  BULKHEAD_ASSERT(std::ranges::count(signed_text(answer->consent), '\n') == kLines);
  const auto again = parse_consent(to_json(*answer));
  BULKHEAD_ASSERT(again && again->consent == answer->consent && again->signature == answer->signature);
  return 0;
}
