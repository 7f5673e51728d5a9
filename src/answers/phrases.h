// Every phrase that people read in an answer of ours: key, what it is for, and the English text that is used
// when nothing else is there.
//
// The texts that a gateway shows come from translation files that the agency edits (translations/*.yaml,
// checked by `bulkhead check`) by way of the image. A phrase may hold {placeholders}; which ones is what its
// English text holds.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "posture/order.h"

namespace bulkhead::answers {

enum class Phrase : std::uint8_t {
  kSkipToContent,
  kThisService,
  kClosedTitle,
  kClosedNone,
  kClosedLoad,
  kClosedMaintenance,
  kClosedAttack,
  kClosedCompromise,
  kMisdirectedTitle,
  kMisdirectedText,
  kBadPathTitle,
  kBadPathText,
  kBadHostTitle,
  kBadHostText,
  kGatewayFailureTitle,
  kGatewayFailureText,
  kTooLargeTitle,
  kTooLargeText,
  kNotFoundTitle,
  kNotFoundText,
  kInspectionTitle,
  kInspectionText,
  kNotReceivedTitle,
  kNotReceivedText,
  kNotReceivedLater,
  kClosedSince,
  kExpectedEnd,
  kNotKnownYet,
  kNoNeedToReload,
  kElsewhereTitle,
  kStillWorkingTitle,
  kContactTitle,
  kStatusPageLink,
  kReference,
  kReferenceHint,
  kAskedAt,
  kWhen,
  kMonth1,
  kMonth2,
  kMonth3,
  kMonth4,
  kMonth5,
  kMonth6,
  kMonth7,
  kMonth8,
  kMonth9,
  kMonth10,
  kMonth11,
  kMonth12,
  kStatusTitle,
  kStatusAllWork,
  kStatusSomeDegraded,
  kStatusSomeClosed,
  kStatusAllClosed,
  kStatusAsOf,
  kStatusStaleIf,
  kStatusStaleNow,
  kStatusServicesTitle,
  kStateOperational,
  kStateDegraded,
  kStateClosed,
  kStatusSince,
  kDegradedReopening,
  kDegradedFault,
  kHistoryTitle,
  kHistoryEmpty,
  kHistoryClosed,
  kHistoryDegraded,
  kHistoryOver,
  kHistoryOngoing,
  kHistoryResolved,
  kFeedLink,
  kLanguagesLabel,
  kLanguageName,
};
inline constexpr std::size_t kPhrases = static_cast<std::size_t>(Phrase::kLanguageName) + 1;

struct PhraseEntry {
  Phrase phrase;
  std::string_view key;          ///< As in translation files: "closed_title".
  std::string_view description;  ///< For translators: where it stands and what it must say.
  std::string_view english;
};

/// All phrases, in the order of the enumeration. Thread-safe.
std::span<const PhraseEntry> phrases();
const PhraseEntry& entry(Phrase phrase);

/// The texts of one language. The gate implements it over the image, the daemon over translation files.
class PhraseSource {
 public:
  virtual ~PhraseSource() = default;
  /// Text by key; empty when it has none, then the English default stands in.
  virtual std::string_view phrase(std::string_view key) const = 0;
};

/// The English defaults as a source.
const PhraseSource& english();

/// The text of `phrase` in `source`, or the English default.
std::string_view text(const PhraseSource& source, Phrase phrase);

/// The stock phrase that says why a door is closed, without telling more than the public needs.
Phrase closed_text(posture::Cause cause);
/// kMonth1 for 1 … kMonth12 for 12. Requires: 1 <= month <= 12.
Phrase month_name(unsigned month);

/// One value for a {placeholder}.
struct Substitution {
  std::string_view name;
  std::string_view value;
};

/// `phrase` with {names} replaced. A name that is not given stays as it is written: it is a mistake that
/// `bulkhead check` finds, and a page with a brace in it is better than no page. Values are not looked into
/// again.
std::string fill(std::string_view phrase, std::span<const Substitution> values);

/// Names of the {placeholders} of a phrase, in order, each once.
std::vector<std::string_view> placeholders(std::string_view phrase);

/// Keys of phrases() for which `source` has no text; empty when it is complete.
std::vector<std::string_view> missing_keys(const PhraseSource& source);

}  // namespace bulkhead::answers
