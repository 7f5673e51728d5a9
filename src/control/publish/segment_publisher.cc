#include "control/publish/segment_publisher.h"

#include <algorithm>

#include "control/publish/notices.h"

namespace bulkhead::control {
namespace {

segment::DoorStep door_step(const posture::Step& step, Notices& notices) {
  segment::DoorStep door;
  door.at = step.at;
  door.level = step.posture.level;
  door.cause = step.posture.cause;
  door.share_permille = step.posture.share_permille;
  door.draining = step.posture.draining;
  door.drain_sessions = step.posture.drain_sessions;
  door.lanes_served = step.posture.lanes_served;
  door.notice = step.posture.order.empty() ? segment::kStockNotice : notices.index_of(step.posture.order);
  return door;
}

posture::Step posture_step(const segment::DoorStep& door) {
  posture::Step step;
  step.at = door.at;
  step.posture.level = door.level;
  step.posture.cause = door.cause;
  step.posture.share_permille = door.share_permille;
  step.posture.draining = door.draining;
  step.posture.drain_sessions = door.drain_sessions;
  step.posture.lanes_served = door.lanes_served;
  return step;
}

}  // namespace

Result<SegmentPublisher> SegmentPublisher::open(const std::string& state_folder, const os::Clock& clock,
                                                std::uint16_t gateway_id) {
  auto writer = segment::ControlWriter::open(state_folder + "/control.seg");
  if (!writer) return fail_as(writer);
  SegmentPublisher publisher(std::move(*writer), clock);
  if (auto content = publisher.writer_.content()) publisher.content_ = std::move(*content);
  // A daemon that died while publishing an image in stages left it staged: the image of all workers is the one that counts.
  publisher.content_.staged_version = 0;
  publisher.content_.gateway_id = gateway_id;
  return publisher;
}

void SegmentPublisher::set_doors(std::vector<DoorPlace> doors) {
  doors_ = std::move(doors);
  const auto among = [](const auto& all, const segment::Door& door) {
    return std::ranges::any_of(all, [&](const auto& one) { return one.slot == door.slot; });
  };
  std::erase_if(orphans_, [&](const segment::Door& door) { return among(doors_, door); });
  for (const segment::Door& door : content_.doors)
    if (!among(doors_, door) && !among(orphans_, door)) orphans_.push_back(door);
}

// Its words were those of another publication. Which compartment it is of is not known.
segment::Door SegmentPublisher::still_as_it_was(const segment::Door& orphan,
                                                std::span<const posture::Order> in_force,
                                                BootTime now) const {
  std::vector<posture::Step> before;
  for (const segment::DoorStep& step : orphan.steps) before.push_back(posture_step(step));
  const auto of_all = posture::schedule(in_force, {}, now, segment::kStepsMax);
  Notices none({});
  segment::Door door{orphan.slot, orphan.name_hash, {}};
  for (const posture::Step& step : posture::stricter_of(before, of_all, now, segment::kStepsMax))
    door.steps.push_back(door_step(step, none));
  return door;
}

Status SegmentPublisher::write() {
  content_.boot_id = segment::boot_id_bytes(clock_->boot_id());
  content_.anchor_boot = clock_->boot_now();
  content_.anchor_real = clock_->real_now();
  const std::uint64_t before = writer_.epoch();
  heartbeat();
  const Status published = writer_.publish(content_);
  if (writer_.epoch() != before) published_at_ = clock_->mono_now();
  return published;
}

Status SegmentPublisher::publish(std::span<const posture::Order> in_force, BootTime now) {
  Notices notices(in_force);
  std::vector<segment::Door> doors;
  doors.reserve(doors_.size());
  for (const DoorPlace& place : doors_) {
    segment::Door door{place.slot, segment::hash_name(place.place.service), {}};
    for (const posture::Step& step : posture::schedule(in_force, place.place, now, segment::kStepsMax))
      door.steps.push_back(door_step(step, notices));
    doors.push_back(std::move(door));
  }
  for (const segment::Door& orphan : orphans_) doors.push_back(still_as_it_was(orphan, in_force, now));
  std::ranges::sort(doors, {}, &segment::Door::slot);
  content_.doors = std::move(doors);
  content_.notices = notices.take();
  return write();
}

Status SegmentPublisher::tighten(const posture::Order& order, BootTime now) {
  const auto tightened = posture::timeline(order);
  std::optional<segment::NoticeIndex> notice;
  for (segment::Door& door : content_.doors) {
    const auto place = std::ranges::find(doors_, door.slot, &DoorPlace::slot);
    if (!posture::covers(order.scope, place == doors_.end() ? posture::ServicePlace{} : place->place))
      continue;
    std::vector<posture::Step> now_in_force;
    for (const segment::DoorStep& step : door.steps) now_in_force.push_back(posture_step(step));
    if (!notice) {
      const std::span<const posture::Order> only(&order, 1);
      Notices fresh(only);
      notice = content_.notices.size() + 1 < segment::kNoticesMax &&
                       fresh.index_of(order.id) != segment::kStockNotice
                   ? static_cast<segment::NoticeIndex>(content_.notices.size() + 1)
                   : segment::kStockNotice;
      if (*notice != segment::kStockNotice) content_.notices.push_back(fresh.take().front());
    }
    Notices none({});
    door.steps.clear();
    for (const posture::Step& step : posture::stricter_of(now_in_force, tightened, now, segment::kStepsMax)) {
      door.steps.push_back(door_step(step, none));
      if (step.posture.order == order.id) door.steps.back().notice = *notice;
    }
  }
  return write();
}

Status SegmentPublisher::publish_image(std::uint64_t version) {
  content_.image_version = version;
  content_.staged_version = 0;
  return write();
}

Status SegmentPublisher::stage_image(std::uint64_t version, std::uint32_t slot) {
  content_.staged_version = version;
  content_.staged_slot = slot;
  return write();
}

Status SegmentPublisher::unstage_image() {
  content_.staged_version = 0;
  return write();
}

Status SegmentPublisher::republish() { return write(); }

}  // namespace bulkhead::control
