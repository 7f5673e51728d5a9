#include "control/publish/notices.h"

namespace bulkhead::control {
namespace {

// Bytes of a text in a notice: language, length, text (see control_layout.h).
constexpr std::size_t kTextOverheadBytes = 14;

segment::Notice notice_of(const posture::Order& order) {
  segment::Notice notice;
  notice.order = order.id;
  notice.since = order.from_real;
  // A time is told only when the door opens by itself at that time.
  if (posture::ends_by_itself(order.cause)) notice.until = order.until_real;
  std::size_t bytes = 0;
  for (const auto& [language, text] : order.public_text) {
    const std::size_t more = kTextOverheadBytes + text.size();
    if (bytes + more > segment::kNoticeTextBytesMax) continue;
    bytes += more;
    notice.texts.emplace(language, text);
  }
  return notice;
}

}  // namespace

Notices::Notices(std::span<const posture::Order> orders) {
  for (const posture::Order& order : orders) orders_.emplace(order.id, &order);
}

segment::NoticeIndex Notices::index_of(Id id) {
  if (const auto known = indexes_.find(id); known != indexes_.end()) return known->second;
  const auto order = orders_.find(id);
  if (order == orders_.end() || notices_.size() + 1 >= segment::kNoticesMax) return segment::kStockNotice;
  notices_.push_back(notice_of(*order->second));
  const auto index = static_cast<segment::NoticeIndex>(notices_.size());
  indexes_.emplace(id, index);
  return index;
}

}  // namespace bulkhead::control
