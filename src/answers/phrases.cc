#include "answers/phrases.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace bulkhead::answers {
namespace {

constexpr std::array<PhraseEntry, kPhrases> kTable = {{
    {Phrase::kSkipToContent, "skip_to_content", "First link of every page, for the keyboard.",
     "Skip to the content"},
    {Phrase::kThisService, "this_service", "Stands for {service} where the service has no title.",
     "This service"},
    {Phrase::kClosedTitle, "closed_title", "Heading of a closed service's page.",
     "{service}: closed for now"},
    {Phrase::kClosedNone, "closed_none", "Why it is closed, when no cause is told.",
     "You cannot use this service at the moment. We will open it again as soon as we can."},
    {Phrase::kClosedLoad, "closed_load", "Closed because of too many visitors.",
     "More people are asking for this service than it can serve at the moment. We have closed it for a short "
     "while so that it can recover."},
    {Phrase::kClosedMaintenance, "closed_maintenance", "Closed for work on it.",
     "We are working on this service. It stays closed until the work is done."},
    {Phrase::kClosedAttack, "closed_attack", "Closed because of an attack; must not tell of it.",
     "We have closed this service as a precaution, to protect it and the data in it."},
    {Phrase::kClosedCompromise, "closed_compromise",
     "Closed because somebody may have got in; must not tell of it.",
     "We have closed this service while we check it. It will open again once we are sure that it is safe to "
     "use."},
    {Phrase::kMisdirectedTitle, "misdirected_title", "Heading: unknown host name.",
     "There is no service at this address"},
    {Phrase::kMisdirectedText, "misdirected_text", "Unknown host name; must not tell whose gateway this is.",
     "The address that you asked for does not belong to any service here. Please check that it is written "
     "correctly."},
    {Phrase::kBadPathTitle, "bad_path_title", "Heading: address with forbidden spelling.",
     "This address cannot be read"},
    {Phrase::kBadPathText, "bad_path_text", "Address with forbidden spelling.",
     "The address contains characters that this service does not accept. If you followed a link, it may be "
     "broken: please start from the first page of the service."},
    {Phrase::kBadHostTitle, "bad_host_title", "Heading: site name missing or malformed.",
     "The name of the site cannot be read"},
    {Phrase::kBadHostText, "bad_host_text", "Site name missing or malformed.",
     "The request does not say clearly which site it is for. Please check that the address is written "
     "correctly."},
    {Phrase::kGatewayFailureTitle, "gateway_failure_title", "Heading: fault of the gateway.",
     "{service}: not reachable right now"},
    {Phrase::kGatewayFailureText, "gateway_failure_text", "Fault of the gateway.",
     "The fault is on our side, not on yours. Please try again in a few minutes."},
    {Phrase::kTooLargeTitle, "too_large_title", "Heading: request body too large.",
     "What you sent is too large"},
    {Phrase::kTooLargeText, "too_large_text", "Request body too large.",
     "This service does not take that much at once. Please send a smaller file, or send it in several "
     "parts."},
    {Phrase::kNotFoundTitle, "not_found_title", "Heading: no service has this path.",
     "There is no page at this address"},
    {Phrase::kNotFoundText, "not_found_text", "No service has this path.",
     "None of our services answers at this address. Please check that it is written correctly, or start from "
     "the first page of the service."},
    {Phrase::kInspectionTitle, "inspection_title", "Heading: rules of protection refuse the request.",
     "Your request was not let through"},
    {Phrase::kInspectionText, "inspection_text", "Rules of protection refuse the request.",
     "Something in it looks like an attack on the service. That can be a mistake of ours: if you did nothing "
     "unusual, please tell us the reference below, and we will look at it."},
    {Phrase::kNotReceivedTitle, "not_received_title", "Heading: a form was sent to a closed door.",
     "What you sent was not received"},
    {Phrase::kNotReceivedText, "not_received_text", "A form was sent to a closed door.",
     "Nothing of it reached the service and nothing was saved. Go back in your browser and keep what you "
     "typed: copy it or take a picture of it."},
    {Phrase::kNotReceivedLater, "not_received_later",
     "Follows not_received_text where trying again makes sense.", "Then send it again later."},
    {Phrase::kClosedSince, "closed_since", "Label before a time.", "Closed since"},
    {Phrase::kExpectedEnd, "expected_end", "Label before a time or before not_known_yet.",
     "Expected to open again"},
    {Phrase::kNotKnownYet, "not_known_yet", "In place of the time when nobody knows.", "Not known yet"},
    {Phrase::kNoNeedToReload, "no_need_to_reload", "Calms people down.",
     "There is no need to keep reloading this page."},
    {Phrase::kElsewhereTitle, "elsewhere_title", "Heading: counters, phone.", "Where else you can be served"},
    {Phrase::kStillWorkingTitle, "still_working_title", "Heading: list of services that work.",
     "Services that are working"},
    {Phrase::kContactTitle, "contact_title", "Heading: whom to ask.", "Questions"},
    {Phrase::kStatusPageLink, "status_page_link", "Link to the public status site.", "State of all services"},
    {Phrase::kReference, "reference", "Label before a code of 26 characters.", "Reference"},
    {Phrase::kReferenceHint, "reference_hint", "What the reference is for.",
     "Please give the reference when you ask us about this page."},
    {Phrase::kAskedAt, "asked_at", "Label before the time of the request.", "Time of your request"},
    {Phrase::kWhen, "when",
     "A time. All five placeholders are needed; {zone} and the space before it are left out in the agency's "
     "own time.",
     "{day} {month} {year}, {time} {zone}"},
    {Phrase::kMonth1, "month_1", "Name of the month as it stands in a date.", "January"},
    {Phrase::kMonth2, "month_2", "As month_1.", "February"},
    {Phrase::kMonth3, "month_3", "As month_1.", "March"},
    {Phrase::kMonth4, "month_4", "As month_1.", "April"},
    {Phrase::kMonth5, "month_5", "As month_1.", "May"},
    {Phrase::kMonth6, "month_6", "As month_1.", "June"},
    {Phrase::kMonth7, "month_7", "As month_1.", "July"},
    {Phrase::kMonth8, "month_8", "As month_1.", "August"},
    {Phrase::kMonth9, "month_9", "As month_1.", "September"},
    {Phrase::kMonth10, "month_10", "As month_1.", "October"},
    {Phrase::kMonth11, "month_11", "As month_1.", "November"},
    {Phrase::kMonth12, "month_12", "As month_1.", "December"},
    {Phrase::kStatusTitle, "status_title", "Heading of the status site.", "State of our services"},
    {Phrase::kStatusAllWork, "status_all_work", "Summary.", "All services are working"},
    {Phrase::kStatusSomeDegraded, "status_some_degraded", "Summary.", "Some services are not working fully"},
    {Phrase::kStatusSomeClosed, "status_some_closed", "Summary.", "Some services are closed"},
    {Phrase::kStatusAllClosed, "status_all_closed", "Summary.", "All services are closed"},
    {Phrase::kStatusAsOf, "status_as_of", "When the state was looked at, and until when it may be relied on.",
     "As of {when}, valid until {until}."},
    {Phrase::kStatusStaleIf, "status_stale_if", "For those who read it without JavaScript.",
     "If it is later than that now, this page is out of date and the state may have changed."},
    {Phrase::kStatusStaleNow, "status_stale_now", "Shown when the page has become too old.",
     "This page is out of date. The state of the services may have changed since."},
    {Phrase::kStatusServicesTitle, "status_services_title", "Heading of the list.", "Services"},
    {Phrase::kStateOperational, "state_operational", "State of a service, one or two words.", "Working"},
    {Phrase::kStateDegraded, "state_degraded", "State of a service, one or two words.", "Limited"},
    {Phrase::kStateClosed, "state_closed", "State of a service, one or two words.", "Closed"},
    {Phrase::kStatusSince, "status_since", "Label before a time.", "Since"},
    {Phrase::kDegradedReopening, "degraded_reopening", "A service that lets a part of its visitors in again.",
     "This service is opening again step by step. You may have to wait or try again."},
    {Phrase::kDegradedFault, "degraded_fault", "A service whose servers do not answer.",
     "This service is not answering as it should at the moment."},
    {Phrase::kHistoryTitle, "history_title", "Heading of past and present interruptions.",
     "What has happened"},
    {Phrase::kHistoryEmpty, "history_empty", "When there were none.", "No interruptions to report."},
    {Phrase::kHistoryClosed, "history_closed", "Title of an interruption.", "{service}: closed"},
    {Phrase::kHistoryDegraded, "history_degraded", "Title of an interruption.", "{service}: limited"},
    {Phrase::kHistoryOver, "history_over", "When an interruption began and ended.",
     "From {when} until {until}"},
    {Phrase::kHistoryOngoing, "history_ongoing", "When an interruption began that is not over.",
     "Since {when}, not over yet"},
    {Phrase::kHistoryResolved, "history_resolved", "Last news of an interruption that is over.",
     "This service is open again."},
    {Phrase::kFeedLink, "feed_link", "Link to the Atom feed.", "Follow as a feed (Atom)"},
    {Phrase::kLanguagesLabel, "languages_label", "Name of the language links, for screen readers.",
     "Languages"},
    {Phrase::kLanguageName, "language_name", "The name of this language in itself.", "English"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (kTable[i].phrase != static_cast<Phrase>(i) || kTable[i].key.empty() || kTable[i].english.empty())
      return false;
  }
  return true;
}
static_assert(in_order());

class English final : public PhraseSource {
 public:
  std::string_view phrase(std::string_view key) const override {
    const auto* found = std::ranges::find(kTable, key, &PhraseEntry::key);
    return found == kTable.end() ? std::string_view() : found->english;
  }
};

// The {name} that begins at `at`, braces included; empty when there is none. Names are [a-z_]+.
std::string_view placeholder_at(std::string_view phrase, std::size_t at) {
  std::size_t end = at + 1;
  while (end < phrase.size() && ((phrase[end] >= 'a' && phrase[end] <= 'z') || phrase[end] == '_')) ++end;
  const bool closed = end < phrase.size() && phrase[end] == '}' && end > at + 1;
  return closed ? phrase.substr(at, end + 1 - at) : std::string_view();
}

}  // namespace

std::span<const PhraseEntry> phrases() { return kTable; }

const PhraseEntry& entry(Phrase phrase) {
  const auto index = static_cast<std::size_t>(phrase);
  return kTable[BULKHEAD_EXPECT(index < kTable.size()) ? index : 0];
}

const PhraseSource& english() {
  static const English source;
  return source;
}

std::string_view text(const PhraseSource& source, Phrase phrase) {
  const PhraseEntry& wanted = entry(phrase);
  const std::string_view found = source.phrase(wanted.key);
  return found.empty() ? wanted.english : found;
}

Phrase closed_text(posture::Cause cause) {
  switch (cause) {
    case posture::Cause::kNone: return Phrase::kClosedNone;
    case posture::Cause::kLoad: return Phrase::kClosedLoad;
    case posture::Cause::kMaintenance: return Phrase::kClosedMaintenance;
    case posture::Cause::kAttack: return Phrase::kClosedAttack;
    case posture::Cause::kCompromise: return Phrase::kClosedCompromise;
  }
  return Phrase::kClosedNone;
}

Phrase month_name(unsigned month) {
  if (!BULKHEAD_EXPECT(month >= 1 && month <= 12)) return Phrase::kMonth1;
  return static_cast<Phrase>(static_cast<unsigned>(Phrase::kMonth1) + month - 1);
}

std::string fill(std::string_view phrase, std::span<const Substitution> values) {
  std::string out;
  out.reserve(phrase.size() + 64);
  for (std::size_t at = 0; at < phrase.size();) {
    const std::string_view found = phrase[at] == '{' ? placeholder_at(phrase, at) : std::string_view();
    if (found.empty()) {
      out += phrase[at++];
      continue;
    }
    const auto value = std::ranges::find(values, found.substr(1, found.size() - 2), &Substitution::name);
    out += value == values.end() ? found : value->value;
    at += found.size();
  }
  return out;
}

std::vector<std::string_view> placeholders(std::string_view phrase) {
  std::vector<std::string_view> names;
  for (std::size_t at = phrase.find('{'); at != std::string_view::npos; at = phrase.find('{', at + 1)) {
    const std::string_view found = placeholder_at(phrase, at);
    if (found.empty()) continue;
    const std::string_view name = found.substr(1, found.size() - 2);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

std::vector<std::string_view> missing_keys(const PhraseSource& source) {
  std::vector<std::string_view> missing;
  for (const PhraseEntry& wanted : kTable) {
    if (source.phrase(wanted.key).empty()) missing.push_back(wanted.key);
  }
  return missing;
}

}  // namespace bulkhead::answers
