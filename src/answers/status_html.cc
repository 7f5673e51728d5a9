// The status site for people.

#include <algorithm>
#include <span>
#include <vector>

#include "answers/html.h"
#include "answers/status_files.h"
#include "answers/style.h"
#include "base/timestamp.h"

namespace bulkhead::answers {
namespace {

/// One page being written, top to bottom.
class StatusPage {
 public:
  StatusPage(const StatusSnapshot& site, const StatusLanguage& language)
      : site_(site),
        language_(language),
        phrases_(phrases_of(language)),
        html_(8'192 + site.services.size() * 200) {}

  std::string write() {
    head(Phrase::kStatusTitle);
    html_.raw("<link rel=\"alternate\" type=\"application/atom+xml\" href=\"")
        .text(page_path("feed", language_, ".atom"))
        .raw("\">\n");
    style();
    banner();
    if (site_.languages.size() > 1) languages();
    html_.raw("</header>\n");
    html_.raw("<main id=\"main\" tabindex=\"-1\">\n<h1>").text(phrase(Phrase::kStatusTitle)).raw("</h1>\n");
    overall();
    freshness();
    services();
    history();
    html_.raw("</main>\n");
    foot();
    html_.raw("<script>").raw(stale_script()).raw("</script>\n</body>\n</html>\n");
    return std::move(html_).take();
  }

  /// In place of what is missing, at any depth below the site: every link in it is a whole one.
  std::string write_not_found() {
    head(Phrase::kNotFoundTitle);
    html_.raw("<meta name=\"robots\" content=\"noindex\">\n");
    style();
    banner();
    html_.raw("</header>\n<main id=\"main\" tabindex=\"-1\">\n<h1>").text(phrase(Phrase::kNotFoundTitle));
    html_.raw("</h1>\n<p>");
    html_.link("/status/" + page_path("index", language_, ".html"), phrase(Phrase::kStatusPageLink));
    html_.raw("</p>\n</main>\n<footer>\n");
    contact();
    html_.raw("</footer>\n</body>\n</html>\n");
    return std::move(html_).take();
  }

 private:
  std::string_view phrase(Phrase phrase) const { return text(phrases_, phrase); }
  std::string_view local(const TextByLanguage& text) const { return in_language(text, site_, language_); }

  void head(Phrase title) {
    html_.raw("<!DOCTYPE html>\n<html lang=\"").text(language_.tag);
    html_.raw(language_.right_to_left ? "\" dir=\"rtl\">\n" : "\" dir=\"ltr\">\n");
    html_.raw("<head>\n<meta charset=\"utf-8\">\n<title>")
        .text(phrase(title))
        .raw(" – ")
        .text(local(site_.agency_name));
    html_.raw("</title>\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
  }

  void style() {
    html_.raw("<style>")
        .raw(page_style())
        .raw("</style>\n<style>")
        .raw(status_style())
        .raw("</style>\n</head>\n");
  }

  void banner() {
    html_.raw("<body>\n<a class=\"skip\" href=\"#main\">")
        .text(phrase(Phrase::kSkipToContent))
        .raw("</a>\n<header>\n<p>");
    html_.link(site_.agency_homepage, local(site_.agency_name)).raw("</p>\n");
  }

  void languages() {
    html_.raw("<nav aria-label=\"").text(phrase(Phrase::kLanguagesLabel)).raw("\">\n<ul>\n");
    for (const StatusLanguage& other : site_.languages) {
      html_.raw("<li><a lang=\"").text(other.tag).raw("\" hreflang=\"").text(other.tag).raw("\" href=\"");
      html_.text(page_path("index", other, ".html"));
      html_.raw(&other == &language_ ? "\" aria-current=\"page\">" : "\">");
      html_.text(text(phrases_of(other), Phrase::kLanguageName)).raw("</a></li>\n");
    }
    html_.raw("</ul>\n</nav>\n");
  }

  void overall() {
    const Summary all = summary(site_);
    const std::string_view css = all == Summary::kAllWork        ? "operational"
                                 : all == Summary::kSomeDegraded ? "degraded"
                                                                 : "closed";
    html_.raw("<p class=\"overall ").raw(css).raw("\">").text(phrase(summary_phrase(all))).raw("</p>\n");
  }

  void freshness() {
    html_.raw("<p id=\"stale\" class=\"notice\" role=\"status\" data-valid-until=\"")
        .text(rfc3339(site_.valid_until));
    html_.raw("\" hidden>").text(phrase(Phrase::kStatusStaleNow)).raw("</p>\n<p class=\"soft\">");
    html_.times(phrase(Phrase::kStatusAsOf), site_.as_of, site_.valid_until, {phrases_, site_.zone})
        .raw(" ")
        .text(phrase(Phrase::kStatusStaleIf))
        .raw("</p>\n");
  }

  // What people came to find stands first: closed, then limited, then the long list of what works.
  void services() {
    html_.raw("<h2>")
        .text(phrase(Phrase::kStatusServicesTitle))
        .raw("</h2>\n<ul role=\"list\" class=\"services\">\n");
    for (const PublicState state :
         {PublicState::kClosed, PublicState::kDegraded, PublicState::kOperational}) {
      for (const StatusService& service : site_.services) {
        if (service.view.state == state) this->service(service);
      }
    }
    html_.raw("</ul>\n");
  }

  void service(const StatusService& service) {
    html_.raw("<li class=\"")
        .raw(name(service.view.state))
        .raw("\">\n<p class=\"name\"><bdi>")
        .text(local(service.title));
    html_.raw("</bdi> <span class=\"state\">")
        .text(phrase(state_phrase(service.view.state)))
        .raw("</span></p>\n");
    if (service.view.state != PublicState::kOperational) {
      html_.raw("<p dir=\"auto\">").text(state_text(service, site_, language_)).raw("</p>\n");
      facts(service);
    }
    html_.raw("</li>\n");
  }

  void facts(const StatusService& service) {
    html_.raw("<dl>\n");
    if (service.since)
      fact(Phrase::kStatusSince).time(*service.since, {phrases_, site_.zone}).raw("</dd></div>\n");
    if (service.view.state == PublicState::kClosed) {
      fact(Phrase::kExpectedEnd);
      if (service.expected_end) {
        html_.time(*service.expected_end, {phrases_, site_.zone});
      } else {
        html_.text(phrase(Phrase::kNotKnownYet));
      }
      html_.raw("</dd></div>\n");
      if (const std::string_view elsewhere = local(service.elsewhere); !elsewhere.empty()) {
        fact(Phrase::kElsewhereTitle).raw("<span dir=\"auto\">").text(elsewhere).raw("</span></dd></div>\n");
      }
    }
    html_.raw("</dl>\n");
  }

  Html& fact(Phrase label) { return html_.raw("<div><dt>").text(phrase(label)).raw("</dt> <dd>"); }

  static Phrase state_phrase(PublicState state) {
    if (state == PublicState::kClosed) return Phrase::kStateClosed;
    return state == PublicState::kDegraded ? Phrase::kStateDegraded : Phrase::kStateOperational;
  }

  void history() {
    html_.raw("<h2>").text(phrase(Phrase::kHistoryTitle)).raw("</h2>\n");
    if (site_.incidents.empty()) {
      html_.raw("<p>").text(phrase(Phrase::kHistoryEmpty)).raw("</p>\n");
      return;
    }
    html_.raw("<ol role=\"list\" class=\"history\">\n");
    for (const StatusIncident& incident :
         std::span(site_.incidents).first(std::min(site_.incidents.size(), StatusSnapshot::kIncidentsMax))) {
      html_.raw("<li>\n<h3 dir=\"auto\">")
          .text(incident_title(incident, site_, language_))
          .raw("</h3>\n<p class=\"soft\">");
      const Phrase lasted = incident.ended ? Phrase::kHistoryOver : Phrase::kHistoryOngoing;
      html_.times(phrase(lasted), incident.began, incident.ended.value_or(incident.began),
                  {phrases_, site_.zone});
      html_.raw("</p>\n<dl>\n");
      for (const IncidentUpdate& update : incident_updates(incident, site_, language_)) this->update(update);
      html_.raw("</dl>\n</li>\n");
    }
    html_.raw("</ol>\n");
  }

  void update(const IncidentUpdate& update) {
    html_.raw("<div><dt>").time(update.told_at, {phrases_, site_.zone});
    html_.raw("</dt> <dd dir=\"auto\">").text(update.text).raw("</dd></div>\n");
  }

  void contact() {
    const std::string_view contact = local(site_.agency_contact);
    if (contact.empty()) return;
    html_.raw("<p>").text(phrase(Phrase::kContactTitle)).raw(": ").contact(contact).raw("</p>\n");
  }

  void foot() {
    html_.raw("<footer>\n");
    contact();
    html_.raw("<p><a href=\"")
        .text(page_path("feed", language_, ".atom"))
        .raw("\">")
        .text(phrase(Phrase::kFeedLink))
        .raw("</a></p>\n</footer>\n");
  }

  const StatusSnapshot& site_;
  const StatusLanguage& language_;
  const PhraseSource& phrases_;
  Html html_;
};

}  // namespace

std::string status_html(const StatusSnapshot& site, const StatusLanguage& language) {
  return StatusPage(site, language).write();
}

std::string status_not_found_html(const StatusSnapshot& site, const StatusLanguage& language) {
  return StatusPage(site, language).write_not_found();
}

}  // namespace bulkhead::answers
