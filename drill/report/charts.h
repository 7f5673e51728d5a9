// The pictures of a report, as SVG in its page. Every one has a name that a screen reader says, and none tells anything by
// colour alone: lines differ by their dashes and carry their arm's letter, bars differ by their height.
//
// Pictures stretch to the width that there is; letters and numbers are HTML around and above them, so that they stay as
// large on a phone as on a desk.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "drill/play/tally.h"
#include "drill/report/markup.h"
#include "drill/report/series.h"
#include "drill/report/subjects.h"

namespace bulkhead::drill {

/// The class of an arm's colour and dashes: "ours", "s1" to "s4". The same for the same arm in all reports.
std::string_view arm_css(const Subjects& subjects, std::size_t contender);

/// `<b>`: the arm's letter in its colour.
void draw_letter(Markup& html, const Subjects& subjects, std::size_t contender);

/// One value for each bin and arm, as lines over time, with phases shaded and orders marked.
struct TimeChart {
  std::string title;
  std::string description;
  Bins bins;
  std::vector<std::vector<std::uint64_t>> lines;  ///< As Subjects::contenders.
};
void draw_time_chart(Markup& html, const Subjects& subjects, const TimeChart& chart);

/// One service of one arm: the area below its values, of which the top of the picture is `top`.
void draw_spark(Markup& html, const Subjects& subjects, std::size_t contender, const Bins& bins,
                const std::vector<std::uint64_t>& values, std::uint64_t top, std::string_view title);

/// How tasks ended, as one bar: finished in full height, wrongly refused in half, failed as a line.
void draw_ends(Markup& html, const Subjects& subjects, std::size_t contender, const Ends& ends,
               std::string_view title);

}  // namespace bulkhead::drill
