// The variables that rules set for one request: TX.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "program/rules/overlay.h"
#include "program/rules/rule_program.h"

namespace bulkhead::inspect {

/// TX by slot where rules write the name out, by name where they compute it.
///
/// Ownership  Texts lie in the request's arena or in the program.
/// Threads    One thread.
/// Cost       By slot O(1). By name a binary search, then the computed names one by one: at most kComputedMax of them.
/// Errors     Beyond kComputedMax, or without memory, a name is not stored and full() says so.
class TxStore {
 public:
  static constexpr std::size_t kComputedMax = 1'024;
  /// Slots 0 to 9 are the groups of the latest capture.
  static constexpr std::uint16_t kCaptures = 10;

  struct Entry {
    std::string_view text;
    std::int64_t number = 0;
    bool set = false;
    bool has_text = false;    ///< Else `number` says it, and text is made when it is asked for.
    bool has_number = false;  ///< Else `text` says it, and the number is read when it is asked for.
    bool pinned = false;
  };

  /// Requires: slots 0 to 9 of the program are "0" to "9".
  TxStore(const program::rules::RuleProgram& program, Arena& arena) : program_(&program), arena_(&arena) {}

  /// Makes room, and sets what the service pins. False without memory.
  bool begin(std::span<const program::rules::PinnedTx> pinned);

  bool has(std::uint16_t slot) const { return slots_[slot].set; }
  /// Text of a variable; empty when it is not set.
  std::string_view text(std::uint16_t slot) {
    return slots_[slot].set ? text_of(slots_[slot]) : std::string_view();
  }
  void set_text(std::uint16_t slot, std::string_view text) { put(slots_[slot], text); }
  void set_number(std::uint16_t slot, std::int64_t number) { put(slots_[slot], number); }
  void unset(std::uint16_t slot) {
    if (!slots_[slot].pinned) slots_[slot] = {};
  }

  Entry& slot(std::uint16_t slot) { return slots_[slot]; }

  /// By computed name, in any case; makes it when it is not there. nullptr when the store is full.
  Entry* entry(std::string_view name);
  /// nullptr when it is not set.
  Entry* find(std::string_view name);
  void put(Entry& entry, std::string_view text);
  void put(Entry& entry, std::int64_t number);
  void unset(Entry& entry) {
    if (!entry.pinned) entry = {};
  }
  std::string_view text_of(Entry& entry);
  /// 0 for one that is not set.
  static std::int64_t wide_number_of_entry(Entry& entry) {
    if (!entry.has_number) read_number(entry);
    return entry.number;
  }
  /// The same in 32 bits: 0 where it does not fit.
  static std::int64_t number_of_entry(Entry& entry) {
    const std::int64_t number = wide_number_of_entry(entry);
    return number == static_cast<std::int32_t>(number) ? number : 0;
  }

  /// Calls visit(name, entry) for every variable that is set: slots by name, then computed names in the order they came.
  template <typename Visit>
  void each(Visit&& visit) {
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot].set) visit(program_->tx_name(static_cast<std::uint16_t>(slot)), slots_[slot]);
    }
    each_computed(visit);
  }
  /// The same for computed names alone.
  template <typename Visit>
  void each_computed(Visit&& visit) {
    for (std::size_t i = 0; i < computed_count_; ++i) {
      if (computed_[i].entry.set) visit(computed_[i].name, computed_[i].entry);
    }
  }

  bool full() const { return full_; }

 private:
  struct Computed {
    std::string_view name;
    Entry entry;
  };
  static void read_number(Entry& entry);
  Computed* find_computed(std::string_view lower);
  std::string_view lower(std::string_view name);

  const program::rules::RuleProgram* program_;
  Arena* arena_;
  std::span<Entry> slots_;
  std::span<Computed> computed_;
  std::size_t computed_count_ = 0;
  bool full_ = false;
};

}  // namespace bulkhead::inspect
