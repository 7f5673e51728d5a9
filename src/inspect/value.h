// One named value that rules look at, and lists of them.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "inspect/scan_memo.h"

namespace bulkhead::inspect {

/// The text of a value after one node of the tree of transformations, made when a rule first asks for it.
struct Form {
  std::uint16_t node = 0;
  std::string_view text;
  /// Transformations that may change it, one bit each.
  std::uint64_t triggers = 0;
  Form* next = nullptr;
};

/// Ownership  Views into the request's bytes or the request's arena.
struct Value {
  std::string_view key;
  std::string_view text;
  /// Set of links that may match this value, by what its scan found; nullptr: none.
  const std::uint64_t* survivors = nullptr;
  Form* forms = nullptr;
  /// As a form's, as its scan found them; all where there was none.
  std::uint64_t triggers = ~std::uint64_t{0};
  /// Where the scan of this text is kept, if it is.
  ScanMemo::Place memo = {};
};

/// Values of one variable, in the order in which they came.
class ValueList {
 public:
  /// Returns the new value, or nullptr when the arena is full.
  Value* push(Arena& arena, std::string_view key, std::string_view text) {
    if (size_ == capacity_ && !grow(arena)) return nullptr;
    values_[size_] = {key, text};
    return &values_[size_++];
  }
  std::span<Value> values() const { return {values_, size_}; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  bool grow(Arena& arena) {
    const std::uint32_t wanted = capacity_ == 0 ? kFirst : capacity_ * 2;
    const std::span<Value> larger = arena.take_array<Value>(wanted);
    if (larger.empty()) return false;
    std::copy_n(values_, size_, larger.data());
    values_ = larger.data();
    capacity_ = wanted;
    return true;
  }

  static constexpr std::uint32_t kFirst = 4;
  Value* values_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

}  // namespace bulkhead::inspect
