// What is wrong in a translation must be found before people see it: unknown and missing phrases,
// placeholders that nothing fills, files that are no text. An agency's own file needs to hold only what it
// changes.

#include "policy/translations.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "os/temporary_folder_for_test.h"

namespace bulkhead::policy {
namespace {

constexpr std::array<WantedPhrase, 3> kWanted = {{
    {"closed_title", "{service}: closed"},
    {"when", "{day} {month}, {time} UTC"},
    {"questions", "Questions"},
}};

// "LINE:COLUMN severity key [found] message", one a line.
std::string told(const std::vector<Diagnostic>& diagnostics) {
  std::string all;
  for (const Diagnostic& found : diagnostics) {
    all += std::to_string(found.line) + ":" + std::to_string(found.column);
    all += found.severity == Diagnostic::Severity::kError ? " error " : " warning ";
    all += found.key + " [" + found.offending + "] " + found.message + "\n";
  }
  return all;
}

TEST(TranslationsTest, a_right_file_is_read) {
  std::map<std::string, std::string> phrases = {{"questions", "old"}};
  const auto diagnostics = read_translation(
      "# words\nclosed_title: \"{service}: mbyllur\"\nquestions: Pyetje\n", "sq.yaml", kWanted, phrases);
  EXPECT_EQ(told(diagnostics), "");
  EXPECT_EQ(phrases, (std::map<std::string, std::string>{{"closed_title", "{service}: mbyllur"},
                                                         {"questions", "Pyetje"}}));
}

TEST(TranslationsTest, what_is_wrong_in_a_file) {
  struct Case {
    std::string_view name;
    std::string_view source;
    std::string_view expected;  // A part of what is told.
    std::string_view hint;      // A part of the first hint.
  };
  const std::vector<Case> cases = {
      {"unknown key", "question: x", "1:1 error question [question] no phrase has this key",
       "did you mean questions?"},
      {"unknown key without a like", "zzz: x", "no phrase has this key", "translations/en.yaml"},
      {"unknown placeholder", "closed_title: \"{service} {servce}\"",
       "error closed_title [{servce}] is no placeholder", "{service}"},
      {"placeholder where there are none", "questions: \"{service}?\"",
       "error questions [{service}] is no placeholder", "has no placeholders"},
      {"lone brace", "closed_title: \"{service} }\"", "[}] a brace that belongs to no placeholder",
       "{service}"},
      {"placeholder with blanks", "closed_title: \"{service} { service }\"",
       "a brace that belongs to no placeholder", ""},
      {"placeholder in capitals", "closed_title: \"{service} {SERVICE}\"",
       "a brace that belongs to no placeholder", ""},
      {"placeholder left out", "when: \"{day} {month}\"", "warning when", "{time}"},
      {"twice", "questions: a\nquestions: b", "2:1 error questions [questions] the key is given twice", ""},
      {"no text", "questions: 12", "error questions", ""},
      {"a list", "questions: [a]", "error questions", ""},
      {"blank", "questions: \"  \"", "error questions", ""},
      {"line break", "questions: \"a\\nb\"", "error questions", ""},
      {"no mapping", "- questions", "error", ""},
      {"no YAML", "questions: \"", "error", ""},
      {"empty", "", "error", ""},
      {"no UTF-8", "questions: \xff", "1:12 error", "UTF-8"},
  };
  for (const Case& c : cases) {
    std::map<std::string, std::string> phrases;
    const auto diagnostics = read_translation(c.source, "sq.yaml", kWanted, phrases);
    ASSERT_FALSE(diagnostics.empty()) << c.name;
    EXPECT_NE(told(diagnostics).find(c.expected), std::string::npos) << c.name << ": " << told(diagnostics);
    EXPECT_NE(diagnostics[0].hint.find(c.hint), std::string::npos) << c.name << ": " << diagnostics[0].hint;
    EXPECT_EQ(diagnostics[0].file, "sq.yaml") << c.name;
  }
}

TEST(TranslationsTest, a_phrase_has_so_many_bytes_and_no_more) {
  std::map<std::string, std::string> phrases;
  const std::string fits(TranslationLimits::kPhraseBytesMax, 'x');
  EXPECT_EQ(told(read_translation("questions: " + fits, "sq.yaml", kWanted, phrases)), "");
  EXPECT_NE(told(read_translation("questions: " + fits + "x", "sq.yaml", kWanted, phrases)), "");
}

/// Two folders of translations: the shipped ones and the agency's.
class FoldersTest : public testing::Test {
 protected:
  FoldersTest() {
    for (const char* name : {"shipped", "own"}) std::filesystem::create_directory(folder(name));
  }

  std::string folder(const char* name) const { return root_.file(name); }
  void write(const std::string& file, std::string_view text) { std::ofstream(root_.file(file)) << text; }

  TranslationReading read(const std::vector<std::string>& languages) {
    const std::vector<std::string> folders = {folder("shipped"), folder("own")};
    return read_translations(folders, languages, kWanted);
  }

  os::TemporaryFolderForTest root_;
};

constexpr std::string_view kAlbanian =
    "closed_title: \"{service}: mbyllur\"\nwhen: \"{day} {month}, {time}\"\nquestions: Pyetje\n";

TEST_F(FoldersTest, the_agency_s_phrases_win_and_the_rest_shows_through) {
  write("shipped/sq.yaml", kAlbanian);
  write("own/sq.yaml", "questions: Na pyesni\n");
  const TranslationReading reading = read({"sq", "en"});
  EXPECT_EQ(told(reading.diagnostics), "");
  ASSERT_TRUE(reading.table.has_value());
  EXPECT_EQ(reading.table->at("sq").at("questions"), "Na pyesni");
  EXPECT_EQ(reading.table->at("sq").at("closed_title"), "{service}: mbyllur");
  EXPECT_EQ(reading.table->at("en").at("questions"), "Questions");
}

TEST_F(FoldersTest, each_missing_phrase_is_named_with_its_english) {
  write("shipped/sq.yaml", "questions: Pyetje\n");
  const TranslationReading reading = read({"sq"});
  EXPECT_FALSE(reading.table.has_value());
  EXPECT_EQ(told(reading.diagnostics),
            "0:0 error closed_title [] the phrase is missing in language sq\n"
            "0:0 error when [] the phrase is missing in language sq\n");
  EXPECT_EQ(reading.diagnostics[0].hint, "in English: {service}: closed");
  EXPECT_EQ(reading.diagnostics[0].file, folder("own") + "/sq.yaml");
}

TEST_F(FoldersTest, a_language_without_a_file_is_said_once) {
  const TranslationReading reading = read({"sq"});
  EXPECT_FALSE(reading.table.has_value());
  EXPECT_EQ(told(reading.diagnostics), "0:0 error  [] there are no phrases for language sq\n");
  EXPECT_NE(reading.diagnostics[0].hint.find(folder("shipped") + "/sq.yaml"), std::string::npos);
}

TEST_F(FoldersTest, a_warning_keeps_nobody_from_going_on) {
  write("shipped/sq.yaml", kAlbanian);
  write("own/sq.yaml", "closed_title: Mbyllur\n");
  const TranslationReading reading = read({"sq"});
  EXPECT_EQ(told(reading.diagnostics), "1:15 warning closed_title [Mbyllur] leaves out {service}\n");
  EXPECT_TRUE(reading.table.has_value());
}

TEST_F(FoldersTest, a_file_has_so_many_bytes_and_no_more) {
  const std::string pad(TranslationLimits::kFileBytesMax - kAlbanian.size() - 1, '#');
  write("shipped/sq.yaml", pad + "\n" + std::string(kAlbanian));
  EXPECT_EQ(told(read({"sq"}).diagnostics), "");
  write("shipped/sq.yaml", pad + "#\n" + std::string(kAlbanian));
  EXPECT_FALSE(read({"sq"}).table.has_value());
}

TEST_F(FoldersTest, so_many_folders_and_no_more) {
  write("shipped/sq.yaml", kAlbanian);
  const std::vector<std::string> languages = {"sq"};
  std::vector<std::string> folders(TranslationLimits::kFoldersMax, folder("shipped"));
  EXPECT_TRUE(read_translations(folders, languages, kWanted).table.has_value());
  folders.push_back(folder("shipped"));
  EXPECT_FALSE(read_translations(folders, languages, kWanted).table.has_value());
}

}  // namespace
}  // namespace bulkhead::policy
