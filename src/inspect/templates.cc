#include "inspect/templates.h"

#include <algorithm>
#include <cstring>

#include "inspect/variables/variables.h"

namespace bulkhead::inspect {

std::string_view expand(State& state, std::uint32_t template_index) {
  if (template_index == program::rules::kNone) return {};
  const auto pieces = state.program.pieces(template_index);
  const auto text_of = [&](const program::rules::PieceRecord& piece) {
    if (piece.target == program::rules::kNone) return state.program.string(piece.literal);
    return first_value(state, state.program.target(piece.target));
  };
  if (pieces.empty()) return {};
  if (pieces.size() == 1) return text_of(pieces[0]);
  // A variable may be made while it is read, so that its text is only asked for once.
  constexpr std::size_t kPieces = 64;
  const std::size_t count = std::min(pieces.size(), kPieces);
  const std::span<std::string_view> texts = state.arena.take_array<std::string_view>(count);
  if (texts.size() != count) {
    state.overran(Overrun::kMemory);
    return {};
  }
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    texts[i] = text_of(pieces[i]);
    texts[i] = texts[i].substr(0, kExpandedBytesMax - bytes);
    bytes += texts[i].size();
  }
  char* out = static_cast<char*>(state.arena.take(bytes, 1));
  if (out == nullptr) {
    state.overran(Overrun::kMemory);
    return {};
  }
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!texts[i].empty()) std::memcpy(out + at, texts[i].data(), texts[i].size());
    at += texts[i].size();
  }
  return {out, bytes};
}

}  // namespace bulkhead::inspect
