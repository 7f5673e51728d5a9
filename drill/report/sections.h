// The parts of the page, in their order; html.cc puts them together. All but the first are sections with a heading.

#pragma once

#include <string>
#include <vector>

#include "drill/report/markup.h"
#include "drill/report/subjects.h"

namespace bulkhead::drill {

// section_summary.cc
void write_headline(Markup& html,
                    const Subjects& subjects);  ///< One bar for each arm; no heading of its own.
void write_side_by_side(Markup& html, const Subjects& subjects);
void write_closure(Markup& html, const Subjects& subjects);  ///< Nothing where nobody closed everything.

// section_charts.cc
void write_over_time(Markup& html, const Subjects& subjects);
void write_services(Markup& html, const Subjects& subjects);
void write_groups(Markup& html, const Subjects& subjects);

// section_attack.cc
void write_stages(Markup& html, const Subjects& subjects);
void write_orders(Markup& html, const Subjects& subjects);

// section_numbers.cc
void write_reasons(Markup& html, const Subjects& subjects);
void write_all_numbers(Markup& html, const Subjects& subjects);

// section_method.cc
void write_absent(Markup& html, const Subjects& subjects);  ///< Nothing where every arm was played.
void write_method(Markup& html, const Subjects& subjects);
void write_not_seen(Markup& html);

/// `<section>` with its `<h2>`; ends with the object.
class Section {
 public:
  /// Both are literals of ours.
  Section(Markup& html, std::string_view id, std::string_view heading);
  ~Section();
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

 private:
  Markup& html_;
};

/// What is folded away until somebody asks; ends with the object.
class Details {
 public:
  Details(Markup& html, std::string_view summary);
  ~Details();
  Details(const Details&) = delete;
  Details& operator=(const Details&) = delete;

 private:
  Markup& html_;
};

/// "A · nginx alone"
std::string arm_title(const Subjects& subjects, std::size_t contender);

/// `first` and a column for every arm.
std::vector<std::string> heads_of_arms(const Subjects& subjects, std::string_view first);

/// "portal, tax-filing and 3 more"
std::string list_text(const std::vector<std::string>& words, std::size_t words_max);

}  // namespace bulkhead::drill
