// A table on its way into a file, row by row.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bulkhead::demo {

struct Heading {
  std::string title;
  bool is_number = false;  ///< The cells below are whole numbers.
};

/// Writes one table. Each call appends to `out` what is ready to be sent, which may be nothing yet; calls
/// come in the order begin, row…, end, once each but row.
///
/// Cost       Linear; holds at most one compression window, whatever the number of rows.
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  virtual void begin(const std::vector<Heading>& headings, std::string& out) = 0;
  virtual void row(const std::vector<std::string>& cells, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

/// RFC 4180 with CRLF, UTF-8 with a byte order mark, so that spreadsheets read "ë" right. A cell that a
/// spreadsheet would run as a formula gets an apostrophe in front.
std::unique_ptr<TableWriter> make_csv_writer();

/// Office Open XML (ECMA-376): one sheet, bold headings that stay in view.
std::unique_ptr<TableWriter> make_xlsx_writer(std::string_view sheet_name);

}  // namespace bulkhead::demo
