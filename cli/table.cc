#include "cli/table.h"

#include <algorithm>
#include <sstream>

#include "base/check.h"
#include "cli/help.h"
#include "cli/text_width.h"

namespace bulkhead::cli {

namespace {

constexpr int kGap = 2;
constexpr int kBelowIndent = 4;
constexpr int kLastColumnMin = 20;

// Lines of at most `columns`; a single longer word is left whole, because cutting it would make it another word.
std::vector<std::string> lines_of(const std::string& text, int columns) {
  std::vector<std::string> lines{""};
  std::istringstream words(text);
  std::string word;
  while (words >> word) {
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (text_width(line) + 1 + text_width(word) <= columns) {
      line += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

}  // namespace

void Table::add_column(std::string title, Align align) { columns_.push_back({std::move(title), align}); }

void Table::add_row(std::vector<Cell> cells, std::string below) {
  BULKHEAD_ASSERT(cells.size() == columns_.size());
  rows_.push_back({std::move(cells), std::move(below)});
}

std::vector<int> Table::widths() const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int widest = text_width(columns_[i].title);
    for (const Row& row : rows_) widest = std::max(widest, text_width(row.cells[i].text));
    // What is wider than any terminal aligns nothing: padding every row to it would only make very much of little.
    widths.push_back(std::min(widest, i == 0 ? first_column_max_ : Terminal::kColumnsMax));
  }
  return widths;
}

void Table::fit(int columns, int first_column_min) {
  const int over = width() - columns;
  if (over > 0) first_column_max_ = std::max(first_column_min, widths().front() - over);
}

int Table::width() const {
  int sum = -kGap;
  for (const int column : widths()) sum += column + kGap;
  return sum;
}

std::string Table::line(const Session& session, const std::vector<Cell>& cells,
                        const std::vector<int>& widths) const {
  std::string text;
  int before_last = 0;
  for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
    const bool right = columns_[i].align == Align::kRight;
    const std::string padded =
        right ? pad_left(cells[i].text, widths[i]) : pad_right(cells[i].text, widths[i]);
    if (i == 0 && text_width(cells[0].text) > widths[0]) {
      text += session.paint(cells[0].colour, cells[0].text) + "\n" +
              std::string(static_cast<std::size_t>(widths[0] + kGap), ' ');
    } else {
      text += session.paint(cells[i].colour, padded) + std::string(kGap, ' ');
    }
    before_last += widths[i] + kGap;
  }
  const Cell& last = cells.back();
  if (columns_.back().align == Align::kRight) {
    text += session.paint(last.colour, pad_left(last.text, widths.back()));
  } else {
    const int room = std::max(kLastColumnMin, session.terminal().columns - before_last);
    const std::vector<std::string> wrapped = lines_of(last.text, room);
    for (std::size_t i = 0; i < wrapped.size(); ++i) {
      if (i > 0) text += "\n" + std::string(static_cast<std::size_t>(before_last), ' ');
      text += session.paint(last.colour, wrapped[i]);
    }
  }
  while (text.ends_with(' ')) text.pop_back();
  return text + "\n";
}

std::string Table::text(const Session& session) const {
  const std::vector<int> columns = widths();
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.push_back({column.title, Colour::kDim});
  std::string text = line(session, titles, columns);
  for (const Row& row : rows_) {
    text += line(session, row.cells, columns);
    std::istringstream paragraphs(row.below);
    for (std::string paragraph; std::getline(paragraphs, paragraph);) {
      for (const std::string& below : lines_of(paragraph, session.terminal().columns - kBelowIndent))
        text += std::string(kBelowIndent, ' ') + below + "\n";
    }
  }
  return text;
}

}  // namespace bulkhead::cli
