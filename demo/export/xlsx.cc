// The smallest workbook that spreadsheets open without complaint: content types, relations, a workbook,
// a style for headings, one sheet with its texts in place.

#include <fmt/format.h>

#include "base/escape.h"
#include "demo/export/table_writer.h"
#include "demo/export/zip.h"

namespace bulkhead::demo {
namespace {

#define BULKHEAD_XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

constexpr std::string_view kContentTypes = BULKHEAD_XML
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
    R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>)"
    R"(<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>)"
    R"(</Types>)";

constexpr std::string_view kPackageRelations = BULKHEAD_XML
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>)"
    R"(</Relationships>)";

constexpr std::string_view kWorkbookRelations = BULKHEAD_XML
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(</Relationships>)";

constexpr std::string_view kStyles = BULKHEAD_XML
    R"(<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
    R"(<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>)"
    R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
    R"(<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>)"
    R"(<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>)"
    R"(<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>)"
    R"(</styleSheet>)";

constexpr std::string_view kSheetBegins = BULKHEAD_XML
    R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">)"
    R"(<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>)"
    R"(<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="40" width="20" customWidth="1"/></cols><sheetData>)";

#undef BULKHEAD_XML

constexpr std::size_t kSheetNameBytesMax = 31;

std::string workbook(std::string_view sheet_name) {
  std::string name;
  for (const char c : sheet_name.substr(0, kSheetNameBytesMax)) {
    if (std::string_view("[]:*?/\\'").find(c) == std::string_view::npos) name.push_back(c);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
      R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" )"
      R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">)"
      R"(<sheets><sheet name="{}" sheetId="1" r:id="rId1"/></sheets></workbook>)",
      escape_html(name));
}

// 0 is "A", 26 is "AA".
std::string column_letters(std::size_t column) {
  std::string letters;
  for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

bool is_whole_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class XlsxWriter final : public TableWriter {
 public:
  explicit XlsxWriter(std::string_view sheet_name) : sheet_name_(sheet_name) {}

  void begin(const std::vector<Heading>& headings, std::string& out) override {
    part("[Content_Types].xml", kContentTypes, out);
    part("_rels/.rels", kPackageRelations, out);
    part("xl/workbook.xml", workbook(sheet_name_), out);
    part("xl/_rels/workbook.xml.rels", kWorkbookRelations, out);
    part("xl/styles.xml", kStyles, out);
    zip_.begin_entry("xl/worksheets/sheet1.xml", out);
    zip_.write(kSheetBegins, out);
    std::vector<std::string> titles;
    for (const Heading& heading : headings) titles.push_back(heading.title);
    write_row(titles, "1", out);
    headings_ = headings;
  }

  void row(const std::vector<std::string>& cells, std::string& out) override { write_row(cells, "0", out); }

  void end(std::string& out) override {
    zip_.write("</sheetData></worksheet>", out);
    zip_.end_entry(out);
    zip_.finish(out);
  }

 private:
  void part(std::string_view name, std::string_view text, std::string& out) {
    zip_.begin_entry(name, out);
    zip_.write(text, out);
    zip_.end_entry(out);
  }

  // `style` is an index into cellXfs. The headings come before headings_ is set, hence as text.
  void write_row(const std::vector<std::string>& cells, std::string_view style, std::string& out) {
    ++rows_;
    std::string xml = fmt::format("<row r=\"{}\">", rows_);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string place = fmt::format("{}{}", column_letters(i), rows_);
      if (i < headings_.size() && headings_[i].is_number && is_whole_number(cells[i])) {
        xml += fmt::format("<c r=\"{}\"><v>{}</v></c>", place, cells[i]);
      } else if (!cells[i].empty()) {
        xml +=
            fmt::format("<c r=\"{}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                        place, style, escape_html(cells[i]));
      }
    }
    xml += "</row>";
    zip_.write(xml, out);
  }

  std::string sheet_name_;
  ZipWriter zip_;
  std::vector<Heading> headings_;
  std::size_t rows_ = 0;
};

}  // namespace

std::unique_ptr<TableWriter> make_xlsx_writer(std::string_view sheet_name) {
  return std::make_unique<XlsxWriter>(sheet_name);
}

}  // namespace bulkhead::demo
