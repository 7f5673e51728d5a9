// Any bytes as a translation file. The reader must end and never throw; what it takes over has only keys and placeholders
// that were asked for, and what it reports is safe on a terminal.

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "policy/translations.h"

namespace {

using namespace bulkhead::policy;

constexpr std::array<WantedPhrase, 3> kWanted{{{"closed", "{service} is closed until {until}"},
                                               {"retry", "Try again"},
                                               {"contact", "Contact: {contact}"}}};

void check_diagnostic(const Diagnostic& one, std::string_view source) {
  const std::string shown = text(one, source);
  BULKHEAD_ASSERT(!one.message.empty() && !one.hint.empty());
  BULKHEAD_ASSERT(bulkhead::is_utf8(shown));
  BULKHEAD_ASSERT(
      std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view source(reinterpret_cast<const char*>(bytes), size);
  std::map<std::string, std::string> phrases;
  const auto diagnostics = read_translation(source, "fuzz.yaml", kWanted, phrases);
  BULKHEAD_ASSERT(diagnostics.size() <= Limits::kDiagnosticsMax);
  bool any_error = false;
  for (const Diagnostic& one : diagnostics) {
    any_error = any_error || one.severity == Diagnostic::Severity::kError;
    check_diagnostic(one, source);
  }
  for (const auto& [key, phrase] : phrases) {
    BULKHEAD_ASSERT(std::ranges::find(kWanted, std::string_view(key), &WantedPhrase::key) != kWanted.end());
    BULKHEAD_ASSERT(bulkhead::is_utf8(phrase) && phrase.size() <= TranslationLimits::kPhraseBytesMax);
    if (!any_error && key == "retry") BULKHEAD_ASSERT(phrase.find_first_of("{}") == std::string::npos);
  }
  return 0;
}
