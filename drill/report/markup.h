// Writes the HTML of a report: our own markup goes one way, everybody else's text another.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace bulkhead::drill {

/// Collects a page. `raw` takes literals of ours only; whatever came from a file, a person or a server goes through `text`,
/// which escapes for element content and for quoted attribute values alike, and cuts what is too long.
class Markup {
 public:
  /// Bounds a page whose names somebody else wrote.
  static constexpr std::size_t kTextBytesMax = 120;

  Markup& raw(std::string_view markup);
  Markup& text(std::string_view any);
  Markup& number(std::int64_t value);

  std::size_t size() const { return out_.size(); }
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

/// A table in a frame that scrolls by itself, so that the page never does sideways; the keyboard reaches it.
///
///     Table table(html, "Tasks of each service", {"Service", "Finished"});
///     table.row("portal").cell("1,840");
///
/// The table ends with the object.
class Table {
 public:
  /// `label` tells it from all other tables of the page. A head of an arm begins with its letter.
  Table(Markup& html, std::string_view label, const std::vector<std::string>& heads,
        std::string_view css = {});
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  /// Begins the next row with its own head, and what more is to be said of it.
  Table& row(std::string_view head, std::string_view note = {});
  /// The next cell; what it holds is written to the markup until `end_cell`.
  Table& begin_cell(std::string_view css = {});
  Table& end_cell();
  Table& cell(std::string_view any);

 private:
  void end_row();

  Markup& html_;
  bool in_row_ = false;
};

}  // namespace bulkhead::drill
