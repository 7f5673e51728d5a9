#include "policy/translations.h"

#include <algorithm>

#include "os/file.h"
#include "policy/document.h"
#include "policy/findings.h"
#include "policy/nearest.h"
#include "policy/scalars.h"
#include "policy/spot.h"

namespace bulkhead::policy {
namespace {

constexpr FileKind kTranslationFile{"docs/policy.md", "a translation has lines of `phrase: text`",
                                    TranslationLimits::kFileBytesMax};

/// What stands between braces, or from an odd brace to the end of the word.
struct Brace {
  std::string_view text;  ///< Braces included.
  std::string_view name;  ///< Empty when this is no placeholder.
};

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }

// Every brace of a phrase: what is no well-formed placeholder would be shown to people as it stands.
std::vector<Brace> braces(std::string_view phrase) {
  std::vector<Brace> found;
  for (std::size_t at = phrase.find_first_of("{}"); at != std::string_view::npos;
       at = phrase.find_first_of("{}", at)) {
    std::size_t end = at + 1;
    while (end < phrase.size() && is_name_character(phrase[end])) ++end;
    const bool whole = phrase[at] == '{' && end > at + 1 && end < phrase.size() && phrase[end] == '}';
    if (whole) ++end;
    const std::string_view text = phrase.substr(at, end - at);
    found.push_back({text, whole ? text.substr(1, text.size() - 2) : std::string_view()});
    at = end;
  }
  return found;
}

std::vector<std::string_view> names(std::string_view phrase) {
  std::vector<std::string_view> result;
  for (const Brace& brace : braces(phrase)) {
    if (!brace.name.empty() && std::ranges::find(result, brace.name) == result.end())
      result.push_back(brace.name);
  }
  return result;
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "{" : ", {") + std::string(name) + "}";
  return text;
}

void check_placeholders(const Spot& spot, const std::string& phrase, const WantedPhrase& wanted,
                        Findings& findings) {
  const std::vector<std::string_view> known = names(wanted.english);
  const std::string right =
      known.empty() ? "this phrase has no placeholders" : "this phrase may use " + listed(known);
  for (const Brace& brace : braces(phrase)) {
    if (std::ranges::find(known, brace.name) != known.end()) continue;
    Place place = spot.place();
    place.found = brace.text;
    findings.error(
        place,
        brace.name.empty() ? "a brace that belongs to no placeholder" : "is no placeholder of this phrase",
        right);
  }
  const std::vector<std::string_view> used = names(phrase);
  for (const std::string_view name : known) {
    if (std::ranges::find(used, name) != used.end()) continue;
    findings.warning(spot.place(), "leaves out {" + std::string(name) + "}",
                     "in English: " + std::string(wanted.english));
  }
}

void refuse_unknown(const Spot& spot, std::span<const WantedPhrase> wanted, Findings& findings) {
  std::vector<std::string_view> keys;
  for (const WantedPhrase& phrase : wanted) keys.push_back(phrase.key);
  const auto near = nearest(spot.node->key, keys);
  findings.error(
      spot.key_place(), "no phrase has this key",
      near ? "did you mean " + std::string(*near) + "?" : "the keys are those of translations/en.yaml");
}

std::string file_of(const std::string& folder, const std::string& language) {
  return folder + (folder.ends_with('/') ? "" : "/") + language + ".yaml";
}

Diagnostic file_diagnostic(std::string file, std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.file = std::move(file);
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

bool is_english(std::string_view language) { return language == "en" || language.starts_with("en-"); }

// Names the file of the last folder: that is the agency's, where a missing phrase is to be added.
void refuse_missing(const std::string& language, std::span<const std::string> folders,
                    std::span<const WantedPhrase> wanted, const std::map<std::string, std::string>& phrases,
                    std::vector<Diagnostic>& diagnostics) {
  const std::string file = folders.empty() ? language + ".yaml" : file_of(folders.back(), language);
  for (const WantedPhrase& phrase : wanted) {
    if (phrases.contains(std::string(phrase.key))) continue;
    if (diagnostics.size() >= Limits::kDiagnosticsMax) return;
    Diagnostic missing = file_diagnostic(file, "the phrase is missing in language " + language,
                                         "in English: " + std::string(phrase.english));
    missing.key = phrase.key;
    diagnostics.push_back(std::move(missing));
  }
}

Diagnostic no_file(const std::string& language, std::span<const std::string> folders) {
  std::string looked;
  for (const std::string& folder : folders)
    looked += (looked.empty() ? "" : ", ") + file_of(folder, language);
  return file_diagnostic(language + ".yaml", "there are no phrases for language " + language,
                         "a translation in one of: " + (looked.empty() ? "(no folder was given)" : looked));
}

void append(std::vector<Diagnostic>& all, std::vector<Diagnostic> more) {
  const std::size_t room = Limits::kDiagnosticsMax - std::min(all.size(), Limits::kDiagnosticsMax);
  more.resize(std::min(more.size(), room));
  std::ranges::move(more, std::back_inserter(all));
}

}  // namespace

std::vector<Diagnostic> read_translation(std::string_view source, std::string_view file_name,
                                         std::span<const WantedPhrase> wanted,
                                         std::map<std::string, std::string>& phrases) {
  const SourceText text(source);
  Findings findings(text, file_name, kTranslationFile);
  const std::optional<Node> root = parse_document(findings);
  if (!root || !expect_mapping({&*root, ""}, findings)) return findings.take();
  for (const Node& child : root->children) {
    const Spot spot = Spot{&*root, ""}.member(child);
    const auto phrase = std::ranges::find(wanted, std::string_view(child.key), &WantedPhrase::key);
    if (phrase == wanted.end()) {
      refuse_unknown(spot, wanted, findings);
      continue;
    }
    if (child.is_refused()) continue;
    const std::optional<std::string> value = read_line(spot, TranslationLimits::kPhraseBytesMax, findings);
    if (!value) continue;
    check_placeholders(spot, *value, *phrase, findings);
    phrases[child.key] = *value;
  }
  return findings.take();
}

TranslationReading read_translations(std::span<const std::string> folders,
                                     std::span<const std::string> languages,
                                     std::span<const WantedPhrase> wanted) {
  TranslationReading reading;
  if (folders.size() > TranslationLimits::kFoldersMax) {
    reading.diagnostics.push_back(
        file_diagnostic(folders.back(), "more folders of translations than are read",
                        "at most " + std::to_string(TranslationLimits::kFoldersMax)));
    return reading;
  }
  PhraseTable table;
  for (const std::string& language : languages) {
    auto& phrases = table[language];
    if (is_english(language)) {
      for (const WantedPhrase& phrase : wanted) phrases[std::string(phrase.key)] = phrase.english;
    }
    bool has_file = is_english(language);
    for (const std::string& folder : folders) {
      const std::string file = file_of(folder, language);
      const Result<std::string> bytes = os::read_file(file, TranslationLimits::kFileBytesMax);
      has_file = has_file || bytes || bytes.error().code != ErrorCode::kNotFound;
      if (bytes) {
        append(reading.diagnostics, read_translation(*bytes, file, wanted, phrases));
      } else if (bytes.error().code != ErrorCode::kNotFound) {
        append(reading.diagnostics,
               {file_diagnostic(file, bytes.error().message, "a readable file of phrases")});
      }
    }
    if (has_file) {
      refuse_missing(language, folders, wanted, phrases, reading.diagnostics);
    } else {
      append(reading.diagnostics, {no_file(language, folders)});
    }
  }
  const bool has_errors = std::ranges::any_of(
      reading.diagnostics, [](const Diagnostic& d) { return d.severity == Diagnostic::Severity::kError; });
  if (!has_errors) reading.table = std::move(table);
  return reading;
}

}  // namespace bulkhead::policy
