// The translation files that are shipped must fit the phrases that the code uses: every phrase in every
// language, no other, placeholders as in English; and en.yaml says word for word what stands in for it when
// it is away.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "answers/phrases.h"
#include "os/file.h"
#include "policy/translations.h"

namespace bulkhead {
namespace {

const std::string kSource = BULKHEAD_SOURCE_DIR;

std::vector<policy::WantedPhrase> wanted() {
  std::vector<policy::WantedPhrase> all;
  for (const answers::PhraseEntry& entry : answers::phrases()) all.push_back({entry.key, entry.english});
  return all;
}

std::string told(const std::vector<policy::Diagnostic>& diagnostics) {
  std::string all;
  for (const policy::Diagnostic& found : diagnostics) {
    all += found.file + ":" + std::to_string(found.line) + " " + found.key + ": " + found.message + " (" +
           found.hint + ")\n";
  }
  return all;
}

TEST(ShippedTranslations, are_complete_and_right) {
  const std::vector<std::string> folders = {kSource + "/translations",
                                            kSource + "/tests/browser/translations"};
  const std::vector<std::string> languages = {"en", "sq", "ar"};
  const policy::TranslationReading reading = policy::read_translations(folders, languages, wanted());
  EXPECT_EQ(told(reading.diagnostics), "");
  ASSERT_TRUE(reading.table.has_value());
  for (const std::string& language : languages)
    EXPECT_EQ(reading.table->at(language).size(), answers::kPhrases) << language;
}

TEST(ShippedTranslations, english_file_is_the_built_in_english) {
  const Result<std::string> file =
      os::read_file(kSource + "/translations/en.yaml", policy::TranslationLimits::kFileBytesMax);
  ASSERT_TRUE(file.has_value());
  std::map<std::string, std::string> phrases;
  EXPECT_EQ(told(policy::read_translation(*file, "en.yaml", wanted(), phrases)), "");
  for (const answers::PhraseEntry& entry : answers::phrases())
    EXPECT_EQ(phrases[std::string(entry.key)], entry.english) << entry.key;
}

// Translators work from the files alone: each phrase is explained in both.
TEST(ShippedTranslations, explain_each_phrase) {
  for (const char* name : {"en", "sq"}) {
    const Result<std::string> file =
        os::read_file(kSource + "/translations/" + name + ".yaml", policy::TranslationLimits::kFileBytesMax);
    ASSERT_TRUE(file.has_value());
    for (const answers::PhraseEntry& entry : answers::phrases()) {
      if (entry.description.starts_with("As month_1")) continue;
      const std::string expected =
          "# " + std::string(entry.description) + "\n" + std::string(entry.key) + ": ";
      EXPECT_NE(file->find(expected), std::string::npos) << name << ".yaml: " << expected;
    }
  }
}

}  // namespace
}  // namespace bulkhead
