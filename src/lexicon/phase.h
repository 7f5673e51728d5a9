// The five phases of SecLang (`phase:…`), by number and by name.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bulkhead::lexicon {

/// When a rule runs. The numbers are SecLang's own and written into images.
enum class Phase : std::uint8_t {
  kRequestHeaders = 1,
  kRequestBody = 2,
  kResponseHeaders = 3,
  kResponseBody = 4,
  kLogging = 5,
};
inline constexpr std::size_t kPhases = 5;

/// From 0, for tables: phase 1 is 0.
constexpr std::size_t index(Phase phase) { return static_cast<std::size_t>(phase) - 1; }

/// "request headers", "request body", "response headers", "response body", "logging": for people.
std::string_view name(Phase phase);

/// `1` to `5`, and SecLang's words in any case: `request` (2), `response` (4), `logging` (5).
std::optional<Phase> find_phase(std::string_view text);

}  // namespace bulkhead::lexicon
