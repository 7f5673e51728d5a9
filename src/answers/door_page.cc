#include "answers/door_page.h"

#include <algorithm>
#include <array>

#include "answers/html.h"
#include "answers/style.h"

namespace bulkhead::answers {
namespace {

// What stands in a gap until a request fills it.
constexpr std::string_view kReferenceGap = "00000000000000000000000000";
constexpr std::string_view kAskedAtGapUtc = "0000-00-00 00:00:00 UTC";
constexpr std::string_view kAskedAtGapLocal = "0000-00-00 00:00:00 +00:00";
static_assert(kReferenceGap.size() == RenderedPage::kReferenceBytes);
static_assert(kAskedAtGapUtc.size() == RenderedPage::kAskedAtBytesUtc);
static_assert(kAskedAtGapLocal.size() == RenderedPage::kAskedAtBytesLocal);

// A page without its texts, style sheet included; for one allocation instead of many.
constexpr std::size_t kPageBytesExpected = 8'192;

/// One page being written, top to bottom.
class DoorPage {
 public:
  explicit DoorPage(const DoorContext& context)
      : context_(context),
        refusal_(refusal(context.kind)),
        phrases_(context.phrases != nullptr ? *context.phrases : english()),
        zone_(context.zone != nullptr && refusal_.names_service ? *context.zone : utc()),
        html_(kPageBytesExpected + context.public_text.size() + context.elsewhere.size()) {}

  RenderedPage write() {
    head();
    banner();
    html_.raw("<main id=\"main\" tabindex=\"-1\">\n");
    heading();
    if (context_.kind == RefusalKind::kClosed) times();
    if (refusal_.names_service && refusal_.retry) {
      elsewhere();
      alternatives();
    }
    if (refusal_.names_service) contact();
    html_.raw("</main>\n");
    foot();
    page_.bytes = std::move(html_).take();
    return std::move(page_);
  }

 private:
  std::string_view phrase(Phrase phrase) const { return answers::text(phrases_, phrase); }

  bool names_agency() const { return refusal_.names_service && !context_.agency_name.empty(); }

  std::string_view service_title() const {
    const bool named = refusal_.names_service && !context_.service_title.empty();
    return named ? context_.service_title : phrase(Phrase::kThisService);
  }

  std::string title() const {
    const std::array<Substitution, 1> values = {{{"service", service_title()}}};
    return fill(phrase(refusal_.title), values);
  }

  void head() {
    html_.raw("<!DOCTYPE html>\n<html lang=\"").text(context_.language);
    html_.raw(context_.right_to_left ? "\" dir=\"rtl\">\n" : "\" dir=\"ltr\">\n");
    html_.raw("<head>\n<meta charset=\"utf-8\">\n<title>").text(title());
    if (names_agency()) html_.raw(" – ").text(context_.agency_name);
    html_
        .raw(
            "</title>\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
            "<meta name=\"robots\" content=\"noindex\">\n<style>")
        .raw(page_style())
        .raw("</style>\n</head>\n");
  }

  void banner() {
    html_.raw("<body>\n<a class=\"skip\" href=\"#main\">").text(phrase(Phrase::kSkipToContent)).raw("</a>\n");
    if (names_agency())
      html_.raw("<header>\n<p>")
          .link(context_.agency_homepage, context_.agency_name)
          .raw("</p>\n</header>\n");
  }

  void heading() {
    const Around parts = around(phrase(refusal_.title), "{service}");
    html_.raw("<h1>").text(parts.before);
    if (parts.found) html_.raw("<bdi>").text(service_title()).raw("</bdi>").text(parts.after);
    html_.raw("</h1>\n");
    if (context_.submission) not_received();
    why();
  }

  void why() {
    const bool own_words = context_.kind == RefusalKind::kClosed && !context_.public_text.empty();
    if (own_words) {
      html_.raw("<p class=\"lead\" dir=\"auto\"");
      if (!context_.public_text_language.empty())
        html_.raw(" lang=\"").text(context_.public_text_language).raw("\"");
      html_.raw(">").text(context_.public_text).raw("</p>\n");
      return;
    }
    const Phrase why = context_.kind == RefusalKind::kClosed ? closed_text(context_.cause) : refusal_.text;
    html_.raw("<p class=\"lead\">").text(phrase(why)).raw("</p>\n");
  }

  void not_received() {
    section("notice", Phrase::kNotReceivedTitle);
    html_.raw("<p>").text(phrase(Phrase::kNotReceivedText));
    if (refusal_.retry) html_.raw(" ").text(phrase(Phrase::kNotReceivedLater));
    html_.raw("</p>\n</section>\n");
  }

  void times() {
    html_.raw("<dl class=\"facts\">\n");
    if (context_.since) {
      html_.raw("<div><dt>")
          .text(phrase(Phrase::kClosedSince))
          .raw("</dt><dd>")
          .time(*context_.since, {phrases_, zone_})
          .raw("</dd></div>\n");
    }
    html_.raw("<div><dt>").text(phrase(Phrase::kExpectedEnd)).raw("</dt><dd>");
    if (context_.expected_end) {
      html_.time(*context_.expected_end, {phrases_, zone_});
    } else {
      html_.text(phrase(Phrase::kNotKnownYet));
    }
    html_.raw("</dd></div>\n</dl>\n<p class=\"soft\">").text(phrase(Phrase::kNoNeedToReload)).raw("</p>\n");
  }

  void elsewhere() {
    if (context_.elsewhere.empty()) return;
    section("", Phrase::kElsewhereTitle);
    html_.raw("<p dir=\"auto\">").text(context_.elsewhere).raw("</p>\n</section>\n");
  }

  void alternatives() {
    if (context_.alternatives.empty()) return;
    section("", Phrase::kStillWorkingTitle);
    // Safari takes a list without bullets for no list, unless it is told.
    html_.raw("<ul role=\"list\" class=\"go\">\n");
    for (const Link& link :
         context_.alternatives.first(std::min(context_.alternatives.size(), DoorContext::kAlternativesMax))) {
      html_.raw("<li>").link(link.url, link.title).raw("</li>\n");
    }
    html_.raw("</ul>\n</section>\n");
  }

  void contact() {
    if (context_.agency_contact.empty()) return;
    section("", Phrase::kContactTitle);
    html_.raw("<p>").contact(context_.agency_contact).raw("</p>\n</section>\n");
  }

  void section(std::string_view css_class, Phrase title) {
    html_.raw("<section");
    if (!css_class.empty()) html_.raw(" class=\"").raw(css_class).raw("\"");
    html_.raw(">\n<h2>").text(phrase(title)).raw("</h2>\n");
  }

  void foot() {
    html_.raw("<footer>\n");
    if (refusal_.names_service && is_linkable(context_.status_url)) {
      html_.raw("<p>").link(context_.status_url, phrase(Phrase::kStatusPageLink)).raw("</p>\n");
    }
    html_.raw("<dl>\n<div><dt>").text(phrase(Phrase::kReference)).raw("</dt><dd><code>");
    page_.reference_at = html_.size();
    html_.raw(kReferenceGap)
        .raw("</code></dd></div>\n<div><dt>")
        .text(phrase(Phrase::kAskedAt))
        // Figures alone would be put in the order of the page: "02:00+ 16:20:00 2026-07-17".
        .raw(context_.right_to_left ? "</dt><dd><code dir=\"ltr\">" : "</dt><dd><code>");
    page_.asked_at = html_.size();
    page_.zone = zone_;
    html_.raw(zone_.is_utc() ? kAskedAtGapUtc : kAskedAtGapLocal).raw("</code></dd></div>\n</dl>\n");
    if (names_agency()) html_.raw("<p>").text(phrase(Phrase::kReferenceHint)).raw("</p>\n");
    html_.raw("</footer>\n</body>\n</html>\n");
  }

  const DoorContext& context_;
  const Refusal& refusal_;
  const PhraseSource& phrases_;
  const Zone& zone_;  ///< UTC for whoever must not learn where we are.
  Html html_;
  RenderedPage page_;
};

}  // namespace

RenderedPage render_door_page(const DoorContext& context) { return DoorPage(context).write(); }

}  // namespace bulkhead::answers
