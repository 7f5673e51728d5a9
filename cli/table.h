// A table for the terminal: columns as wide as they need, two blanks apart, no frame.

#pragma once

#include <string>
#include <vector>

#include "cli/session.h"

namespace bulkhead::cli {

struct Cell {
  std::string text;  ///< Already harmless: whoever fills it in calls escape_terminal.
  Colour colour = Colour::kPlain;
};

class Table {
 public:
  enum class Align { kLeft, kRight };
  static constexpr int kFirstColumnMin = 8;

  void add_column(std::string title, Align align = Align::kLeft);
  /// Requires: one cell a column. `below` stands on lines of its own under the row, indented; a line feed in it
  /// begins a new one.
  void add_row(std::vector<Cell> cells, std::string below = {});
  bool empty() const { return rows_.empty(); }
  /// Narrows the first column so that the table is at most `columns` wide; what is longer there stands on a line of
  /// its own, whole, because a cut name cannot be typed.
  void fit(int columns, int first_column_min = kFirstColumnMin);

  /// The table for the session's terminal. When it is wider, the last column is wrapped if it is a text, never cut.
  std::string text(const Session& session) const;
  /// Columns that it takes when nothing is wrapped.
  int width() const;

 private:
  struct Column {
    std::string title;
    Align align;
  };
  struct Row {
    std::vector<Cell> cells;
    std::string below;
  };

  std::vector<int> widths() const;
  std::string line(const Session& session, const std::vector<Cell>& cells,
                   const std::vector<int>& widths) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
  int first_column_max_ = Terminal::kColumnsMax;
};

}  // namespace bulkhead::cli
