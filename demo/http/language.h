// The two languages of Ilyria's pages.

#pragma once

#include <optional>
#include <string_view>

namespace bulkhead::demo {

enum class Language { kEnglish, kAlbanian };

/// One text in both languages.
struct Phrase {
  std::string_view en;
  std::string_view sq;

  std::string_view in(Language language) const { return language == Language::kEnglish ? en : sq; }
};

/// "en" or "sq".
std::string_view language_code(Language language);
std::optional<Language> parse_language(std::string_view code);

/// The language that an Accept-Language field (RFC 9110 §12.5.4) prefers among ours; English when it
/// names neither. Ill-formed pieces are left out.
Language preferred_language(std::string_view accept_language);

}  // namespace bulkhead::demo
