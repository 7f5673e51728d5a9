#include "inspect/local_collections.h"

#include <algorithm>

#include "inspect/number.h"
#include "lexicon/spelling.h"

namespace bulkhead::inspect {

namespace {

// What a variable costs beside its bytes, roughly: a node of a map.
constexpr std::size_t kOverheadBytes = 96;

}  // namespace

std::string LocalCollections::lower(std::string_view name) {
  std::string folded(name);
  std::transform(folded.begin(), folded.end(), folded.begin(), lexicon::lower);
  return folded;
}

void LocalCollections::touch(Kept& kept) { by_use_.splice(by_use_.begin(), by_use_, kept.used); }

LocalCollections::Kept* LocalCollections::known(Place place, std::int64_t now_s) {
  const auto found = kept_.find({place.collection, std::string(place.key)});
  if (found == kept_.end()) return nullptr;
  std::erase_if(found->second.variables, [&](const auto& entry) {
    const bool gone = entry.second.expires_s != 0 && entry.second.expires_s <= now_s;
    if (gone) bytes_ -= entry.first.size() + entry.second.value.size() + kOverheadBytes;
    return gone;
  });
  touch(found->second);
  return &found->second;
}

LocalCollections::Kept& LocalCollections::open(Place place) {
  const auto [entry, is_new] = kept_.try_emplace({place.collection, std::string(place.key)});
  if (is_new) {
    by_use_.push_front(entry->first);
    entry->second.used = by_use_.begin();
    bytes_ += place.key.size() * 2 + 2 * kOverheadBytes;
  }
  touch(entry->second);
  return entry->second;
}

void LocalCollections::make_room() {
  while (bytes_ > bytes_max_ && by_use_.size() > 1) {
    const auto oldest = kept_.find(by_use_.back());
    for (const auto& [name, variable] : oldest->second.variables)
      bytes_ -= name.size() + variable.value.size() + kOverheadBytes;
    bytes_ -= oldest->first.second.size() * 2 + 2 * kOverheadBytes;
    by_use_.pop_back();
    kept_.erase(oldest);
  }
}

void LocalCollections::each(Place place, std::int64_t now_s, Visitor& visitor) {
  const Kept* kept = known(place, now_s);
  if (kept == nullptr) return;
  for (const auto& [name, variable] : kept->variables) visitor.visit(name, variable.value);
}

std::string_view LocalCollections::find(Place place, std::string_view name, std::int64_t now_s,
                                        Arena& arena) {
  const Kept* kept = known(place, now_s);
  if (kept == nullptr) return {};
  const auto found = kept->variables.find(lower(name));
  return found == kept->variables.end() ? std::string_view() : arena.copy(found->second.value);
}

void LocalCollections::set(Place place, std::string_view name, std::string_view value, std::int64_t) {
  if (name.size() + value.size() > kValueBytesMax) return;
  Kept& kept = open(place);
  const auto [entry, is_new] = kept.variables.try_emplace(lower(name));
  if (is_new) bytes_ += name.size() + kOverheadBytes;
  bytes_ += value.size();
  bytes_ -= entry->second.value.size();
  entry->second.value = value;
  make_room();
}

std::int64_t LocalCollections::add(Place place, std::string_view name, std::int64_t number,
                                   std::int64_t now_s) {
  const Kept* kept = known(place, now_s);
  std::int64_t sum = number;
  if (kept != nullptr) {
    const auto found = kept->variables.find(lower(name));
    if (found != kept->variables.end()) sum += number_of(found->second.value);
  }
  set(place, name, std::to_string(sum), now_s);
  return sum;
}

void LocalCollections::erase(Place place, std::string_view name) {
  const auto found = kept_.find({place.collection, std::string(place.key)});
  if (found == kept_.end()) return;
  const auto variable = found->second.variables.find(lower(name));
  if (variable == found->second.variables.end()) return;
  bytes_ -= variable->first.size() + variable->second.value.size() + kOverheadBytes;
  found->second.variables.erase(variable);
}

void LocalCollections::expire(Place place, std::string_view name, std::int64_t at_s) {
  const auto found = kept_.find({place.collection, std::string(place.key)});
  if (found == kept_.end()) return;
  const auto variable = found->second.variables.find(lower(name));
  if (variable != found->second.variables.end()) variable->second.expires_s = at_s;
}

}  // namespace bulkhead::inspect
