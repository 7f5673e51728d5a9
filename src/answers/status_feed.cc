// The status site as an Atom feed (RFC 4287): one entry for each interruption, with all that was told of it; changed when it is
// over.

#include <algorithm>
#include <array>
#include <span>

#include "answers/html.h"
#include "answers/status_files.h"
#include "base/timestamp.h"

namespace bulkhead::answers {
namespace {

std::string with_times(Phrase phrase, RealTime when, RealTime until, const TimeWords& words) {
  const std::string when_text = time_text(when, words);
  const std::string until_text = time_text(until, words);
  const std::array<Substitution, 2> values = {{{"when", when_text}, {"until", until_text}}};
  return fill(text(words.phrases, phrase), values);
}

// Ids never change and never mean another interruption or feed (RFC 4287 §4.2.6), so they hang on nothing but the
// incident's id, or the site's and the language.
std::string entry_id(const StatusIncident& incident) { return "urn:bulkhead:incident:" + incident.id; }

std::string duration(const StatusIncident& incident, const TimeWords& words) {
  const Phrase lasted = incident.ended ? Phrase::kHistoryOver : Phrase::kHistoryOngoing;
  return with_times(lasted, incident.began, incident.ended.value_or(incident.began), words);
}

void write_entry(Html& xml, const StatusIncident& incident, const StatusSnapshot& site,
                 const StatusLanguage& language) {
  xml.raw("<entry>\n<id>")
      .text(entry_id(incident))
      .raw("</id>\n<title>")
      .text(incident_title(incident, site, language));
  xml.raw("</title>\n<updated>")
      .text(rfc3339(incident.updated))
      .raw("</updated>\n<published>")
      .text(rfc3339(incident.began));
  xml.raw("</published>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
      .text(page_path("index", language, ".html"));
  const TimeWords words{phrases_of(language), site.zone};
  xml.raw("\"/>\n<summary>");
  for (const IncidentUpdate& update : incident_updates(incident, site, language))
    xml.text(time_text(update.told_at, words)).raw(": ").text(update.text).raw("\n");
  xml.text(duration(incident, words)).raw("</summary>\n</entry>\n");
}

}  // namespace

std::string status_feed(const StatusSnapshot& site, const StatusLanguage& language) {
  const PhraseSource& phrases = phrases_of(language);
  const auto incidents =
      std::span(site.incidents).first(std::min(site.incidents.size(), StatusSnapshot::kIncidentsMax));
  RealTime updated = incidents.empty() ? site.as_of : incidents.front().updated;
  for (const StatusIncident& incident : incidents) updated = std::max(updated, incident.updated);

  Html xml(2'048 + incidents.size() * 600);
  xml.raw(
         "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
         "xml:lang=\"")
      .text(language.tag);
  xml.raw("\">\n<id>urn:bulkhead:status:")
      .text(site.site_id)
      .raw(":")
      .text(language.tag)
      .raw("</id>\n<title>")
      .text(text(phrases, Phrase::kStatusTitle));
  xml.raw("</title>\n<subtitle>")
      .text(with_times(Phrase::kStatusAsOf, site.as_of, site.valid_until, {phrases, site.zone}))
      .raw("</subtitle>\n<updated>");
  xml.text(rfc3339(updated))
      .raw("</updated>\n<author><name>")
      .text(in_language(site.agency_name, site, language));
  xml.raw("</name></author>\n<link rel=\"alternate\" type=\"text/html\" href=\"")
      .text(page_path("index", language, ".html"))
      .raw("\"/>\n");
  xml.raw("<link rel=\"self\" type=\"application/atom+xml\" href=\"")
      .text(page_path("feed", language, ".atom"))
      .raw("\"/>\n");
  for (const StatusIncident& incident : incidents) write_entry(xml, incident, site, language);
  xml.raw("</feed>\n");
  return std::move(xml).take();
}

}  // namespace bulkhead::answers
