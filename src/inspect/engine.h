// The inspector's memory in one thread: what its requests share, and arenas that go from one request to the next.

#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/arena.h"
#include "inspect/collections.h"
#include "inspect/countries.h"
#include "inspect/workspace.h"

namespace bulkhead::inspect {

/// Ownership  Owns a workspace and a pool of arenas; borrows collections and countries.
/// Threads    One thread. Inspections that it began belong to that thread as well.
/// Memory     `arena_bytes_kept` for each inspection alive at once at most, of which `arenas_kept` are kept when they end.
class Engine {
 public:
  struct Options {
    Workspace::Options workspace;
    /// What one request may need at most: its decoded arguments, changed forms, findings.
    std::size_t arena_bytes_max = std::size_t{32} << 20;
    std::size_t arena_bytes_kept = std::size_t{64} << 10;
    std::size_t arenas_kept = 64;
    /// Bytes that scans, transformations and operators may look at for one request: a multiple of what it brings.
    std::uint64_t budget_bytes = std::uint64_t{256} << 20;
  };

  Engine(const Options& options, Collections& collections, const Countries* countries)
      : options_(options), workspace_(options.workspace), collections_(collections), countries_(countries) {}

  Workspace& workspace() { return workspace_; }
  Collections& collections() { return collections_; }
  const Countries* countries() const { return countries_; }
  const Options& options() const { return options_; }

  std::unique_ptr<Arena> take_arena();
  void give_arena(std::unique_ptr<Arena> arena);

 private:
  Options options_;
  Workspace workspace_;
  Collections& collections_;
  const Countries* countries_;
  std::vector<std::unique_ptr<Arena>> free_;
};

}  // namespace bulkhead::inspect
