#include "drill/report/html.h"

#include <algorithm>

#include "base/timestamp.h"
#include "drill/report/markup.h"
#include "drill/report/sections.h"
#include "drill/report/style.h"
#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

// Word by word: a sentence grows with the number of arms, and `text` cuts what is long. A number keeps its "%".
void write_sentence(Markup& html, std::string_view css, std::string_view sentence) {
  html.raw("<p class=\"").raw(css).raw("\">");
  for (std::size_t at = 0; at < sentence.size();) {
    const std::size_t blank = std::min(sentence.find(' ', at), sentence.size());
    html.text(sentence.substr(at, blank - at));
    if (blank < sentence.size()) html.raw(sentence.substr(blank + 1).starts_with('%') ? "&nbsp;" : " ");
    at = blank + 1;
  }
  html.raw("</p>\n");
}

void write_head(Markup& html, const Scenario& scenario) {
  html.raw(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Drill: ");
  html.text(scenario.title).raw("</title>\n<style>").raw(report_style()).raw("</style>\n</head>\n");
}

void write_top(Markup& html, const Subjects& subjects) {
  const DrillResult& result = subjects.result;
  html.raw("<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<p>Bulkhead drill · ");
  html.text(result.scenario.name)
      .raw(" · seed ")
      .text(std::to_string(result.seed))
      .raw(" · <time datetime=\"");
  html.text(rfc3339(result.began)).raw("\">").text(moment_text(result.began)).raw("</time></p>\n</header>\n");
  html.raw("<main id=\"main\" tabindex=\"-1\">\n<h1>")
      .text(result.scenario.title.empty() ? "A drill" : result.scenario.title);
  html.raw("</h1>\n");
  write_sentence(html, "lead", head_sentence(result));
  if (const std::string sentence = records_sentence(result); !sentence.empty())
    write_sentence(html, "records", sentence);
}

void write_contents(Markup& html, const Subjects& subjects) {
  html.raw("<nav aria-label=\"Contents\">\n<ul>\n");
  if (!subjects.contenders.empty())
    html.raw(
        "<li><a href=\"#arms\">Side by side</a></li>\n<li><a href=\"#over-time\">Over time</a></li>\n"
        "<li><a href=\"#groups\">People</a></li>\n<li><a href=\"#attack\">The attack</a></li>\n"
        "<li><a href=\"#numbers\">All numbers</a></li>\n");
  html.raw(
      "<li><a href=\"#method\">How it was played</a></li>\n"
      "<li><a href=\"#not-seen\">What we did not see</a></li>\n</ul>\n</nav>\n");
}

}  // namespace

std::string report_html(const DrillResult& result) {
  const Subjects subjects(result);
  Markup html;
  write_head(html, result.scenario);
  write_top(html, subjects);
  write_headline(html, subjects);
  write_contents(html, subjects);
  write_side_by_side(html, subjects);
  write_closure(html, subjects);
  write_over_time(html, subjects);
  write_services(html, subjects);
  write_groups(html, subjects);
  write_stages(html, subjects);
  write_orders(html, subjects);
  write_reasons(html, subjects);
  write_all_numbers(html, subjects);
  write_absent(html, subjects);
  write_method(html, subjects);
  write_not_seen(html);
  html.raw("</main>\n<footer>\n<p>Made by <code>bulkhead drill</code>, version ").text(result.version);
  html.raw(". This page needs no network and loads nothing.</p>\n</footer>\n</body>\n</html>\n");
  return std::move(html).take();
}

}  // namespace bulkhead::drill
