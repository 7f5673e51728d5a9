#include "drill/report/sections.h"

#include <algorithm>

#include "base/escape.h"

namespace bulkhead::drill {
namespace {

// Heads of so many tables that one long title would fill the page.
constexpr std::size_t kArmTitleBytesMax = 48;

}  // namespace

Section::Section(Markup& html, std::string_view id, std::string_view heading) : html_(html) {
  html_.raw("<section id=\"").raw(id).raw("\">\n<h2>").raw(heading).raw("</h2>\n");
}

Section::~Section() { html_.raw("</section>\n"); }

Details::Details(Markup& html, std::string_view summary) : html_(html) {
  html_.raw("<details>\n<summary>").text(summary).raw("</summary>\n");
}

Details::~Details() { html_.raw("</details>\n"); }

std::string arm_title(const Subjects& subjects, std::size_t contender) {
  const Contender& one = subjects.contenders[contender];
  return std::string(1, one.letter) + " · " + cut(one.arm->title, kArmTitleBytesMax);
}

std::vector<std::string> heads_of_arms(const Subjects& subjects, std::string_view first) {
  std::vector<std::string> heads = {std::string(first)};
  for (std::size_t i = 0; i < subjects.contenders.size(); ++i) heads.push_back(arm_title(subjects, i));
  return heads;
}

std::string list_text(const std::vector<std::string>& words, std::size_t words_max) {
  std::string list;
  for (std::size_t i = 0; i < std::min(words.size(), words_max); ++i) {
    if (i > 0) list += ", ";
    list += words[i];
  }
  if (words.size() > words_max) list += " and " + std::to_string(words.size() - words_max) + " more";
  return list;
}

}  // namespace bulkhead::drill
