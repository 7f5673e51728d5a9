// A run of strings inside an image, read in place.

#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

#include "program/layout.h"

namespace bulkhead::program {

/// `size()` string views into an image. Owns nothing, allocates nothing.
class StringList {
 public:
  class Iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    Iterator(const StringList* list, std::size_t index) : list_(list), index_(index) {}
    std::string_view operator*() const { return (*list_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) { return {list_, index_++}; }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const StringList* list_ = nullptr;
    std::size_t index_ = 0;
  };

  StringList() = default;
  /// `refs` points at `size` layout::StringRef, at any alignment; `strings` at the bytes they count from.
  StringList(const std::byte* refs, std::size_t size, const char* strings)
      : refs_(refs), size_(size), strings_(strings) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// Requires: index < size().
  std::string_view operator[](std::size_t index) const {
    layout::StringRef ref;
    std::memcpy(&ref, refs_ + index * sizeof ref, sizeof ref);
    return {strings_ + ref.offset, ref.bytes};
  }
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

 private:
  const std::byte* refs_ = nullptr;
  std::size_t size_ = 0;
  const char* strings_ = nullptr;
};

}  // namespace bulkhead::program
