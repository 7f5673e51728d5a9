#include "inspect/engine.h"

namespace bulkhead::inspect {

std::unique_ptr<Arena> Engine::take_arena() {
  if (free_.empty()) return std::make_unique<Arena>(options_.arena_bytes_max, options_.arena_bytes_kept);
  std::unique_ptr<Arena> arena = std::move(free_.back());
  free_.pop_back();
  return arena;
}

void Engine::give_arena(std::unique_ptr<Arena> arena) {
  if (free_.capacity() == 0) free_.reserve(options_.arenas_kept);
  if (free_.size() >= options_.arenas_kept) return;
  arena->reset();
  free_.push_back(std::move(arena));
}

}  // namespace bulkhead::inspect
