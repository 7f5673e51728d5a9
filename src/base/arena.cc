#include "base/arena.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace bulkhead {

void Arena::use(std::size_t index) {
  index_ = index;
  block_ = blocks_[index].memory.get();
  block_bytes_ = blocks_[index].bytes;
  used_ = 0;
}

void* Arena::take_from_next_block(std::size_t bytes) {
  // Blocks kept from earlier requests come first. One that is too small is passed over until the next reset.
  for (std::size_t next = block_ == nullptr ? 0 : index_ + 1; next < blocks_.size(); ++next) {
    if (blocks_[next].bytes < bytes) continue;
    use(next);
    used_ = bytes;
    return block_;
  }
  const std::size_t wanted = std::max(bytes, kBlockBytes);
  if (held_ > bytes_max_ || wanted > bytes_max_ - held_) return nullptr;
  // operator new[] gives multiples of 16, which is the largest alignment that take() knows.
  std::unique_ptr<std::byte[]> memory(new (std::nothrow) std::byte[wanted]);
  if (memory == nullptr) return nullptr;
  blocks_.push_back({std::move(memory), wanted});
  held_ += wanted;
  use(blocks_.size() - 1);
  used_ = bytes;
  return block_;
}

std::string_view Arena::copy(std::string_view text) {
  void* memory = take(text.size(), 1);
  if (memory == nullptr) return {};
  if (!text.empty()) std::memcpy(memory, text.data(), text.size());
  return {static_cast<const char*>(memory), text.size()};
}

void Arena::reset() {
  std::size_t kept = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    if (kept + blocks_[i].bytes > bytes_kept_) continue;
    kept += blocks_[i].bytes;
    if (count != i) blocks_[count] = std::move(blocks_[i]);
    ++count;
  }
  blocks_.resize(count);
  held_ = kept;
  block_ = nullptr;
  block_bytes_ = 0;
  used_ = 0;
  index_ = 0;
  if (!blocks_.empty()) use(0);
}

}  // namespace bulkhead
