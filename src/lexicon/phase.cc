#include "lexicon/phase.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

constexpr std::array<std::string_view, kPhases> kNames = {"request headers", "request body",
                                                          "response headers", "response body", "logging"};

}  // namespace

std::string_view name(Phase phase) { return kNames.at(index(phase)); }

std::optional<Phase> find_phase(std::string_view text) {
  if (text.size() == 1 && text[0] >= '1' && text[0] <= '5') return static_cast<Phase>(text[0] - '0');
  if (same_word(text, "request")) return Phase::kRequestBody;
  if (same_word(text, "response")) return Phase::kResponseBody;
  if (same_word(text, "logging")) return Phase::kLogging;
  return std::nullopt;
}

}  // namespace bulkhead::lexicon
