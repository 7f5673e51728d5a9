#include "answers/status_site.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "answers/status_files.h"
#include "answers/style.h"
#include "base/check.h"

namespace bulkhead::answers {

namespace {

// In the page's language, else in the site's first.
std::string_view words_of(const TextByLanguage& text, const StatusSnapshot& site,
                          const StatusLanguage& language) {
  for (const std::string& tag : {language.tag, site.languages.front().tag}) {
    if (const auto found = text.find(tag); found != text.end() && !found->second.empty())
      return found->second;
  }
  return {};
}

}  // namespace

std::string_view in_language(const TextByLanguage& text, const StatusSnapshot& site,
                             const StatusLanguage& language) {
  const std::string_view words = words_of(text, site, language);
  return words.empty() && !text.empty() ? std::string_view(text.begin()->second) : words;
}

std::string_view state_text(const StatusService& service, const StatusSnapshot& site,
                            const StatusLanguage& language) {
  const PhraseSource& phrases = phrases_of(language);
  switch (service.view.state) {
    case PublicState::kOperational: return {};
    case PublicState::kDegraded:
      return text(phrases, service.view.limitation == Limitation::kFault ? Phrase::kDegradedFault
                                                                         : Phrase::kDegradedReopening);
    case PublicState::kClosed: break;
  }
  // Words in any other language would be read by nobody: rather the stock phrase.
  const std::string_view own = words_of(service.public_text, site, language);
  return own.empty() ? text(phrases, closed_text(service.cause)) : own;
}

std::string incident_title(const StatusIncident& incident, const StatusSnapshot& site,
                           const StatusLanguage& language) {
  const std::string_view title = in_language(incident.title, site, language);
  const std::array<Substitution, 1> values = {
      {{"service", title.empty() ? std::string_view(incident.service) : title}}};
  const Phrase phrase =
      incident.worst == PublicState::kClosed ? Phrase::kHistoryClosed : Phrase::kHistoryDegraded;
  return fill(text(phrases_of(language), phrase), values);
}

namespace {

std::string_view incident_text(const StatusIncident& incident, const StatusSnapshot& site,
                               const StatusLanguage& language) {
  const std::string_view own = words_of(incident.public_text, site, language);
  if (!own.empty()) return own;
  return text(phrases_of(language), incident.worst == PublicState::kClosed ? closed_text(incident.cause)
                                                                           : Phrase::kDegradedReopening);
}

}  // namespace

// When the words of the beginning last changed is known only while it is not over; then `updated` is the end's.
std::vector<IncidentUpdate> incident_updates(const StatusIncident& incident, const StatusSnapshot& site,
                                             const StatusLanguage& language) {
  std::vector<IncidentUpdate> updates;
  if (incident.ended)
    updates.push_back(
        {2, true, *incident.ended, *incident.ended, text(phrases_of(language), Phrase::kHistoryResolved)});
  const RealTime reworded_at = incident.ended ? incident.began : incident.updated;
  updates.push_back({1, false, incident.began, reworded_at, incident_text(incident, site, language)});
  return updates;
}

Summary summary(const StatusSnapshot& snapshot) {
  const auto closed = std::ranges::count(snapshot.services, PublicState::kClosed,
                                         [](const StatusService& s) { return s.view.state; });
  if (closed > 0) {
    return static_cast<std::size_t>(closed) == snapshot.services.size() ? Summary::kAllClosed
                                                                        : Summary::kSomeClosed;
  }
  const bool degraded = std::ranges::any_of(
      snapshot.services, [](const StatusService& s) { return s.view.state == PublicState::kDegraded; });
  return degraded ? Summary::kSomeDegraded : Summary::kAllWork;
}

Phrase summary_phrase(Summary summary) {
  switch (summary) {
    case Summary::kAllWork: return Phrase::kStatusAllWork;
    case Summary::kSomeDegraded: return Phrase::kStatusSomeDegraded;
    case Summary::kSomeClosed: return Phrase::kStatusSomeClosed;
    case Summary::kAllClosed: return Phrase::kStatusAllClosed;
  }
  return Phrase::kStatusAllClosed;
}

std::string page_path(std::string_view stem, const StatusLanguage& language, std::string_view suffix) {
  std::string path(stem);
  path += '.';
  // A tag is letters, digits and hyphens; whatever else it were, it does not lead out of the folder.
  for (const char c : language.tag)
    path += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ? c : '_';
  path += suffix;
  return path;
}

std::vector<StatusFile> render_status_site(const StatusSnapshot& snapshot) {
  std::vector<StatusFile> files;
  if (!BULKHEAD_EXPECT(!snapshot.languages.empty())) return files;
  files.push_back({"api/v2/components.json", status_components_json(snapshot)});
  files.push_back({"api/v2/incidents.json", status_incidents_json(snapshot)});
  files.push_back({"api/v2/status.json", status_status_json(snapshot)});
  files.push_back({"api/v2/summary.json", status_summary_json(snapshot)});
  for (const StatusLanguage& language : snapshot.languages) {
    files.push_back({page_path("feed", language, ".atom"), status_feed(snapshot, language)});
    files.push_back({page_path("index", language, ".html"), status_html(snapshot, language)});
    files.push_back({page_path("not-found", language, ".html"), status_not_found_html(snapshot, language)});
  }
  files.push_back({"feed.atom", status_feed(snapshot, snapshot.languages.front())});
  files.push_back({"index.html", status_html(snapshot, snapshot.languages.front())});
  files.push_back({"not-found.html", status_not_found_html(snapshot, snapshot.languages.front())});
  std::ranges::sort(files, {}, &StatusFile::path);
  return files;
}

std::string_view status_content_security_policy() {
  static const std::string policy =
      "default-src 'none'; style-src 'sha256-" + std::string(page_style_sha256()) + "' 'sha256-" +
      std::string(status_style_sha256()) + "'; script-src 'sha256-" + std::string(stale_script_sha256()) +
      "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return policy;
}

}  // namespace bulkhead::answers
