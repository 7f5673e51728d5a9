// Which connections are free, longest idle first.

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace bulkhead::load {

/// Numbers in the order in which they were put, each at most once, so never more than there are connections.
class FreeList {
 public:
  explicit FreeList(std::uint32_t connections) : listed_(connections) {}

  bool empty() const { return order_.empty(); }
  std::size_t size() const { return order_.size(); }

  /// A number that is listed already keeps its place.
  void put(std::uint32_t number) {
    if (!listed_[number]) order_.push_back(number);
    listed_[number] = true;
  }

  std::optional<std::uint32_t> take() {
    if (order_.empty()) return std::nullopt;
    const std::uint32_t number = order_.front();
    order_.pop_front();
    listed_[number] = false;
    return number;
  }

 private:
  std::deque<std::uint32_t> order_;
  std::vector<bool> listed_;
};

}  // namespace bulkhead::load
