// What people are told of orders, numbered for control.seg.

#pragma once

#include <map>
#include <span>
#include <vector>

#include "posture/order.h"
#include "segment/control_content.h"

namespace bulkhead::control {

/// Gives each order that a door shows a notice, in the order they are asked for. When kNoticesMax is reached, or
/// an order's texts are longer than a notice, people see the stock phrase instead: an order is never kept from
/// the workers by its words.
class Notices {
 public:
  explicit Notices(std::span<const posture::Order> orders);

  /// kStockNotice when there is no such order, or no room.
  segment::NoticeIndex index_of(Id order);
  std::vector<segment::Notice> take() { return std::move(notices_); }

 private:
  std::map<Id, const posture::Order*> orders_;
  std::map<Id, segment::NoticeIndex> indexes_;
  std::vector<segment::Notice> notices_;
};

}  // namespace bulkhead::control
