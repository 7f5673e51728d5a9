// Memory that engines work in: taken once, and used by the page. For this folder only.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace bulkhead::match::regex {

/// A fixed number of zeroed values. Pages that are never touched take no memory.
template <typename T>
class WorkingArray {
  static_assert(std::is_trivial_v<T>);

 public:
  explicit WorkingArray(std::size_t count)
      : values_(static_cast<T*>(std::calloc(count, sizeof(T)))), count_(count) {
    if (values_ == nullptr) throw_nothing_end();
  }

  T& operator[](std::size_t index) { return values_[index]; }
  const T& operator[](std::size_t index) const { return values_[index]; }
  T* data() { return values_.get(); }
  std::size_t size() const { return count_; }

 private:
  struct Free {
    void operator()(T* values) const { std::free(values); }
  };
  /// Out of memory at the start of a worker ends it, as everywhere.
  [[noreturn]] static void throw_nothing_end() { std::abort(); }

  std::unique_ptr<T[], Free> values_;
  std::size_t count_;
};

/// A set of numbers below a maximum that remembers in which order they came; emptied in no time.
///
/// Source     Briggs and Torczon, "An Efficient Representation for Sparse Sets" (1993).
class OrderedSet {
 public:
  explicit OrderedSet(std::size_t maximum) : place_(maximum), members_(maximum) {}

  void clear() { size_ = 0; }
  bool contains(std::uint32_t value) const {
    const std::uint32_t place = place_[value];
    return place < size_ && members_[place] == value;
  }
  /// False when it was there.
  bool insert(std::uint32_t value) {
    if (contains(value)) return false;
    place_[value] = size_;
    members_[size_++] = value;
    return true;
  }
  std::uint32_t size() const { return size_; }
  std::uint32_t operator[](std::uint32_t index) const { return members_[index]; }
  const std::uint32_t* begin() const { return &members_[0]; }
  const std::uint32_t* end() const { return &members_[0] + size_; }
  /// Puts the members into ascending order.
  void sort();

 private:
  WorkingArray<std::uint32_t> place_;
  WorkingArray<std::uint32_t> members_;
  std::uint32_t size_ = 0;
};

}  // namespace bulkhead::match::regex
