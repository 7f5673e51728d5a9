// Whatever a client or an operator writes must stay a value at the place where it ends up: it opens no
// markup, ends no string, starts no line, moves no cursor. The same hostile strings go through every sink,
// and each sink states what its output may never contain. A second table pins the exact spellings.

#include "base/escape.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"

namespace bulkhead {
namespace {

using namespace std::string_literals;

std::string every_byte() {
  std::string text;
  for (int byte = 0; byte < 256; ++byte) text.push_back(static_cast<char>(byte));
  return text;
}

// clang-format off
const std::vector<std::string>& hostile_strings() {
  static const std::vector<std::string> kStrings{
      "",
      "plain text",
      "<script>alert(1)</script>",
      "</script><svg onload=x>",
      "\" onmouseover=\"x",
      "' onmouseover='x",
      "&lt;&amp;",
      "]]>",
      "\",\"admin\":true,\"x\":\"",
      "\\\"",
      "\\",
      "line\r\nSet-Cookie: a=b\r\n\r\n<p>",
      "2026-07-17 ERROR forged\n2026-07-17 INFO line",
      "\x1b[2J\x1b[1;31mred\x1b]0;title\x07",
      "\xc2\x9b[2J",                          // C1 CSI as UTF-8
      "\x9b[2J",                              // the same as a bare byte
      "abc\xe2\x80\xae" "fdp.exe",            // right-to-left override; NOLINT(bugprone-suspicious-missing-comma)
      "\xe2\x81\xa6isolate\xe2\x81\xa9",      // U+2066, U+2069
      "\xe2\x80\xa8line\xe2\x80\xa9paragraph",  // U+2028, U+2029
      "\xf3\xa0\x81\x81tag",                  // U+E0041, an invisible tag letter
      "\xef\xbb\xbf" "bom",
      "\xef\xbf\xbe\xef\xbf\xbf",             // U+FFFE, U+FFFF
      "nul\0inside"s,
      "del\x7f",
      "overlong \xc0\xaf \xe0\x80\xbc",       // "/" and "<" in too many bytes
      "surrogate \xed\xa0\x80",
      "beyond \xf4\x90\x80\x80",
      "cut short \xe2\x80",
      "Shërbimi është i mbyllur",
      "الخدمة مغلقة",
      "🚪",
      "$host ${uri}; } location / {",
      every_byte(),
  };
  return kStrings;
}
// clang-format on

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> points;
  for (; !text.empty(); text.remove_prefix(first_code_point(text).bytes))
    points.push_back(first_code_point(text).value);
  return points;
}

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

// Every `character` in `text` stands directly behind a backslash that is not itself escaped.
bool always_escaped(std::string_view text, char character) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;  // whatever follows is escaped
    else if (text[i] == character)
      return false;
  }
  return true;
}

// A final lone backslash would escape the quote that the caller puts behind the value.
bool ends_inside_escape(std::string_view text) {
  bool inside = false;
  for (const char character : text) inside = !inside && character == '\\';
  return inside;
}

struct Sink {
  std::string name;
  std::string (*escape)(std::string_view);
  std::function<bool(char32_t)> forbidden;  // code points that never come out
  bool backslashes = false;                 // the sink's own escape is the backslash
};

const std::vector<Sink>& sinks() {
  static const auto kControlOrSeparator = [](char32_t p) {
    return is_control(p) || p == 0x2028 || p == 0x2029;
  };
  static const std::vector<Sink> kSinks{
      {"html", escape_html,
       [](char32_t p) {
         const bool harmless = p == '\t' || p == '\n' || p == '\r';
         return (is_control(p) && !harmless) || p == '<' || p == '>' || p == '"' || p == '\'' ||
                p == 0xFFFE || p == 0xFFFF;
       }},
      {"json", escape_json,
       [](char32_t p) { return kControlOrSeparator(p) || p == '<' || p == '>' || p == '&'; }, true},
      {"log", escape_log, kControlOrSeparator, true},
      {"terminal", escape_terminal,
       [](char32_t p) {
         const bool bidi = (p >= 0x202A && p <= 0x202E) || (p >= 0x2066 && p <= 0x2069) || p == 0x200E ||
                           p == 0x200F || p == 0x061C;
         return kControlOrSeparator(p) || bidi || p == 0xFEFF || (p >= 0xE0000 && p <= 0xE007F);
       }},
      {"header", escape_header, [](char32_t p) { return p < 0x20 || p > 0x7E; }},
      {"structured", escape_structured, [](char32_t p) { return p < 0x20 || p > 0x7E; }, true},
  };
  return kSinks;
}

TEST(Escape, NothingHostileLeavesAnySink) {
  for (const Sink& sink : sinks()) {
    for (const std::string& text : hostile_strings()) {
      const std::string out = sink.escape(text);
      SCOPED_TRACE(sink.name + ": " + escape_terminal(text) + " -> " + escape_terminal(out));
      EXPECT_TRUE(is_utf8(out));
      for (const char32_t point : code_points(out))
        EXPECT_FALSE(sink.forbidden(point)) << std::hex << unsigned(point);
      if (sink.backslashes) {
        EXPECT_TRUE(always_escaped(out, '"'));
        EXPECT_FALSE(ends_inside_escape(out));
      }
    }
  }
}

TEST(Escape, HtmlAmpersandsOnlyBeginOurOwnReferences) {
  for (const std::string& text : hostile_strings()) {
    const std::string out = escape_html(text);
    for (std::size_t at = out.find('&'); at != std::string::npos; at = out.find('&', at + 1)) {
      const std::string_view rest = std::string_view(out).substr(at);
      EXPECT_TRUE(rest.starts_with("&amp;") || rest.starts_with("&lt;") || rest.starts_with("&gt;") ||
                  rest.starts_with("&quot;") || rest.starts_with("&#39;"))
          << out;
    }
  }
}

// Linear cost includes the output: no input grows by more than a small factor.
TEST(Escape, OutputIsAtMostSixTimesTheInput) {
  for (const Sink& sink : sinks())
    for (const std::string& text : hostile_strings())
      EXPECT_LE(sink.escape(text).size(), 6 * text.size()) << sink.name;
}

TEST(Escape, Spellings) {
  struct Case {
    const char* name;
    std::string (*escape)(std::string_view);
    std::string text;
    std::string expected;
  };
  const std::vector<Case> cases{
      {"html markup", escape_html, "<a href=\"x\" id='y'>&",
       "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;"},
      {"html keeps line breaks", escape_html, "a\n\tb", "a\n\tb"},
      {"html replaces what XML cannot say", escape_html, "a\x01z\xef\xbf\xbe", "a\xef\xbf\xbdz\xef\xbf\xbd"},
      {"json short escapes", escape_json, "\"\\\b\f\n\r\t", "\\\"\\\\\\b\\f\\n\\r\\t"},
      {"json control", escape_json, "\x01\x7f", "\\u0001\\u007f"},
      {"json in a script element", escape_json, "</script>&", "\\u003c/script\\u003e\\u0026"},
      {"json line separator", escape_json, "\xe2\x80\xa8", "\\u2028"},
      {"json keeps letters", escape_json, "ë🚪", "ë🚪"},
      {"log line break", escape_log, "a\r\nb\t\x1b", "a\\r\\nb\\t\\x1b"},
      {"log C1", escape_log, "\xc2\x9b", "\\u009b"},
      {"log quote and backslash", escape_log, "\"\\n", "\\\"\\\\n"},
      {"terminal quote stays", escape_terminal, "\"Tax\"", "\"Tax\""},
      {"terminal override", escape_terminal, "\xe2\x80\xae", "\\u202e"},
      {"terminal tag letter", escape_terminal, "\xf3\xa0\x81\x81", "\\U000e0041"},
      {"header", escape_header, "a\r\nb ë", "a??b ?"},
      {"structured", escape_structured, "say \"hi\\\" ë", "say \\\"hi\\\\\\\" ?"},
      {"ill-formed bytes become one mark each", escape_html, "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
      {"a cut sequence becomes one mark", escape_html, "x\xe2\x80", "x\xef\xbf\xbd"},
  };
  for (const Case& c : cases) EXPECT_EQ(c.escape(c.text), c.expected) << c.name;
}

TEST(Escape, NginxSafe) {
  for (const char* safe : {"", "Tax filing", "/srv/www/x", "a;b{c}#d", "ë"})
    EXPECT_TRUE(is_nginx_safe(safe)) << safe;
  const std::vector<std::string> unsafe{"$host", "a\"b", "a'b",      "a\\b",    "a\nb",
                                        "a\0b"s, "\x7f", "\xc0\xaf", "\xc2\x85"};
  for (const std::string& text : unsafe) EXPECT_FALSE(is_nginx_safe(text)) << escape_terminal(text);
}

TEST(Escape, CutKeepsWholeSequencesAndTheLimit) {
  EXPECT_EQ(cut("abcdef", 6), "abcdef");
  EXPECT_EQ(cut("abcdefg", 6), "abc…");
  EXPECT_EQ(cut("ëëëë", 6), "ë…");  // 3 bytes are left for letters of 2
  EXPECT_EQ(cut("🚪🚪", 7), "🚪…");
  EXPECT_EQ(cut("🚪🚪", 6), "…");
  EXPECT_EQ(cut("abc", 2), "ab");
  EXPECT_EQ(cut("abc", 0), "");
  for (const std::string& text : hostile_strings()) {
    for (std::size_t bytes_max = 0; bytes_max < 40; ++bytes_max) {
      const std::string out = cut(text, bytes_max);
      EXPECT_LE(out.size(), bytes_max);
      if (is_utf8(text)) {
        EXPECT_TRUE(is_utf8(out)) << escape_terminal(text) << " at " << bytes_max;
      }
    }
  }
}

}  // namespace
}  // namespace bulkhead
