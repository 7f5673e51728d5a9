// A multipart body's fields, files, flags and errors are those of libmodsecurity 3.0.9, apart from what the headers
// call `Differs:`; the rows were run there once. In rows a '~' is CR LF and a '^' is LF, so that a body stays readable.

#include "http/multipart.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace bulkhead::http {
namespace {

using namespace std::string_literals;

/// Writes down what it takes, a line each.
class Parts final : public MultipartSink {
 public:
  explicit Parts(std::size_t lines_max = SIZE_MAX) : lines_max_(lines_max) {}

  bool disposition_name(std::string_view name) override { return add({"name ", name}); }
  bool disposition_filename(std::string_view filename) override { return add({"filename ", filename}); }
  bool part_header(std::string_view part, std::string_view line) override {
    return add({"header ", part, " | ", line});
  }
  bool field(std::string_view name, std::string_view value) override {
    return add({"field ", name, "=", value});
  }
  bool file(const MultipartFile& file) override {
    return add({"file ", file.name, "|", file.filename, "=", file.content});
  }

  const std::string& text() const { return text_; }

 private:
  bool add(std::initializer_list<std::string_view> pieces) {
    if (lines_ == lines_max_) return false;
    ++lines_;
    for (const std::string_view piece : pieces) {
      for (std::size_t i = 0; i < piece.size(); ++i) {
        const bool crlf = piece.substr(i).starts_with("\r\n");
        text_ += crlf ? '~' : piece[i] == '\n' ? '^' : piece[i];
        i += crlf ? 1 : 0;
      }
    }
    text_ += '\n';
    return true;
  }

  std::size_t lines_max_;
  std::size_t lines_ = 0;
  std::string text_;
};

std::string with_line_ends(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '~') {
      out += "\r\n";
    } else {
      out += c == '^' ? '\n' : c;
    }
  }
  return out;
}

/// The flags that are set.
std::string flags_text(const MultipartFlags& flags) {
  std::string text;
  const auto add = [&](bool set, const std::string& name) {
    if (set) text += (text.empty() ? "" : " ") + name;
  };
  add(flags.malformed, "malformed");
  add(flags.boundary_quoted, "boundary_quoted");
  add(flags.boundary_whitespace, "boundary_whitespace");
  add(flags.data_before, "data_before");
  add(flags.data_after, "data_after");
  add(flags.header_folding, "header_folding");
  add(flags.lf_line, "lf_line");
  add(flags.crlf_lf_lines(), "crlf_lf_lines");
  add(flags.missing_semicolon, "missing_semicolon");
  add(flags.invalid_quoting, "invalid_quoting");
  add(flags.invalid_part, "invalid_part");
  add(flags.invalid_header_folding, "invalid_header_folding");
  add(flags.file_limit_exceeded, "file_limit_exceeded");
  add(flags.unmatched_boundary != 0, "unmatched_" + std::to_string(flags.unmatched_boundary));
  return text;
}

struct MultipartCase {
  const char* what;
  std::string body;
  std::string parts;
  std::string flags = "unmatched_2";
  MultipartError error = MultipartError::kNone;
};

void check(const MultipartCase& c) {
  SCOPED_TRACE(c.what);
  Arena arena(1u << 20, 0);
  Parts parts;
  const std::string body = with_line_ends(c.body);
  const MultipartOutcome outcome = read_multipart("multipart/form-data; boundary=B", body, {}, arena, parts);
  EXPECT_EQ(parts.text(), c.parts);
  EXPECT_EQ(flags_text(outcome.flags), c.flags);
  EXPECT_EQ(outcome.error, c.error) << message(outcome.error);
  EXPECT_EQ(message(outcome.error).empty(), outcome.error == MultipartError::kNone);
  EXPECT_EQ(outcome.stop, ReadStop::kNone);
  EXPECT_EQ(outcome.flags.strict_error(), !c.flags.empty() && !c.flags.starts_with("unmatched"));
}

/// A body of one part; its headers begin behind "Content-Disposition: form-data".
std::string one_part(const std::string& disposition, const std::string& content = "v") {
  return "--B~Content-Disposition: form-data" + disposition + "~~" + content + "~--B--~";
}

/// What a part with that disposition and the name `n` gives, as a field with the value `v`.
std::string field_n(const std::string& disposition) {
  return "name n\nheader n | Content-Disposition: form-data" + disposition + "\nfield n=v\n";
}

TEST(MultipartTest, FieldsAndFiles) {
  const MultipartCase cases[] = {
      {"no body", "", "", ""},
      {"a field", one_part("; name=\"n\""), field_n("; name=\"n\"")},
      {"no line end behind the last boundary", "--B~Content-Disposition: form-data; name=n~~v~--B--",
       field_n("; name=n"), ""},
      {"an empty field", "--B~Content-Disposition: form-data; name=n~~~--B--~",
       "name n\nheader n | Content-Disposition: form-data; name=n\nfield n=\n"},
      {"lines stay in a value", one_part("; name=n", "a~b^^c~"),
       "name n\nheader n | Content-Disposition: form-data; name=n\nfield n=a~b^^c~\n"},
      {"a file",
       "--B~Content-Disposition: form-data; name=\"n\"; filename=\"f.txt\"~Content-Type: "
       "text/plain~~a~b~--B--~",
       "name n\nfilename f.txt\nheader n | Content-Disposition: form-data; name=\"n\"; filename=\"f.txt\"\n"
       "header n | Content-Type: text/plain\nfile n|f.txt=a~b\n"},
      {"an empty filename is no file", one_part("; name=n; filename=\"\""),
       "name n\nfilename \nheader n | Content-Disposition: form-data; name=n; filename=\"\"\nfield n=v\n"},
      {"two parts",
       "--B~Content-Disposition: form-data; name=a~~1~--B~Content-Disposition: form-data; name=a~~2~--B--~",
       "name a\nheader a | Content-Disposition: form-data; name=a\n"
       "name a\nheader a | Content-Disposition: form-data; name=a\nfield a=1\nfield a=2\n"},
      {"header names in any case", "--B~content-disposition:form-data; name=n~~v~--B--~",
       "name n\nheader n | content-disposition:form-data; name=n\nfield n=v\n"},
      {"only the final boundary", "--B--~", "", ""},
  };
  for (const MultipartCase& c : cases) check(c);
}

TEST(MultipartTest, Dispositions) {
  const std::string header = "header n | Content-Disposition: form-data";
  const MultipartCase cases[] = {
      {"without quotes", one_part(";name=n"), field_n(";name=n")},
      {"space about", one_part(" ;\tname = \"n\" ;"), field_n(" ;\tname = \"n\" ;")},
      {"escaped quotes", one_part("; name=\"a\\\"b\\\\c\\d\""),
       "name a\"b\\c\\d\nheader a\"b\\c\\d | Content-Disposition: form-data; name=\"a\\\"b\\\\c\\d\"\n"
       "field a\"b\\c\\d=v\n"},
      {"single quotes", one_part("; name='n'"), field_n("; name='n'"), "invalid_quoting unmatched_2"},
      {"a single quote in a token", one_part("; name=it's"),
       "name it's\nheader it's | Content-Disposition: form-data; name=it's\nfield it's=v\n",
       "invalid_quoting unmatched_2"},
      {"a single quote in quotes", one_part("; name=\"it's\""),
       "name it's\nheader it's | Content-Disposition: form-data; name=\"it's\"\nfield it's=v\n"},
      {"filename* with filename", one_part("; name=n; filename=f; filename*=UTF-8''%41b"),
       "name n\nfilename f\n" + header + "; name=n; filename=f; filename*=UTF-8''%41b\nfile n|f=v\n"},
      {"closing quote missing: told, and read to the end", one_part("; name=\"n"), field_n("; name=\"n"),
       "unmatched_2", MultipartError::kDispositionInvalid},
  };
  for (const MultipartCase& c : cases) check(c);
}

TEST(MultipartTest, InvalidDispositionsAreErrors) {
  // What follows an invalid header is read as further headers, so the part has no content; its name is told all the same.
  const struct {
    const char* disposition;
    bool quoting = false;
  } cases[] = {
      {"x; name=n"},
      {" name=n"},
      {"; "},
      {"; name"},
      {"; name="},
      {"; name x"},
      {"; name=n; foo=bar"},
      {"; name=n; name=m"},
      {"; name=n; filename=f; filename=g"},
      {"; name=n; filename*=UTF-8''f"},
      {"; name=n; filename=f; filename*=''f"},
      {"; name=n; filename=f; filename*=UTF-8'f"},
      {"; name=n; filename=f; filename*=UTF-8''%4"},
      {"; name=n; filename=f; filename*=UTF-8''a b"},
      {"; name=n; filename=f; filename*=UTF-8''a; filename*=UTF-8''a"},
      {"; name=n x"},
      {"; name=\"n\"x", true},
      {"; filename = f; name=n"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.disposition);
    Arena arena(1u << 20, 0);
    Parts parts;
    const MultipartOutcome outcome = read_multipart(
        "multipart/form-data; boundary=B", with_line_ends(one_part(c.disposition)), {}, arena, parts);
    EXPECT_EQ(outcome.error, MultipartError::kDispositionInvalid) << message(outcome.error);
    EXPECT_EQ(outcome.flags.invalid_quoting, c.quoting);
    EXPECT_EQ(parts.text().find("=v\n"), std::string::npos);
  }
}

TEST(MultipartTest, Flags) {
  const std::string field = "--B~Content-Disposition: form-data; name=n~~v~";
  const std::string given = field_n("; name=n");
  const MultipartCase cases[] = {
      {"data before", "x~" + field + "--B--~", given, "data_before unmatched_2"},
      {"data after", field + "--B--~x", given, "data_after unmatched_2"},
      {"an empty line after", field + "--B--~~", given, "data_after unmatched_2"},
      {"LF alone", "--B^Content-Disposition: form-data; name=n^^v^--B--^", given, "lf_line unmatched_2"},
      {"LF before a boundary", "--B~Content-Disposition: form-data; name=n~~v^--B--~", given,
       "lf_line crlf_lf_lines unmatched_2"},
      {"LF before a final boundary without line end", "--B~Content-Disposition: form-data; name=n~~v^--B--",
       given, "lf_line crlf_lf_lines"},
      {"LF in a value is no matter", one_part("; name=n", "a^b"),
       "name n\nheader n | Content-Disposition: form-data; name=n\nfield n=a^b\n"},
      {"folding", "--B~Content-Disposition: form-data;~ name=n~~v~--B--~", field_n("; name=n"),
       "header_folding unmatched_2"},
      {"folding by something else", "--B~Content-Disposition: form-data;~\vname=n~~v~--B--~",
       field_n("; name=n"), "header_folding invalid_header_folding unmatched_2"},
      {"a part without name", "--B~Content-Disposition: form-data~~v~--B--~", "", "invalid_part",
       MultipartError::kDispositionWithoutName},
      {"a boundary where content should begin", "--B~Content-Disposition: form-data; name=n~~--B~v~--B--~",
       "name n\nheader n | Content-Disposition: form-data; name=n\nfield n=--B~v\n",
       "invalid_part unmatched_2"},
      {"another boundary", field + "--C~--B--~",
       "name n\nheader n | Content-Disposition: form-data; name=n\nfield n=v~--C\n"},
      {"… and none behind it", field + "--C~", "name n\n", "unmatched_1",
       MultipartError::kFinalBoundaryMissing},
      {"a boundary within a line", field + "x--B~--B--",
       "name n\nheader n | Content-Disposition: form-data; name=n\nfield n=v~x--B\n", "unmatched_1"},
  };
  for (const MultipartCase& c : cases) check(c);
}

TEST(MultipartTest, BrokenBodies) {
  const std::string field = "--B~Content-Disposition: form-data; name=n~~v~";
  const MultipartCase cases[] = {
      {"no boundary", "v~", "", "data_before", MultipartError::kNoBoundaryInBody},
      {"no final boundary", field, "name n\n", "", MultipartError::kFinalBoundaryMissing},
      {"final boundary of nothing", "--B~--B--~", "", "invalid_part", MultipartError::kHeaderWithoutColon},
      {"something behind a boundary", field + "--Bx~", "name n\n", "malformed unmatched_2",
       MultipartError::kBoundaryLine},
      {"space behind a boundary", field + "--B ~", "name n\n", "malformed unmatched_2",
       MultipartError::kBoundaryLine},
      {"space before a boundary", field + "-- B~", "name n\n", "malformed",
       MultipartError::kSpaceBeforeBoundary},
      {"no Content-Disposition", "--B~Content-Type: text/plain~~v~--B--~", "", "invalid_part",
       MultipartError::kDispositionMissing},
      {"a header without colon", "--B~x~Content-Disposition: form-data; name=n~~v~--B--~",
       field_n("; name=n"), "unmatched_2", MultipartError::kHeaderWithoutColon},
      {"a header without name", "--B~: x~Content-Disposition: form-data; name=n~~v~--B--~",
       field_n("; name=n"), "unmatched_2", MultipartError::kHeaderWithoutName},
      {"folding of nothing", "--B~ x~Content-Disposition: form-data; name=n~~v~--B--~", field_n("; name=n"),
       "header_folding unmatched_2", MultipartError::kHeaderFolding},
      {"a header twice: the first counts",
       "--B~Content-Disposition: form-data; name=n~CONTENT-DISPOSITION: form-data; name=m~~v~--B--~",
       field_n("; name=n"), "unmatched_2", MultipartError::kHeaderTwice},
      {"NUL in a header", "--B~a\0b: c~Content-Disposition: form-data; name=n~~v~--B--~"s,
       field_n("; name=n"), "unmatched_2", MultipartError::kHeaderNul},
  };
  for (const MultipartCase& c : cases) check(c);
}

TEST(MultipartTest, BoundariesOfContentTypes) {
  const std::string body = with_line_ends(one_part("; name=n"));
  const struct {
    std::string content_type;
    const char* flags;
    MultipartError error = MultipartError::kNone;
  } cases[] = {
      {"Multipart/Form-Data; boundary=B", "unmatched_2"},
      {"multipart/form-data; boundary=\"B\"", "boundary_quoted unmatched_2"},
      {"multipart/form-data boundary=B", "missing_semicolon unmatched_2"},
      {"multipart/form-data; boundary =B", "boundary_whitespace unmatched_2"},
      {"multipart/form-data; boundary=B;charset=utf-8", "unmatched_2"},
      {"multipart/form-data; boundary= B", "boundary_whitespace", MultipartError::kNoBoundaryInBody},
      {"", "malformed", MultipartError::kNoContentType},
      {"multipart/form-data; boundary=" + std::string(995, 'b'), "malformed",
       MultipartError::kContentTypeTooLong},
      {"multipart/mixed; boundary=B", "malformed", MultipartError::kMediaType},
      {"multipart/form-data", "malformed", MultipartError::kBoundaryMissing},
      {"multipart/form-data; BOUNDARY=B", "malformed", MultipartError::kBoundaryCase},
      {"multipart/form-data; boundary=B; boundary=C", "malformed", MultipartError::kSeveralBoundaries},
      {"multipart/form-data; boundary=B; Boundary=C", "malformed", MultipartError::kSeveralBoundaries},
      {"multipart/form-data; charset=x; boundary=B", "malformed", MultipartError::kBoundaryMalformed},
      {"multipart/form-data;; boundary=B", "malformed", MultipartError::kBoundaryMalformed},
      {"multipart/form-data; boundary", "malformed missing", MultipartError::kBoundaryMalformed},
      {"multipart/form-data; boundaryx=B", "malformed", MultipartError::kBoundaryParameterName},
      {"multipart/form-data; boundary=\"B", "malformed", MultipartError::kBoundaryQuotes},
      {"multipart/form-data; boundary=B\"", "malformed", MultipartError::kBoundaryQuotes},
      {"multipart/form-data; boundary=", "malformed", MultipartError::kBoundaryEmpty},
      {"multipart/form-data; boundary=\"\"", "malformed", MultipartError::kBoundaryEmpty},
      {"multipart/form-data; boundary=;x", "malformed", MultipartError::kBoundaryEmpty},
      {"multipart/form-data; boundary=B@", "malformed", MultipartError::kBoundaryCharacters},
      {"multipart/form-data; boundary=B ", "malformed", MultipartError::kBoundaryCharacters},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.content_type);
    Arena arena(1u << 20, 0);
    Parts parts;
    const MultipartOutcome outcome = read_multipart(c.content_type, body, {}, arena, parts);
    EXPECT_EQ(outcome.error, c.error) << message(outcome.error);
    if (c.error == MultipartError::kNone) {
      EXPECT_EQ(parts.text(), field_n("; name=n"));
      EXPECT_EQ(flags_text(outcome.flags), c.flags);
    }
    EXPECT_EQ(outcome.flags.malformed, std::string_view(c.flags).starts_with("malformed"));
    EXPECT_EQ(outcome.flags.strict_error(), std::string_view(c.flags) != "unmatched_2");
  }
}

TEST(MultipartTest, QuotedBoundaryInTheBody) {
  Arena arena(1u << 20, 0);
  Parts parts;
  const MultipartOutcome outcome =
      read_multipart("multipart/form-data; boundary=\"B\"", with_line_ends("--\"B\"~"), {}, arena, parts);
  EXPECT_EQ(outcome.error, MultipartError::kQuotedBoundaryInBody);
  EXPECT_TRUE(outcome.flags.malformed);
}

TEST(MultipartTest, LongLinesAreWholeInValues) {
  for (const std::size_t bytes : {4'094u, 4'095u, 4'096u, 4'097u, 8'192u, 20'000u}) {
    const std::string value = std::string(bytes, 'v') + "\r\n\r" + std::string(4'095, 'w') + "\r--B--";
    Arena arena(1u << 20, 0);
    Parts parts;
    const MultipartOutcome outcome = read_multipart(
        "multipart/form-data; boundary=B", with_line_ends(one_part("; name=n", value)), {}, arena, parts);
    EXPECT_EQ(outcome.error, MultipartError::kNone);
    EXPECT_EQ(outcome.fields_count, 1u);
    EXPECT_NE(parts.text().find(std::string(bytes, 'v') + "~\r" + std::string(4'095, 'w') + "\r--B--\n"),
              std::string::npos);
  }
}

TEST(MultipartTest, LineEndsAtTheBuffersEndAreWhole) {
  for (std::size_t bytes = 4'090; bytes < 4'100; ++bytes) {
    const std::string value(bytes, 'v');
    Arena arena(1u << 20, 0);
    Parts parts;
    const MultipartOutcome outcome = read_multipart(
        "multipart/form-data; boundary=B", with_line_ends(one_part("; name=n", value)), {}, arena, parts);
    EXPECT_EQ(outcome.error, MultipartError::kNone);
    EXPECT_FALSE(outcome.flags.lf_line);
    EXPECT_TRUE(parts.text().ends_with("field n=" + value + "\n")) << bytes;
  }
}

TEST(MultipartTest, HeadersHaveMaxima) {
  const auto error_of = [](const std::string& headers) {
    Arena arena(1u << 20, 0);
    Parts parts;
    const std::string body = "--B~" + headers + "Content-Disposition: form-data; name=n~~v~--B--~";
    return read_multipart("multipart/form-data; boundary=B", with_line_ends(body), {}, arena, parts).error;
  };
  EXPECT_EQ(error_of("a:" + std::string(4'091, 'x') + "~"), MultipartError::kNone);
  EXPECT_EQ(error_of("a:" + std::string(4'092, 'x') + "~"), MultipartError::kHeaderLineTooLong);
  EXPECT_EQ(error_of("a:" + std::string(9'000, 'x') + "~"), MultipartError::kHeaderLineTooLong);
  EXPECT_EQ(error_of("a:" + std::string(4'000, 'x') + "~ " + std::string(95, 'y') + "~"),
            MultipartError::kNone);
  EXPECT_EQ(error_of("a:" + std::string(4'000, 'x') + "~ " + std::string(96, 'y') + "~"),
            MultipartError::kHeaderTooLong);
  std::string headers;
  for (std::size_t i = 0; i + 1 < kPartHeadersMax; ++i) headers += "h" + std::to_string(i) + ":~";
  EXPECT_EQ(error_of(headers), MultipartError::kNone);
  EXPECT_EQ(error_of(headers + "h:~"), MultipartError::kHeadersTooMany);
}

TEST(MultipartTest, FilesHaveAMaximum) {
  std::string body;
  for (int i = 0; i < 3; ++i)
    body += "--B~Content-Disposition: form-data; name=n; filename=f" + std::to_string(i) + "~~content~";
  body = with_line_ends(body + "--B--~");
  for (const std::uint32_t files_max : {0u, 2u, 3u}) {
    Arena arena(1u << 20, 0);
    Parts parts;
    const MultipartOutcome outcome =
        read_multipart("multipart/form-data; boundary=B", body, {.files_max = files_max}, arena, parts);
    const bool exceeded = files_max == 2;
    EXPECT_EQ(outcome.flags.file_limit_exceeded, exceeded);
    EXPECT_EQ(outcome.error, exceeded ? MultipartError::kFilesTooMany : MultipartError::kNone);
    EXPECT_EQ(outcome.files_count, 3u);
    EXPECT_EQ(outcome.files_bytes, 3u * 7);
    EXPECT_NE(parts.text().find(exceeded ? "file n|f2=\n" : "file n|f2=content\n"), std::string::npos);
  }
}

TEST(MultipartTest, CountsWhatIsNoFile) {
  const std::string header = with_line_ends("Content-Disposition: form-data; name=n; filename=f~~");
  Arena arena(1u << 20, 0);
  Parts parts;
  const MultipartOutcome file =
      read_multipart("multipart/form-data; boundary=B",
                     with_line_ends(one_part("; name=n; filename=f", "content")), {}, arena, parts);
  EXPECT_EQ(file.bytes_without_files, header.size());
  const MultipartOutcome field = read_multipart(
      "multipart/form-data; boundary=B", with_line_ends(one_part("; name=n", "content")), {}, arena, parts);
  EXPECT_EQ(field.bytes_without_files, header.size() - std::string_view("; filename=f").size() + 7);
}

TEST(MultipartTest, StopsWhereverTheSinkDoes) {
  const std::string body = with_line_ends(
      "--B~Content-Disposition: form-data; name=n; filename=f~~v~--B~Content-Disposition: form-data; "
      "name=m~~w~--B--~");
  std::string before;
  for (std::size_t lines_max = 0; lines_max <= 7; ++lines_max) {
    Arena arena(1u << 20, 0);
    Parts parts(lines_max);
    const MultipartOutcome outcome =
        read_multipart("multipart/form-data; boundary=B", body, {}, arena, parts);
    EXPECT_EQ(outcome.stop, lines_max < 7 ? ReadStop::kSink : ReadStop::kNone) << lines_max;
    EXPECT_TRUE(parts.text().starts_with(before));
    before = parts.text();
  }
  Arena none(0, 0);
  Parts parts;
  EXPECT_EQ(read_multipart("multipart/form-data; boundary=B", body, {}, none, parts).stop, ReadStop::kMemory);
}

}  // namespace
}  // namespace bulkhead::http
