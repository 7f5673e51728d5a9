// Translation files: the phrases that people read when the gateway answers itself, one flat YAML file a
// language.
//
// Several folders are read one over the other: the shipped translations, then the agency's own, which need to
// hold only the phrases that the agency changed. Which phrases there are is the caller's to say
// (answers/phrases.h).

#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/reader.h"

namespace bulkhead::policy {

/// A phrase that every language must have. Its English text stands in for English, and the {placeholders} in
/// it are the ones that a translation may use.
struct WantedPhrase {
  std::string_view key;
  std::string_view english;
};

/// Text by key, by language tag.
using PhraseTable = std::map<std::string, std::map<std::string, std::string>>;

struct TranslationLimits {
  static constexpr std::size_t kFileBytesMax = 256u << 10;
  static constexpr std::size_t kPhraseBytesMax = 1'000;
  static constexpr std::size_t kFoldersMax = 8;
};

struct TranslationReading {
  /// Every wanted phrase in every language; nothing when any diagnostic is an error.
  std::optional<PhraseTable> table;
  /// File by file, in the order of each.
  std::vector<Diagnostic> diagnostics;
};

/// Reads FOLDER/LANGUAGE.yaml for each language in each folder that has one; a later folder wins phrase by
/// phrase.
///
/// Errors     Unknown keys and placeholders, braces that are no placeholder, phrases that are missing when all
///            folders are read, files that cannot be read: all found in one go. A placeholder that a
///            translation leaves out is a warning. Never throws.
/// Cost       Reads at most kFoldersMax × languages files of at most kFileBytesMax.
TranslationReading read_translations(std::span<const std::string> folders,
                                     std::span<const std::string> languages,
                                     std::span<const WantedPhrase> wanted);

/// Reads one file's text into `phrases`, over what is there. Returns what is wrong; phrases that are missing
/// are not.
std::vector<Diagnostic> read_translation(std::string_view source, std::string_view file_name,
                                         std::span<const WantedPhrase> wanted,
                                         std::map<std::string, std::string>& phrases);

}  // namespace bulkhead::policy
