#include "demo/export/table_writer.h"

namespace bulkhead::demo {
namespace {

// "=HYPERLINK(…)" in somebody's name must stay a name (CSV injection). A phone number or an amount may
// begin with a sign.
bool reads_as_formula(std::string_view cell) {
  if (cell.empty()) return false;
  switch (cell.front()) {
    case '=':
    case '@':
    case '\t':
    case '\r': return true;
    case '+':
    case '-': return cell.find_first_not_of("0123456789 .", 1) != std::string_view::npos;
    default: return false;
  }
}

void append_cell(std::string_view cell, std::string& out) {
  const bool formula = reads_as_formula(cell);
  const bool quoted = formula || cell.find_first_of(",\"\r\n") != std::string_view::npos;
  if (!quoted) {
    out += cell;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

class CsvWriter final : public TableWriter {
 public:
  void begin(const std::vector<Heading>& headings, std::string& out) override {
    out += "\xEF\xBB\xBF";
    std::vector<std::string> titles;
    for (const Heading& heading : headings) titles.push_back(heading.title);
    row(titles, out);
  }
  void row(const std::vector<std::string>& cells, std::string& out) override {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      append_cell(cells[i], out);
    }
    out += "\r\n";
  }
  void end(std::string&) override {}
};

}  // namespace

std::unique_ptr<TableWriter> make_csv_writer() { return std::make_unique<CsvWriter>(); }

}  // namespace bulkhead::demo
