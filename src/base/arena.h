// Memory for one request: taken from the front, given back all at once, kept for the next request.

#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace bulkhead {

/// A bump allocator with a maximum.
///
/// Ownership  Owns its blocks; what it hands out lives until the next reset(). Never runs destructors.
/// Threads    One thread.
/// Cost       take() is an addition while the block lasts. reset() keeps blocks of up to `bytes_kept`, so that requests which
///            need no more than that allocate nothing from the heap.
/// Errors     take() returns nullptr when `bytes_max` would be exceeded: the caller has a named outcome for that.
class Arena {
 public:
  static constexpr std::size_t kBlockBytes = 16u << 10;

  Arena(std::size_t bytes_max, std::size_t bytes_kept) : bytes_max_(bytes_max), bytes_kept_(bytes_kept) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  /// `bytes` bytes at a multiple of `alignment` (a power of two, at most 16), not initialised; nullptr when the maximum is reached.
  [[nodiscard]] void* take(std::size_t bytes, std::size_t alignment = 8) {
    const std::size_t begin = (used_ + alignment - 1) & ~(alignment - 1);
    if (bytes <= block_bytes_ && begin <= block_bytes_ - bytes && block_ != nullptr) {
      used_ = begin + bytes;
      return block_ + begin;
    }
    return take_from_next_block(bytes);
  }

  /// Gives back the end of the latest take(): it was `bytes` long and needs only `kept`.
  void shrink_last(std::size_t bytes, std::size_t kept) { used_ -= bytes - kept; }

  /// A copy of `text`; a view without data when the maximum is reached.
  [[nodiscard]] std::string_view copy(std::string_view text);

  /// `count` values, value-initialised; empty when the maximum is reached (or count is 0).
  template <typename T>
  [[nodiscard]] std::span<T> take_array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (count > bytes_max_ / sizeof(T)) return {};
    void* memory = take(count * sizeof(T), alignof(T));
    if (memory == nullptr) return {};
    T* first = static_cast<T*>(memory);
    std::uninitialized_value_construct_n(first, count);
    return {first, count};
  }

  /// Forgets everything that was handed out.
  void reset();

  /// Bytes of the blocks held now.
  std::size_t bytes_held() const { return held_; }

 private:
  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t bytes = 0;
  };

  void* take_from_next_block(std::size_t bytes);
  void use(std::size_t index);

  std::size_t bytes_max_;
  std::size_t bytes_kept_;
  std::size_t held_ = 0;
  std::byte* block_ = nullptr;
  std::size_t block_bytes_ = 0;
  std::size_t used_ = 0;
  std::vector<Block> blocks_;
  // The block in use is blocks_[index_]; those behind it are free.
  std::size_t index_ = 0;
};

}  // namespace bulkhead
