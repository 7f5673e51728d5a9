#include "demo/http/language.h"

#include <algorithm>

namespace bulkhead::demo {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The weight in thousandths of "sq;q=0.8"; -1 when it is not one.
int weight_of(std::string_view piece) {
  const std::size_t semicolon = piece.find(';');
  if (semicolon == std::string_view::npos) return 1000;
  const std::string_view weight = trimmed(piece.substr(semicolon + 1));
  if (!weight.starts_with("q=") || weight.size() < 3 || weight.size() > 7) return -1;
  if (weight[2] != '0' && weight[2] != '1') return -1;
  int thousandths = (weight[2] - '0') * 1000;
  if (weight.size() > 3 && weight[3] != '.') return -1;
  int place = 100;
  for (std::size_t i = 4; i < weight.size(); ++i, place /= 10) {
    if (weight[i] < '0' || weight[i] > '9') return -1;
    thousandths += (weight[i] - '0') * place;
  }
  return std::min(thousandths, 1000);
}

}  // namespace

std::string_view language_code(Language language) { return language == Language::kEnglish ? "en" : "sq"; }

std::optional<Language> parse_language(std::string_view code) {
  if (code == "en") return Language::kEnglish;
  if (code == "sq") return Language::kAlbanian;
  return std::nullopt;
}

Language preferred_language(std::string_view accept_language) {
  Language best = Language::kEnglish;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const std::size_t comma = accept_language.find(',');
    const std::string_view piece = trimmed(accept_language.substr(0, comma));
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
    const std::string_view range = piece.substr(0, piece.find(';'));
    const auto language = parse_language(trimmed(range.substr(0, range.find('-'))));
    const int weight = weight_of(piece);
    if (language && weight > best_weight) {
      best = *language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace bulkhead::demo
