#include "seclang/text.h"

namespace bulkhead::seclang {

bool Text::has_references() const {
  for (const Piece& piece : pieces) {
    if (piece.reference) return true;
  }
  return false;
}

std::string Text::literal() const {
  std::string all;
  for (const Piece& piece : pieces) all += piece.literal;
  return all;
}

std::string Text::spelled() const {
  std::string all;
  for (const Piece& piece : pieces) {
    if (!piece.reference) {
      all += piece.literal;
      continue;
    }
    all += "%{";
    all += lexicon::name(piece.reference->variable);
    if (!piece.reference->selector.empty()) all += '.' + piece.reference->selector;
    all += '}';
  }
  return all;
}

}  // namespace bulkhead::seclang
