#include "drill/report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "drill/report/words.h"

namespace bulkhead::drill {
namespace {

// The units of the pictures, which are stretched: only their proportions count.
constexpr std::int64_t kWidth = 1'000;
constexpr std::int64_t kHeight = 300;
constexpr std::int64_t kSparkHeight = 40;
constexpr std::int64_t kBarHeight = 12;

// Room above the highest line, for its letter.
constexpr double kHeadroom = 1.08;

constexpr std::size_t kMarksMax = 40;  // Of orders in one chart.

double share_of_time(Milliseconds at, const Bins& bins) {
  return std::clamp(static_cast<double>(at.count()) / static_cast<double>(bins.lasts().count()), 0.0, 1.0);
}

std::int64_t x_of(Milliseconds at, const Bins& bins) {
  return static_cast<std::int64_t>(share_of_time(at, bins) * kWidth);
}

std::int64_t x_of_middle(std::size_t bin, const Bins& bins) {
  return static_cast<std::int64_t>((2 * bin + 1) * kWidth / (2 * bins.count));
}

std::int64_t y_of(std::uint64_t value, double top, std::int64_t height) {
  return height - static_cast<std::int64_t>(std::min(static_cast<double>(value) / top, 1.0) *
                                            static_cast<double>(height));
}

// "left:12.5%"
std::string percent(std::string_view property, double share) {
  return fmt::format("{}:{:.1f}%", property, share * 100);
}

void open_svg(Markup& html, std::string_view css, std::int64_t height, std::string_view title) {
  html.raw("<svg class=\"").raw(css).raw("\" viewBox=\"0 0 ").number(kWidth).raw(" ").number(height);
  html.raw("\" preserveAspectRatio=\"none\" role=\"img\"><title>").text(title).raw("</title>");
}

// Phases in which something attacks, shaded over the whole height; neighbours as one.
void draw_attacked_phases(Markup& html, const Scenario& scenario, const Bins& bins, std::int64_t height) {
  std::string path;
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    if (scenario.phases[i].attacks.empty()) continue;
    const std::int64_t from = x_of(scenario.begins(i), bins);
    while (i + 1 < scenario.phases.size() && !scenario.phases[i + 1].attacks.empty()) ++i;
    path += fmt::format("M{} 0V{}H{}V0z", from, height, x_of(scenario.begins(i + 1), bins));
  }
  if (!path.empty()) html.raw("<path class=\"attacked\" d=\"").raw(path).raw("\"/>");
}

void draw_grid(Markup& html, const Scenario& scenario, const Bins& bins, double top, std::uint64_t unit) {
  std::string rules;
  for (const std::uint64_t value : {unit / 2, unit})
    rules += fmt::format("M0 {}H{}", y_of(value, top, kHeight), kWidth);
  html.raw("<path class=\"rule\" d=\"").raw(rules).raw("\"/>");
  std::string borders;
  for (std::size_t i = 1; i < scenario.phases.size(); ++i)
    borders += fmt::format("M{} 0V{}", x_of(scenario.begins(i), bins), kHeight);
  if (!borders.empty()) html.raw("<path class=\"border\" d=\"").raw(borders).raw("\"/>");
}

void draw_line(Markup& html, std::string_view css, const Bins& bins, const std::vector<std::uint64_t>& values,
               double top) {
  html.raw("<path class=\"line ").raw(css).raw("\" d=\"");
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    html.raw(bin == 0 ? "M" : " ")
        .number(x_of_middle(bin, bins))
        .raw(" ")
        .number(y_of(values[bin], top, kHeight));
    if (bin == 0) html.raw("L");
  }
  html.raw("\"/>");
}

struct Mark {
  double at = 0;
  std::size_t contender = 0;
};

// Orders, at most one in a hundredth of the width for each arm.
std::vector<Mark> order_marks(const Subjects& subjects, const Bins& bins) {
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) {
    double last = -1;
    for (const Moment& moment : subjects.contenders[i].arm->timeline) {
      const double at = share_of_time(moment.at, bins);
      if (moment.kind != Moment::Kind::kOrder || at - last < 0.01 || marks.size() == kMarksMax) continue;
      marks.push_back({at, i});
      last = at;
    }
  }
  return marks;
}

void draw_marks(Markup& html, const Subjects& subjects, const std::vector<Mark>& marks) {
  for (const Mark& mark : marks) {
    const auto x = static_cast<std::int64_t>(mark.at * kWidth);
    html.raw("<path class=\"mark ")
        .raw(arm_css(subjects, mark.contender))
        .raw("\" d=\"M")
        .number(x)
        .raw(" 0V");
    html.number(kHeight).raw("\"/>");
  }
}

// Names of phases above the picture: their numbers, and their names where there is room.
void draw_phase_heads(Markup& html, const Scenario& scenario, const Bins& bins) {
  html.raw("<div class=\"phases\" aria-hidden=\"true\">");
  for (std::size_t i = 0; i < scenario.phases.size(); ++i) {
    const double from = share_of_time(scenario.begins(i), bins);
    const double wide = share_of_time(scenario.begins(i + 1), bins) - from;
    html.raw("<span style=\"").raw(percent("left", from)).raw(";").raw(percent("width", wide)).raw("\">");
    html.number(static_cast<std::int64_t>(i) + 1)
        .raw("<i> ")
        .text(scenario.phases[i].name)
        .raw("</i></span>");
  }
  html.raw("</div>\n");
}

void draw_flags(Markup& html, const Subjects& subjects, const std::vector<Mark>& marks) {
  if (marks.empty()) return;
  html.raw("<div class=\"flags\" aria-hidden=\"true\">");
  for (const Mark& mark : marks) {
    html.raw("<span style=\"").raw(percent("left", mark.at)).raw("\">");
    draw_letter(html, subjects, mark.contender);
    html.raw("</span>");
  }
  html.raw("</div>\n");
}

void draw_scale(Markup& html, double top, std::uint64_t unit, std::uint32_t seconds) {
  for (const std::uint64_t value : {std::uint64_t{0}, unit / 2, unit}) {
    html.raw("<span class=\"y\" style=\"")
        .raw(percent("bottom", static_cast<double>(value) / top))
        .raw("\">");
    html.raw(fmt::format("{:.4g}", static_cast<double>(value) / seconds)).raw("</span>");
  }
}

// Each letter stands on its line at a place of its own, so that letters do not cover each other.
void draw_line_letters(Markup& html, const Subjects& subjects, const TimeChart& chart, double top) {
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    const std::size_t bin = (2 * i + 1) * chart.bins.count / (2 * chart.lines.size());
    const double x = static_cast<double>(2 * bin + 1) / static_cast<double>(2 * chart.bins.count);
    html.raw("<span class=\"at\" style=\"").raw(percent("left", x)).raw(";");
    html.raw(percent("bottom", static_cast<double>(chart.lines[i][bin]) / top)).raw("\">");
    draw_letter(html, subjects, i);
    html.raw("</span>");
  }
}

void draw_times(Markup& html, const Bins& bins) {
  constexpr std::array<std::int64_t, 10> kSteps = {5, 10, 15, 30, 60, 120, 300, 600, 1'800, 3'600};
  const std::int64_t lasts = bins.lasts().count() / 1'000;
  const auto* step = std::ranges::find_if(kSteps, [&](std::int64_t seconds) { return lasts / seconds <= 6; });
  const std::int64_t every = step == kSteps.end() ? (lasts + 5) / 6 : *step;
  html.raw("<div class=\"times\" aria-hidden=\"true\">");
  for (std::int64_t at = 0; at < lasts; at += every) {
    const Milliseconds moment(at * 1'000);
    html.raw("<span style=\"")
        .raw(percent("left", share_of_time(moment, bins)))
        .raw("\">")
        .text(clock_text(moment));
    html.raw("</span>");
  }
  html.raw("</div>\n");
}

// Ours last, above the others.
std::vector<std::size_t> drawing_order(const Subjects& subjects) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) order.push_back(i);
  std::ranges::stable_partition(
      order, [&](std::size_t i) { return subjects.contenders[i].arm->name != "bulkhead"; });
  return order;
}

}  // namespace

std::string_view arm_css(const Subjects& subjects, std::size_t contender) {
  constexpr std::array<std::string_view, 4> kStyles = {"s1", "s2", "s3", "s4"};
  constexpr std::array<std::string_view, 4> kArms = {"nothing", "off-by-hand", "modsecurity", "haproxy"};
  const std::string& name = subjects.contenders[contender].arm->name;
  if (name == "bulkhead") return "ours";
  const auto* known = std::ranges::find(kArms, std::string_view(name));
  if (known != kArms.end()) return kStyles[static_cast<std::size_t>(known - kArms.begin())];
  return kStyles[contender % kStyles.size()];
}

void draw_letter(Markup& html, const Subjects& subjects, std::size_t contender) {
  const char letter = subjects.contenders[contender].letter;
  html.raw("<b class=\"").raw(arm_css(subjects, contender)).raw("\">").raw({&letter, 1}).raw("</b>");
}

void draw_time_chart(Markup& html, const Subjects& subjects, const TimeChart& chart) {
  const Scenario& scenario = subjects.result.scenario;
  std::uint64_t highest = 0;
  for (const auto& line : chart.lines) highest = std::max(highest, std::ranges::max(line));
  const std::uint64_t unit = std::max<std::uint64_t>(round_up(highest), 2);
  const double top = static_cast<double>(unit) * kHeadroom;
  const std::vector<Mark> marks = order_marks(subjects, chart.bins);
  html.raw("<div class=\"time-chart\">\n");
  draw_phase_heads(html, scenario, chart.bins);
  draw_flags(html, subjects, marks);
  html.raw("<div class=\"plot\">");
  open_svg(html, "lines", kHeight, chart.title);
  html.raw("<desc>").text(chart.description).raw("</desc>");
  draw_attacked_phases(html, scenario, chart.bins, kHeight);
  draw_grid(html, scenario, chart.bins, top, unit);
  draw_marks(html, subjects, marks);
  for (const std::size_t i : drawing_order(subjects))
    draw_line(html, arm_css(subjects, i), chart.bins, chart.lines[i], top);
  html.raw("</svg>\n<div aria-hidden=\"true\">");
  draw_scale(html, top, unit, chart.bins.seconds);
  draw_line_letters(html, subjects, chart, top);
  html.raw("</div></div>\n");
  draw_times(html, chart.bins);
  html.raw("</div>\n");
}

void draw_spark(Markup& html, const Subjects& subjects, std::size_t contender, const Bins& bins,
                const std::vector<std::uint64_t>& values, std::uint64_t top, std::string_view title) {
  open_svg(html, "spark", kSparkHeight, title);
  draw_attacked_phases(html, subjects.result.scenario, bins, kSparkHeight);
  html.raw("<path class=\"area ").raw(arm_css(subjects, contender)).raw("\" d=\"M0 ").number(kSparkHeight);
  for (std::size_t bin = 0; bin < values.size(); ++bin) {
    html.raw("L").number(x_of_middle(bin, bins)).raw(" ");
    html.number(y_of(values[bin], static_cast<double>(std::max<std::uint64_t>(top, 1)), kSparkHeight));
  }
  html.raw("L").number(kWidth).raw(" ").number(kSparkHeight).raw("z\"/></svg>");
}

void draw_ends(Markup& html, const Subjects& subjects, std::size_t contender, const Ends& ends,
               std::string_view title) {
  open_svg(html, "bar", kBarHeight, title);
  const std::int64_t begun = std::max<std::int64_t>(ends.begun(), 1);
  const std::int64_t finished = ends.finished * kWidth / begun;
  const std::int64_t refused = ends.wrongly_refused() * kWidth / begun;
  html.raw("<path class=\"finished ")
      .raw(arm_css(subjects, contender))
      .raw("\" d=\"M0 0H")
      .number(finished)
      .raw("V12H0z\"/><path class=\"refused\" d=\"M");
  html.number(finished).raw(" 6h").number(refused).raw("v6h-").number(refused).raw(
      "z\"/><path class=\"failed\" d=\"M");
  html.number(finished + refused)
      .raw(" 10H")
      .number(ends.begun() == 0 ? 0 : kWidth)
      .raw("v2H")
      .number(finished + refused);
  html.raw("z\"/></svg>");
}

}  // namespace bulkhead::drill
