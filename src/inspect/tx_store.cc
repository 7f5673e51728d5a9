#include "inspect/tx_store.h"

#include <algorithm>
#include <charconv>

#include "inspect/number.h"
#include "lexicon/spelling.h"

namespace bulkhead::inspect {

namespace {

constexpr std::size_t kNumberBytesMax = 21;

}  // namespace

bool TxStore::begin(std::span<const program::rules::PinnedTx> pinned) {
  slots_ = arena_->take_array<Entry>(program_->tx_names());
  if (slots_.size() != program_->tx_names()) return false;
  for (const program::rules::PinnedTx& pin : pinned) {
    put(slots_[pin.slot], pin.number);
    slots_[pin.slot].pinned = true;
  }
  return true;
}

void TxStore::read_number(Entry& entry) {
  entry.number = entry.set ? wide_number_of(entry.text) : 0;
  entry.has_number = entry.set;
}

std::string_view TxStore::text_of(Entry& entry) {
  if (!entry.has_text) {
    char digits[kNumberBytesMax];
    const auto end = std::to_chars(digits, digits + sizeof digits, entry.number).ptr;
    entry.text = arena_->copy({digits, end});
    entry.has_text = true;
  }
  return entry.text;
}

void TxStore::put(Entry& entry, std::string_view text) {
  if (entry.pinned) return;
  entry = {text, 0, true, true, false, false};
}

void TxStore::put(Entry& entry, std::int64_t number) {
  if (entry.pinned) return;
  entry = {{}, number, true, false, true, false};
}

std::string_view TxStore::lower(std::string_view name) {
  const std::span<char> copy = arena_->take_array<char>(name.size());
  if (copy.size() != name.size()) return {};
  std::transform(name.begin(), name.end(), copy.begin(), lexicon::lower);
  return {copy.data(), copy.size()};
}

TxStore::Computed* TxStore::find_computed(std::string_view lower) {
  for (std::size_t i = 0; i < computed_count_; ++i) {
    if (computed_[i].name == lower) return &computed_[i];
  }
  return nullptr;
}

TxStore::Entry* TxStore::entry(std::string_view name) {
  const std::string_view key = lower(name);
  if (const std::uint16_t slot = program_->tx_slot(key); slot != program::rules::kNone16)
    return &slots_[slot];
  if (Computed* known = find_computed(key)) return &known->entry;
  if (computed_count_ == computed_.size()) {
    const std::size_t wanted = computed_.empty() ? 8 : computed_.size() * 2;
    const std::span<Computed> larger =
        wanted > kComputedMax ? std::span<Computed>() : arena_->take_array<Computed>(wanted);
    if (larger.empty()) {
      full_ = true;
      return nullptr;
    }
    std::copy(computed_.begin(), computed_.end(), larger.begin());
    computed_ = larger;
  }
  computed_[computed_count_] = {key, {}};
  return &computed_[computed_count_++].entry;
}

TxStore::Entry* TxStore::find(std::string_view name) {
  const std::string_view key = lower(name);
  if (const std::uint16_t slot = program_->tx_slot(key); slot != program::rules::kNone16) {
    return slots_[slot].set ? &slots_[slot] : nullptr;
  }
  Computed* known = find_computed(key);
  return known != nullptr && known->entry.set ? &known->entry : nullptr;
}

}  // namespace bulkhead::inspect
