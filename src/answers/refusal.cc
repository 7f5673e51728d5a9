#include "answers/refusal.h"

#include <array>

#include "base/check.h"

namespace bulkhead::answers {
namespace {

// RFC 9209 §2.3 knows errors by whose fault they are: destination_* speaks of the way behind us,
// http_request_error of the request, proxy_internal_error of ourselves.
constexpr std::array<Refusal, kRefusalKinds> kTable = {{
    {RefusalKind::kClosed, 503, "closed", "urn:bulkhead:problem:closed", Phrase::kClosedTitle,
     Phrase::kClosedNone, "destination_unavailable", true, true},
    {RefusalKind::kMisdirected, 421, "misdirected", "urn:bulkhead:problem:misdirected",
     Phrase::kMisdirectedTitle, Phrase::kMisdirectedText, "destination_not_found", false, false},
    {RefusalKind::kBadPath, 400, "bad_path", "urn:bulkhead:problem:bad-path", Phrase::kBadPathTitle,
     Phrase::kBadPathText, "http_request_error", false, true},
    {RefusalKind::kBadHost, 400, "bad_host", "urn:bulkhead:problem:bad-host", Phrase::kBadHostTitle,
     Phrase::kBadHostText, "http_request_error", false, false},
    {RefusalKind::kGatewayFailure, 503, "gateway_failure", "urn:bulkhead:problem:gateway-failure",
     Phrase::kGatewayFailureTitle, Phrase::kGatewayFailureText, "proxy_internal_error", true, true},
    {RefusalKind::kTooLarge, 413, "too_large", "urn:bulkhead:problem:too-large", Phrase::kTooLargeTitle,
     Phrase::kTooLargeText, "http_request_error", false, true},
    {RefusalKind::kNotFound, 404, "not_found", "urn:bulkhead:problem:not-found", Phrase::kNotFoundTitle,
     Phrase::kNotFoundText, "destination_not_found", false, true},
    {RefusalKind::kInspection, 403, "inspection", "urn:bulkhead:problem:inspection", Phrase::kInspectionTitle,
     Phrase::kInspectionText, "http_request_denied", false, true},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (kTable[i].kind != static_cast<RefusalKind>(i)) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const Refusal& refusal(RefusalKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  if (!BULKHEAD_EXPECT(index < kTable.size()))
    return kTable[static_cast<std::size_t>(RefusalKind::kGatewayFailure)];
  return kTable[index];
}

}  // namespace bulkhead::answers
