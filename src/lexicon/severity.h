// How grave what a rule found is (`severity:…`): the eight steps of syslog.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bulkhead::lexicon {

/// The lower, the graver. The numbers are SecLang's own and written into images.
enum class Severity : std::uint8_t {
  kEmergency,
  kAlert,
  kCritical,
  kError,
  kWarning,
  kNotice,
  kInfo,
  kDebug,
};
inline constexpr std::size_t kSeverities = 8;

/// What HIGHEST_SEVERITY says as long as no rule with a severity has matched.
inline constexpr std::uint8_t kNoSeverity = 255;

/// As SecLang writes it: "CRITICAL".
std::string_view name(Severity severity);

/// By word in any case, or by number, `0` to `7`.
std::optional<Severity> find_severity(std::string_view text);

}  // namespace bulkhead::lexicon
