#include <algorithm>
#include <set>

#include "policy/check/checks.h"

namespace bulkhead::policy {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : ", ") + word;
  return result;
}

void check_language_list(const Draft& draft, Findings& findings) {
  std::set<std::string_view> seen;
  for (const auto& language : draft.languages) {
    if (!seen.insert(language.value).second)
      findings.error(language.at.place(), "the language is listed twice", "each once");
  }
}

void check_text(const PublicText& text, const std::vector<std::string>& languages, Findings& findings) {
  if (!text.at.node->is_mapping() || text.at.node->children.empty()) return;  // reported where it was read
  for (const std::string& language : languages) {
    if (text.at.node->member(language) == nullptr) {
      Place place = text.at.key_place();
      place.key += "." + language;
      place.found.clear();
      findings.error(place, "the translation into `" + language + "` is missing",
                     "a text for each of: " + joined(languages));
    }
  }
  for (const auto& [language, unused] : text.text) {
    if (std::ranges::find(languages, language) != languages.end()) continue;
    const Spot member = text.at.member(*text.at.node->member(language));
    findings.error(member.key_place(), "`" + language + "` is no language of the agency",
                   "one of: " + joined(languages) + "; or add it to agency.languages");
  }
}

}  // namespace

void check_translations(const Draft& draft, Findings& findings) {
  check_language_list(draft, findings);
  if (draft.languages.empty()) return;  // then the agency has no name, and that is reported
  for (const PublicText& text : draft.public_texts) check_text(text, draft.policy.agency.languages, findings);
}

}  // namespace bulkhead::policy
