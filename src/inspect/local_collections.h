// Persistent collections in this process's own memory: for `bulkhead inspect`, tests, and a gateway of one worker.

#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <utility>

#include "inspect/collections.h"

namespace bulkhead::inspect {

/// Ownership  Owns what it keeps.
/// Threads    One thread.
/// Limits     `bytes_max` over all collections: the collection that was used longest ago goes first. Values over kValueBytesMax are
///            not kept.
class LocalCollections final : public Collections {
 public:
  static constexpr std::size_t kValueBytesMax = 4'096;

  explicit LocalCollections(std::size_t bytes_max = std::size_t{16} << 20) : bytes_max_(bytes_max) {}

  void each(Place place, std::int64_t now_s, Visitor& visitor) override;
  std::string_view find(Place place, std::string_view name, std::int64_t now_s, Arena& arena) override;
  void set(Place place, std::string_view name, std::string_view value, std::int64_t now_s) override;
  std::int64_t add(Place place, std::string_view name, std::int64_t number, std::int64_t now_s) override;
  void erase(Place place, std::string_view name) override;
  void expire(Place place, std::string_view name, std::int64_t at_s) override;

 private:
  struct Variable {
    std::string value;
    std::int64_t expires_s = 0;  // 0: never
  };
  using Key = std::pair<lexicon::Variable, std::string>;
  struct Kept {
    std::map<std::string, Variable, std::less<>> variables;
    std::list<Key>::iterator used;
  };

  Kept* known(Place place, std::int64_t now_s);
  Kept& open(Place place);
  void touch(Kept& kept);
  void make_room();
  static std::string lower(std::string_view name);

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::map<Key, Kept> kept_;
  std::list<Key> by_use_;  // The latest first.
};

}  // namespace bulkhead::inspect
