// The compiler leaves out values of letters, digits and underscores alone for @detectSQLi, and for @detectXSS values that have
// neither `<` nor `=` (compile/rules/needs.cc). Libinjection itself must find nothing in any such value.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
int libinjection_sqli(const char* text, std::size_t bytes, char fingerprint[8]);
int libinjection_xss(const char* text, std::size_t bytes);
}

namespace bulkhead::oracle {
namespace {

constexpr std::string_view kWordBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

// Whether either finds something; says what, the first times.
std::size_t found(const std::string& value) {
  static int said = 0;
  char fingerprint[8] = {};
  const bool sqli = libinjection_sqli(value.data(), value.size(), fingerprint) != 0;
  const bool xss = libinjection_xss(value.data(), value.size()) != 0;
  if ((sqli || xss) && said++ < 20) {
    ADD_FAILURE() << value << (sqli ? std::string(" is SQL ") + fingerprint : " is markup");
  }
  return sqli || xss ? 1 : 0;
}

// Every text of `alphabet` with up to `bytes_max` bytes.
void try_all(std::string_view alphabet, std::size_t bytes_max, std::string& value, std::size_t& finds) {
  finds += found(value);
  if (value.size() == bytes_max) return;
  for (const char c : alphabet) {
    value += c;
    try_all(alphabet, bytes_max, value, finds);
    value.pop_back();
  }
}

TEST(InjectionWords, NothingIsFoundInAnyWordOfUpToThreeBytes) {
  std::size_t finds = 0;
  std::string value;
  try_all(kWordBytes, 3, value, finds);
  EXPECT_EQ(finds, 0u);
}

// The bytes that begin numbers and texts of special forms: 0x1f, 1e5, 0b1, b01, x01, n, q, u, and $-less money.
TEST(InjectionWords, NorInLongerOnesOfTheBytesThatMeanMost) {
  for (const std::string_view alphabet : {"01exb_nq", "0aeuxN_1"}) {
    std::size_t finds = 0;
    std::string value;
    try_all(alphabet, 6, value, finds);
    EXPECT_EQ(finds, 0u) << alphabet;
  }
}

TEST(InjectionWords, NorInAMillionThatChanceMakes) {
  const char* given = std::getenv("BULKHEAD_ORACLE_SEED");
  const unsigned long seed = given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
  std::mt19937_64 random(seed);
  std::size_t finds = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    std::string value(4 + random() % (i % 100 == 0 ? 400 : 28), ' ');
    for (char& c : value) c = kWordBytes[random() % kWordBytes.size()];
    finds += found(value);
  }
  EXPECT_EQ(finds, 0u) << "BULKHEAD_ORACLE_SEED=" << seed;
}

const std::vector<std::string>& words() {
  static const std::vector<std::string> all = {
      "select",     "union",        "insert",       "update",      "delete",  "drop",
      "exec",       "execute",      "sp_password",  "xp_cmdshell", "or",      "and",
      "xor",        "not",          "null",         "true",        "false",   "like",
      "rlike",      "regexp",       "between",      "having",      "where",   "group",
      "order",      "by",           "limit",        "into",        "outfile", "dumpfile",
      "load_file",  "benchmark",    "sleep",        "pg_sleep",    "waitfor", "delay",
      "version",    "user",         "current_user", "database",    "schema",  "information_schema",
      "table",      "create",       "alter",        "truncate",    "declare", "set",
      "cast",       "convert",      "char",         "chr",         "ascii",   "hex",
      "unhex",      "if",           "else",         "case",        "when",    "then",
      "end",        "begin",        "as",           "is",          "in",      "exists",
      "all",        "any",          "some",         "binary",      "collate", "utf8_general_ci",
      "div",        "mod",          "sounds",       "shutdown",    "grant",   "revoke",
      "merge",      "use",          "onerror",      "onload",      "onclick", "onmouseover",
      "onfocus",    "onblur",       "onabort",      "script",      "style",   "iframe",
      "object",     "embed",        "svg",          "xss",         "xmlns",   "xlink",
      "javascript", "vbscript",     "data",         "href",        "src",     "action",
      "formaction", "dataformatas", "datasrc",      "expression",  "import",  "doctype",
      "entity",     "xml",          "view_source",  "sqli",        "1e5",     "0x1f",
      "0b01",       "x1f",          "b01",          "nq",          "1ee",     "1e",
      "0x",         "0b",           "12e4or",       "1or1",        "9union"};
  return all;
}

// Markup made of everything that means something in it, but for the two bytes that have to be there.
TEST(InjectionWords, NoMarkupWithoutATagOrAValue) {
  static constexpr std::string_view kPieces[] = {
      ">",          "/",           "/>",        "--",       "-->",         "!--",
      "!",          "!doctype ",   "!ENTITY",   "![CDATA[", "]]>",         "?",
      "?xml",       "%",           "&#60;",     "&lt;",     "&#x3d;",      "\"",
      "'",          "`",           " ",         "\t",       "\n",          "\f",
      "\v",         ":",           ";",         "(",        ")",           "{",
      "}",          "script",      "iframe",    "svg",      "style",       "onload",
      "onerror",    "onclick",     "href",      "src",      "xmlns",       "xlink:href",
      "formaction", "javascript:", "vbscript:", "data:",    "expression(", "alert(1)",
      "x",          "1",           "IMPORT",    "[if",      "\\",          std::string_view("\0", 1),
      "\xff",       "\xe2\x80\xa8"};
  std::mt19937_64 random(20'221'117);
  std::size_t finds = 0;
  for (int i = 0; i < 2'000'000; ++i) {
    std::string value;
    for (std::size_t pieces = 1 + random() % 12; pieces > 0; --pieces)
      value += kPieces[random() % std::size(kPieces)];
    if (libinjection_xss(value.data(), value.size()) != 0 && ++finds < 20) ADD_FAILURE() << value;
  }
  // And all bytes but the two, at random.
  for (int i = 0; i < 1'000'000; ++i) {
    std::string value(1 + random() % 40, ' ');
    for (char& c : value) {
      do {
        c = static_cast<char>(random());
      } while (c == '<' || c == '=');
    }
    if (libinjection_xss(value.data(), value.size()) != 0 && ++finds < 20) ADD_FAILURE() << value;
  }
  EXPECT_EQ(finds, 0u);
}

TEST(InjectionWords, NorInKeywordsAloneInAnyCaseOrGluedTogether) {
  std::size_t finds = 0;
  for (const std::string& first : words()) {
    std::string upper = first;
    std::ranges::transform(upper, upper.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    finds += found(first) + found(upper) + found("1" + first) + found(first + "1") + found("1_" + first);
    for (const std::string& second : words()) {
      finds += found(first + second) + found(first + "_" + second) + found("1" + first + "1" + second + "1");
    }
  }
  EXPECT_EQ(finds, 0u);
}

// The words that libinjection knows stand in its library as texts: every run of word bytes in it is tried.
TEST(InjectionWords, NorInAnyWordThatTheLibraryHolds) {
  std::string path;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line) && path.empty();) {
    const std::size_t at = line.find('/');
    if (at != std::string::npos && line.find("libmodsecurity") != std::string::npos) path = line.substr(at);
  }
  std::ifstream in(path, std::ios::binary);
  if (path.empty() || !in) GTEST_SKIP() << "libmodsecurity's file was not found among the libraries loaded";
  std::size_t finds = 0;
  std::size_t tried = 0;
  std::string word;
  for (char c = 0; in.get(c);) {
    if (kWordBytes.find(c) != std::string_view::npos) {
      word += c;
      continue;
    }
    if (word.size() > 1) {
      ++tried;
      finds += found(word);
      // Fingerprints stand there as "0" and their letters.
      if (word[0] == '0') finds += found(word.substr(1));
    }
    word.clear();
  }
  EXPECT_EQ(finds, 0u);
  EXPECT_GT(tried, 9'000u) << path;
}

}  // namespace
}  // namespace bulkhead::oracle
