// What a gateway signs when it agrees to a drill: the words of the answer, and the exact bytes that the signature is over.
//
// Who may make it agree is desk.h; who asks is drill/consent.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/address.h"
#include "base/result.h"
#include "base/time.h"

namespace bulkhead::control {

/// Where the question is asked, on the gateway's own listeners: `GET PATH?nonce=HEX`.
inline constexpr std::string_view kConsentPath = "/.well-known/bulkhead-drill";

inline constexpr std::size_t kNonceBytesMin = 16;
inline constexpr std::size_t kNonceBytesMax = 64;
inline constexpr std::size_t kConsentBytesMax = 4'096;

/// One answer. It holds for the one who asked with `nonce`, for the connection it came over, and until `ends_at`.
struct Consent {
  std::string nonce{};  ///< Lower-case hex, as asked.
  /// What the connection that asked had reached, as the gateway saw it: the drill compares it with what it is going to load.
  Address address{};
  std::uint16_t port = 0;
  Address from{};  ///< Where the drill comes from; the gateway answers nobody else.
  std::uint32_t requests_per_s_max = 0;
  RealTime ends_at{};
  bool live = true;
  std::uint16_t gateway_id = 0;
  bool operator==(const Consent&) const = default;
};

struct SignedConsent {
  Consent consent{};
  std::string signature{};  ///< Ed25519 over signed_text(), 128 hex digits.
};

/// True for an even count of lower-case hex digits, kNonceBytesMin to kNonceBytesMax bytes.
bool is_nonce(std::string_view text);

/// One `key: value` a line, every field, in fixed order, below a line that no other signature of a gateway begins with.
std::string signed_text(const Consent& consent);

/// The body of the answer.
std::string to_json(const SignedConsent& answer);

/// Reads what to_json() wrote. Fails with kInvalid on anything else; what it says is to be checked with is_signed_by().
Result<SignedConsent> parse_consent(std::string_view json);

}  // namespace bulkhead::control
