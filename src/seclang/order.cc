#include "seclang/order.h"

namespace bulkhead::seclang {

bool has_words(const Order& order, std::size_t least, std::size_t most, std::string_view form,
               Context& context) {
  if (order.words.size() >= least && order.words.size() <= most) return true;
  const Position at = order.words.size() > most ? order.words[most].part.at() : order.name.at();
  context.findings.error(
      at, std::string(lexicon::name(order.directive)) + " needs the form " + std::string(form));
  return false;
}

std::string joined(const Order& order) {
  std::string text;
  for (const Word& word : order.words) {
    if (!text.empty()) text += ' ';
    text += unescaped(word.part.text());
  }
  return text;
}

}  // namespace bulkhead::seclang
