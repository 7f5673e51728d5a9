#include "drill/live/page.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "drill/live/look.h"
#include "drill/live/state_json.h"
#include "drill/report/style.h"

namespace bulkhead::drill {
namespace {

using nlohmann::json;

// What the script would set, set already. Paths are "arms.0.finished_text", as in the script.
class BoardPage {
 public:
  explicit BoardPage(json state) : state_(std::move(state)) {}

  BoardPage& raw(std::string_view markup) {
    out_ += markup;
    return *this;
  }

  /// An element whose text is the value there.
  BoardPage& bound(std::string_view element, const std::string& path, std::string_view more = "") {
    out_ += fmt::format("<{0} data-text=\"{1}\"{2}>{3}</{0}>", element, path, more, escape_html(text(path)));
    return *this;
  }

  std::string text(const std::string& path) const {
    const json* value = find(path);
    if (value == nullptr) return "";
    return value->is_string() ? value->get<std::string>() : value->dump();
  }

  /// The attributes of something that is there only when the value is.
  std::string shown(const std::string& path) const {
    const std::string now = text(path);
    return fmt::format(" data-shown=\"{}\"{}", path, now.empty() || now == "false" ? " hidden" : "");
  }

  const json& state() const { return state_; }
  std::string take() && { return std::move(out_); }

 private:
  const json* find(const std::string& path) const {
    std::string pointer = "/" + path;
    std::ranges::replace(pointer, '.', '/');
    const json::json_pointer at(pointer);
    return state_.contains(at) ? &state_.at(at) : nullptr;
  }

  json state_;
  std::string out_;
};

std::string_view colour_of(const std::string& arm, std::size_t number) {
  constexpr std::array<std::string_view, 4> kOthers = {"s1", "s2", "s3", "s4"};
  return arm == name(ArmKind::kBulkhead) ? "ours" : kOthers[number % kOthers.size()];
}

void write_head(BoardPage& page, std::string_view nonce) {
  page.raw(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n"
      "<noscript><meta http-equiv=\"refresh\" content=\"1\"></noscript>\n<title>Drill: ");
  page.raw(escape_html(page.text("title"))).raw("</title>\n");
  page.raw(fmt::format("<style nonce=\"{}\">{}{}</style>\n</head>\n", nonce, report_style(), board_style()));
}

void write_clock(BoardPage& page) {
  page.raw(
      "<body>\n<a class=\"skip\" href=\"#main\">Skip to the scoreboard</a>\n"
      "<header>\n<p>Bulkhead drill, live</p>\n</header>\n<main id=\"main\" tabindex=\"-1\">\n");
  page.bound("h1", "title")
      .raw("\n<p class=\"clock\">")
      .bound("strong", "clock")
      .bound("span", "now")
      .raw("</p>\n");
  page.raw(fmt::format(
      "<progress aria-label=\"How far the scenario is\" max=\"{}\" data-value=\"at_ms\" value=\"{}\">"
      "</progress>\n",
      page.text("lasts_ms"), page.text("at_ms")));
  page.bound("p", "summary", " role=\"status\" aria-live=\"polite\"").raw("\n");
  page.raw(
      "<p id=\"lost\" class=\"notice\" hidden>The drill's program does not answer: it has been stopped. What "
      "stands here "
      "is the last that it said.</p>\n");
  page.raw(fmt::format("<p class=\"notice\"{}>It is over. The report lies in ", page.shown("report")));
  page.bound("code", "report").raw(". Ctrl-C, where the drill was started, takes this page away.</p>\n");
}

void write_doors(BoardPage& page, const std::string& arm, const json& services, std::string_view title) {
  page.raw(fmt::format("<h3>Services</h3>\n<ul class=\"doors\" aria-label=\"Services: {}\">\n", title));
  for (std::size_t i = 0; i < services.size(); ++i) {
    const std::string service = fmt::format("{}.services.{}", arm, i);
    page.raw(fmt::format("<li class=\"door {0}\" data-door=\"{1}.door\"><b aria-hidden=\"true\"></b>",
                         page.text(service + ".door"), service));
    page.bound("span", service + ".name").bound("span", service + ".words", " class=\"words\"");
    page.bound("span", service + ".recent")
        .raw("<span>")
        .bound("span", service + ".finished_text")
        .raw(" finished</span></li>\n");
  }
  page.raw("</ul>\n");
}

void write_line(BoardPage& page, const std::string& arm, std::string_view title) {
  page.raw(fmt::format("<h3>Tasks finished over time</h3>\n<p class=\"over-time\">"))
      .bound("span", arm + ".top")
      .raw("</p>\n");
  page.raw(
      fmt::format("<svg class=\"flow\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
                  "aria-label=\"Tasks finished over time: {}\"><path class=\"line\" data-line=\"{}.line\" "
                  "d=\"{}\"/></svg>\n",
                  kLineWide, kLineHigh, title, arm, page.text(arm + ".line")));
  page.raw("<p class=\"over-time\"><span>0:00</span><span>")
      .raw(escape_html(page.text("clock").substr(page.text("clock").rfind(' ') + 1)));
  page.raw("</span></p>\n");
}

void write_orders(BoardPage& page, const std::string& arm, std::string_view title) {
  page.raw(
      fmt::format("<h3>Last orders</h3>\n<ul class=\"orders\" aria-label=\"Last orders: {}\">\n", title));
  for (std::size_t i = 0; i < LiveState::kOrdersMax; ++i) {
    const std::string order = fmt::format("{}.orders.{}", arm, i);
    page.raw(fmt::format("<li{}>", page.shown(order + ".text")));
    page.bound("span", order + ".at").bound("span", order + ".text").raw("</li>\n");
  }
  page.raw("</ul>\n");
}

void write_arms(BoardPage& page) {
  page.raw("<div class=\"arms\">\n");
  const json& arms = page.state().at("arms");
  std::size_t other = 0;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    const std::string arm = fmt::format("arms.{}", i);
    const std::string name_of_arm = page.text(arm + ".name");
    const std::string title = escape_html(page.text(arm + ".title"));
    page.raw(fmt::format("<section class=\"{}\">\n", colour_of(name_of_arm, other)));
    if (name_of_arm != name(ArmKind::kBulkhead)) ++other;
    page.bound("h2", arm + ".title")
        .raw("\n<p class=\"big\">")
        .bound("strong", arm + ".finished_text")
        .raw("finished, ");
    page.bound("span", arm + ".begun_text").raw("</p>\n");
    write_doors(page, arm, arms[i].contains("services") ? arms[i].at("services") : json::array(), title);
    write_line(page, arm, title);
    write_orders(page, arm, title);
    page.raw("</section>\n");
  }
  page.raw("</div>\n");
}

// As many links as an arm may have: what is not there yet is hidden.
void write_try(BoardPage& page, std::size_t links_max) {
  page.raw(fmt::format("<section aria-labelledby=\"try\"{}>\n", page.shown("playing")));
  page.raw(
      "<h2 id=\"try\">A task you can do yourself</h2>\n<p>File a return, or open the portal, while it goes "
      "on: the "
      "same service behind each gateway. The people are made up; so are their numbers and passwords.</p>\n"
      "<ul class=\"try\">\n");
  for (std::size_t i = 0; i < page.state().at("arms").size(); ++i)
    for (std::size_t j = 0; j < links_max; ++j) {
      const std::string link = fmt::format("arms.{}.links.{}", i, j);
      page.raw(
          fmt::format("<li{}><a target=\"_blank\" rel=\"noreferrer\" data-link=\"{}.address\" href=\"{}\">",
                      page.shown(link + ".address"), link, escape_html(page.text(link + ".address"))));
      page.bound("span", link + ".service")
          .raw(": ")
          .bound("span", fmt::format("arms.{}.title", i))
          .raw("</a><br>log in as ");
      page.bound("code", link + ".citizen").raw(" with ").bound("code", link + ".password").raw("</li>\n");
    }
  page.raw("</ul>\n</section>\n");
}

}  // namespace

std::string board_page(const LiveState& state, std::string_view nonce) {
  constexpr std::size_t kLinksOfArm = 2;
  BoardPage page(state_json(state));
  write_head(page, nonce);
  write_clock(page);
  write_arms(page);
  write_try(page, kLinksOfArm);
  page.raw(
      "</main>\n<footer>\n<p>Nothing here comes from elsewhere: the page is served by the drill itself, on "
      "this machine "
      "only.</p>\n</footer>\n");
  page.raw(fmt::format("<script nonce=\"{}\">{}</script>\n</body>\n</html>\n", nonce, board_script()));
  return std::move(page).take();
}

}  // namespace bulkhead::drill
