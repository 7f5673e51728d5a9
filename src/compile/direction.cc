#include "compile/direction.h"

#include <algorithm>
#include <array>
#include <string>

namespace bulkhead::compile {
namespace {

// Scripts (ISO 15924) and languages (ISO 639) in living use; suppressed or default scripts per the IANA
// subtag registry.
constexpr std::array<std::string_view, 9> kScripts = {"adlm", "arab", "aran", "hebr", "nkoo",
                                                      "rohg", "samr", "syrc", "thaa"};
constexpr std::array<std::string_view, 17> kLanguages = {"ar",  "arc", "ckb", "dv",  "fa", "he",
                                                         "iw",  "ks",  "nqo", "prs", "ps", "sd",
                                                         "syr", "ug",  "ur",  "yi",  "ji"};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

}  // namespace

bool is_right_to_left(std::string_view language_tag) {
  const std::string tag = lower(language_tag);
  const std::string_view language = std::string_view(tag).substr(0, tag.find('-'));
  for (std::size_t dash = tag.find('-'); dash != std::string::npos; dash = tag.find('-', dash + 1)) {
    const std::string_view subtag =
        std::string_view(tag).substr(dash + 1, tag.find('-', dash + 1) - dash - 1);
    // A single letter begins an extension: what follows is no script.
    if (subtag.size() == 1) break;
    const bool is_script = subtag.size() == 4 && !(subtag[0] >= '0' && subtag[0] <= '9');
    if (is_script) return std::ranges::find(kScripts, subtag) != kScripts.end();
  }
  return std::ranges::find(kLanguages, language) != kLanguages.end();
}

}  // namespace bulkhead::compile
