// How the status site's files are written: inside this folder only.

#pragma once

#include <string>

#include "answers/status_site.h"

namespace bulkhead::answers {

/// The text of `language`, else of the site's fallback, else any; empty when there is none at all.
std::string_view in_language(const TextByLanguage& text, const StatusSnapshot& site,
                             const StatusLanguage& language);

/// What people are told about a service that is not operational: the order's words or a stock phrase. Empty
/// when it is.
std::string_view state_text(const StatusService& service, const StatusSnapshot& site,
                            const StatusLanguage& language);

/// "Tax filing: closed"
std::string incident_title(const StatusIncident& incident, const StatusSnapshot& site,
                           const StatusLanguage& language);

/// What was told of an interruption at one change of it.
struct IncidentUpdate {
  unsigned number = 1;  ///< Of this interruption, and for ever.
  bool resolved = false;
  RealTime told_at;
  RealTime reworded_at;
  std::string_view text;
};

/// Newest first: that it is over, if it is, and why it began. Views live as long as the arguments.
std::vector<IncidentUpdate> incident_updates(const StatusIncident& incident, const StatusSnapshot& site,
                                             const StatusLanguage& language);

inline const PhraseSource& phrases_of(const StatusLanguage& language) {
  return language.phrases != nullptr ? *language.phrases : english();
}

/// The phrase of summary(snapshot).
Phrase summary_phrase(Summary summary);

std::string status_html(const StatusSnapshot& site, const StatusLanguage& language);
std::string status_not_found_html(const StatusSnapshot& site, const StatusLanguage& language);
std::string status_feed(const StatusSnapshot& site, const StatusLanguage& language);
std::string status_summary_json(const StatusSnapshot& site);
std::string status_status_json(const StatusSnapshot& site);
std::string status_components_json(const StatusSnapshot& site);
std::string status_incidents_json(const StatusSnapshot& site);

/// Name of a page in a language: "index.sq.html".
std::string page_path(std::string_view stem, const StatusLanguage& language, std::string_view suffix);

}  // namespace bulkhead::answers
