// A person must get the page in the best of our languages that the browser asks for, a program must get JSON,
// and no field, however made, may cost more than its length or choose what is not there.

#include "answers/negotiate.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace bulkhead::answers {
namespace {

struct LanguageCase {
  std::string_view name;
  std::string_view field;
  std::string_view expected;
};

// The agency's languages: Albanian first.
constexpr std::array<std::string_view, 4> kLanguages = {"sq", "en", "sr-latn", "ar"};

const std::vector<LanguageCase> kLanguageCases = {
    {"nothing sent", "", "sq"},
    {"exact", "en", "en"},
    {"case does not matter", "EN", "en"},
    {"region is cut off", "en-GB", "en"},
    {"several subtags are cut off", "ar-Arab-EG", "ar"},
    {"extension is cut off with its singleton", "en-a-bcd", "en"},
    {"order counts among equals", "ar,en", "ar"},
    {"quality counts before order", "en;q=0.5,ar;q=0.9", "ar"},
    {"unknown ones are passed over", "fr-FR,fr;q=0.9,en;q=0.8", "en"},
    {"none is known", "fr,de;q=0.9", "sq"},
    {"a range is no prefix of letters", "eng", "sq"},
    {"a range finds a longer tag", "sr", "sr-latn"},
    {"but not a different script", "sr-Cyrl", "sq"},
    {"star is the first that is not named", "en;q=0.1,*", "sq"},
    {"star when the first is named", "sq;q=0.1,*;q=0.5", "en"},
    {"star alone", "*", "sq"},
    {"refused one is not the fallback", "sq;q=0", "en"},
    {"refused by star, kept by name", "*;q=0,ar;q=0.1", "ar"},
    {"refused region does not refuse the language", "sq-AL;q=0", "sq"},
    {"everything refused", "*;q=0", "sq"},
    {"blanks and empty elements", " , ,\ten ; q=0.9 ,", "en"},
    {"quality with three digits", "en;q=0.001,ar;q=0.002", "ar"},
    {"quality that is none counts as zero", "ar;q=2,ar;q=x,ar;q=-1,ar;q=0.5555,en;q=0.1", "en"},
    {"q in capitals", "en;Q=0.1,ar;Q=0.2", "ar"},
    {"other parameters are passed over", "ar;level=1;q=0.1,en;q=0.2;x=y", "en"},
    {"hyphens without letters", "-,--,en-,-en", "sq"},
    {"bytes that are no text", "\xff\xfe,\x01;q=1,en;q=0.1", "en"},
};

TEST(NegotiateTest, languages) {
  for (const LanguageCase& c : kLanguageCases) {
    EXPECT_EQ(kLanguages[choose_language(c.field, kLanguages)], c.expected) << c.name << ": " << c.field;
  }
}

TEST(NegotiateTest, one_language_is_always_that_one) {
  const std::array<std::string_view, 1> only = {"sq"};
  for (const LanguageCase& c : kLanguageCases) EXPECT_EQ(choose_language(c.field, only), 0u) << c.name;
}

TEST(NegotiateTest, looks_at_so_many_bytes_and_no_more) {
  const std::string tail = ",en";
  const std::string fits = std::string(kFieldBytesMax - tail.size(), 'x') + tail;
  ASSERT_EQ(fits.size(), kFieldBytesMax);
  EXPECT_EQ(kLanguages[choose_language(fits, kLanguages)], "en");
  EXPECT_EQ(kLanguages[choose_language("x" + fits, kLanguages)], "sq");
  // What the cut would leave of "en-…" is not taken for "en".
  const std::string cut = "ar;q=0.1," + std::string(kFieldBytesMax - 12, ' ') + "en" + "xxxx";
  EXPECT_EQ(kLanguages[choose_language(cut, kLanguages)], "ar");
  EXPECT_EQ(kLanguages[choose_language(std::string(1u << 20, 'e'), kLanguages)], "sq");
}

TEST(NegotiateTest, looks_at_so_many_ranges_and_no_more) {
  std::string field;
  for (std::size_t i = 0; i + 1 < kRangesMax; ++i) field += "fr,";
  EXPECT_EQ(kLanguages[choose_language(field + "en", kLanguages)], "en");
  EXPECT_EQ(kLanguages[choose_language(field + "fr,en", kLanguages)], "sq");
}

struct FormatCase {
  std::string_view name;
  std::string_view field;
  Format expected;
};

const std::vector<FormatCase> kFormatCases = {
    {"firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format::kHtml},
    {"chrome",
     "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
     "application/signed-exchange;v=b3;q=0.7",
     Format::kHtml},
    {"lynx", "text/html, text/plain, text/sgml, text/css, application/xhtml+xml, */*;q=0.01", Format::kHtml},
    {"any text", "text/*", Format::kHtml},
    {"capitals", "Text/HTML", Format::kHtml},
    {"curl, fetch()", "*/*", Format::kProblemJson},
    {"nothing sent", "", Format::kProblemJson},
    {"an API client", "application/json", Format::kProblemJson},
    {"axios", "application/json, text/plain, */*", Format::kProblemJson},
    {"problem documents only", "application/problem+json", Format::kProblemJson},
    {"JSON rather than HTML", "application/json, text/html;q=0.9", Format::kProblemJson},
    {"both alike: perhaps a person", "application/json, text/html", Format::kHtml},
    {"HTML refused", "text/html;q=0, */*", Format::kProblemJson},
    {"an image", "image/avif,image/webp,*/*;q=0.8", Format::kProblemJson},
    {"no type at all", ";;;,/,=", Format::kProblemJson},
};

TEST(NegotiateTest, formats) {
  for (const FormatCase& c : kFormatCases)
    EXPECT_EQ(choose_format(c.field), c.expected) << c.name << ": " << c.field;
}

}  // namespace
}  // namespace bulkhead::answers
