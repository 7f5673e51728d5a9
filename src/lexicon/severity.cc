#include "lexicon/severity.h"

#include <array>

#include "lexicon/spelling.h"

namespace bulkhead::lexicon {

namespace {

constexpr std::array<std::string_view, kSeverities> kNames = {"EMERGENCY", "ALERT",  "CRITICAL", "ERROR",
                                                              "WARNING",   "NOTICE", "INFO",     "DEBUG"};

}  // namespace

std::string_view name(Severity severity) { return kNames.at(static_cast<std::size_t>(severity)); }

std::optional<Severity> find_severity(std::string_view text) {
  if (text.size() == 1 && text[0] >= '0' && text[0] <= '7') return static_cast<Severity>(text[0] - '0');
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (same_word(text, kNames[i])) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

}  // namespace bulkhead::lexicon
