// A file that leaves the building opens elsewhere: CSV by RFC 4180, XLSX as a zip whose parts inflate to
// what went in. tests/demo opens both with other people's readers.

#include <cstdint>

#include <gtest/gtest.h>
#include <zlib.h>

#include "demo/export/table_writer.h"
#include "demo/export/zip.h"

namespace bulkhead::demo {
namespace {

std::string written(TableWriter& writer, const std::vector<std::vector<std::string>>& rows) {
  std::string out;
  writer.begin({{"Emri"}, {"Paga", true}}, out);
  for (const auto& row : rows) writer.row(row, out);
  writer.end(out);
  return out;
}

std::uint32_t u32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

std::uint16_t u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(u32(bytes, at) & 0xffff);
}

// Reads the entry `name` by way of the archive's directory; checks its checksum.
std::string entry(std::string_view archive, std::string_view name) {
  const std::size_t end = archive.size() - 22;
  std::size_t at = u32(archive, end + 16);
  for (std::uint16_t left = u16(archive, end + 10); left > 0; --left) {
    const std::size_t name_bytes = u16(archive, at + 28);
    const std::string_view entry_name = archive.substr(at + 46, name_bytes);
    if (entry_name == name) {
      const std::size_t local = u32(archive, at + 42);
      const std::size_t data_at = local + 30 + u16(archive, local + 26) + u16(archive, local + 28);
      std::string packed(archive.substr(data_at, u32(archive, at + 20)));
      std::string text(u32(archive, at + 24), '\0');
      z_stream stream{};
      EXPECT_EQ(inflateInit2(&stream, -15), Z_OK);
      stream.next_in = reinterpret_cast<Bytef*>(packed.data());
      stream.avail_in = static_cast<uInt>(packed.size());
      stream.next_out = reinterpret_cast<Bytef*>(text.data());
      stream.avail_out = static_cast<uInt>(text.size());
      EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
      inflateEnd(&stream);
      EXPECT_EQ(crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())),
                u32(archive, at + 16));
      return text;
    }
    at += 46 + name_bytes;
  }
  ADD_FAILURE() << "no entry " << name;
  return {};
}

TEST(Csv, QuotesWhatNeedsIt) {
  const auto writer = make_csv_writer();
  EXPECT_EQ(
      written(*writer, {{"Ana", "1"}, {"a,b", "2"}, {"say \"o\"", "3"}, {"two\r\nlines", "4"}, {"", ""}}),
      "\xEF\xBB\xBF"
      "Emri,Paga\r\nAna,1\r\n\"a,b\",2\r\n\"say \"\"o\"\"\",3\r\n\"two\r\nlines\",4\r\n,\r\n");
}

TEST(Csv, RunsNoFormula) {
  struct Case {
    std::string cell;
    std::string_view line;
  };
  const Case cases[] = {{"=1+1", "\"'=1+1\",0"},
                        {"@SUM(A1)", "\"'@SUM(A1)\",0"},
                        {"+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\",0"},
                        {"-2+3", "\"'-2+3\",0"},
                        {"+355 69 123 4567", "+355 69 123 4567,0"},
                        {"-12", "-12,0"},
                        {"\t=1", "\"'\t=1\",0"}};
  for (const Case& one : cases) {
    const auto writer = make_csv_writer();
    EXPECT_NE(written(*writer, {{one.cell, "0"}}).find("\r\n" + std::string(one.line) + "\r\n"),
              std::string::npos)
        << one.cell;
  }
}

TEST(Xlsx, HoldsTheTable) {
  const auto writer = make_xlsx_writer("taxpayers");
  const std::string archive = written(*writer, {{"Afërdita <b>&\"", "62000"}, {"=1+1", "not a number"}});
  const std::string sheet = entry(archive, "xl/worksheets/sheet1.xml");
  EXPECT_NE(sheet.find("Afërdita &lt;b&gt;&amp;"), std::string::npos);
  EXPECT_NE(sheet.find("<c r=\"B2\"><v>62000</v></c>"), std::string::npos);
  EXPECT_NE(sheet.find("=1+1</t>"), std::string::npos);
  EXPECT_NE(sheet.find("not a number</t>"), std::string::npos);
  EXPECT_NE(entry(archive, "xl/workbook.xml").find("name=\"taxpayers\""), std::string::npos);
  for (const std::string_view part :
       {"[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}) {
    EXPECT_FALSE(entry(archive, part).empty()) << part;
  }
}

TEST(Xlsx, EqualTablesAreEqualBytes) {
  const auto one = make_xlsx_writer("a");
  const auto other = make_xlsx_writer("a");
  EXPECT_EQ(written(*one, {{"x", "1"}}), written(*other, {{"x", "1"}}));
}

TEST(Zip, KeepsEntriesLargerThanItsWindow) {
  std::string text;
  for (std::uint64_t i = 0; text.size() < 3'000'000; ++i) text += std::to_string(i * 7919);
  ZipWriter zip;
  std::string out;
  zip.begin_entry("big", out);
  for (std::size_t at = 0; at < text.size(); at += 10'007)
    zip.write(std::string_view(text).substr(at, 10'007), out);
  zip.end_entry(out);
  zip.begin_entry("empty", out);
  zip.end_entry(out);
  zip.finish(out);
  EXPECT_EQ(entry(out, "big"), text);
  EXPECT_EQ(entry(out, "empty"), "");
}

}  // namespace
}  // namespace bulkhead::demo
