// The gate as a worker's companion: what it opens, watches and follows between requests.

#include <utility>

#include "gate/gate.h"

namespace bulkhead::gate {
namespace {

using segment::WorkerCounter;

// Once a second: what is looked at less often than each tick.
constexpr std::uint32_t kTicksPerLook = 20;

segment::WorkerSlot claim_slot(const Gate::Options& options, BootTime now) {
  auto slot = segment::WorkerSlot::claim(options.state_folder + "/shared.seg", options.pid, now);
  return slot ? std::move(*slot) : segment::WorkerSlot::detached();
}

}  // namespace

Gate::Gate(const Options& options, const os::Clock& clock, os::Random& random)
    : options_(options),
      clock_(clock),
      random_(random),
      doors_(options.state_folder + "/control.seg", clock.boot_id()),
      counts_(claim_slot(options, clock.boot_now())),
      images_(options.state_folder, options.image_path) {
  if (auto watch = os::FileWatch::open()) watch_.emplace(std::move(*watch));
  look_for_doors();
  // A worker that starts has nothing to serve with yet: here, and only here, it waits for its image.
  images_.begin(doors_.bank().image_version);
  if (images_.refused()) note_image(ImageInUse::News::kRefused);
  if (images_.get()) note_image(ImageInUse::News::kAdopted);
  if (doors_.is_open()) obey(doors_.epoch());
}

Gate::~Gate() = default;

std::string Gate::missing() const {
  std::string text;
  if (images_.refused())
    text = (images_.get() ? "an older image is used: " : "no image: ") + images_.failure();
  if (!doors_.is_open()) text += (text.empty() ? "" : "; ") + doors_status_.error().message;
  if (counts_.is_detached())
    text += (text.empty() ? std::string() : "; ") + "no worker slot: nothing is counted";
  return text;
}

bool Gate::tick() {
  const BootTime now = clock_.boot_now();
  counts_.heartbeat(now);
  if (watch_) watch_->drain();
  if (++ticks_ % kTicksPerLook == 0 || !doors_.is_open()) look_for_doors();
  if (counts_.is_detached() && ticks_ % kTicksPerLook == 0) counts_ = claim_slot(options_, now);
  look_for_image();
  if (const std::uint64_t epoch = doors_.epoch(); epoch != epoch_) obey(epoch);
  const bool door_moved = next_change_ && *next_change_ <= now;
  if (epoch_reviewed_ == epoch_ && !door_moved) return false;
  epoch_reviewed_ = epoch_;
  if (door_moved) desk_.forget();
  next_change_ = next_change(now);
  return true;
}

void Gate::look_for_doors() {
  const std::string path = options_.state_folder + "/control.seg";
  // Watched before it is opened: what is published in between is told.
  if (watch_) (void)watch_->watch(path);
  doors_status_ = doors_.open();
}

// From here on every decision is made by `epoch` or a newer one.
void Gate::obey(std::uint64_t epoch) {
  epoch_ = epoch;
  desk_.forget();
  counts_.epoch_seen(epoch, clock_.mono_now());
}

std::optional<BootTime> Gate::next_change(BootTime now) const {
  std::optional<BootTime> first;
  if (!images_.get()) return first;
  for (const LoadedImage::Service& service : images_.get()->services) {
    std::optional<BootTime> next;
    (void)doors_.step(service.slot, service.name_hash, now, &next);
    if (next && (!first || *next < *first)) first = next;
  }
  return first;
}

void Gate::look_for_image() {
  const segment::BankHeader bank = doors_.bank();
  const bool staged_here =
      bank.staged_version != 0 && !counts_.is_detached() && bank.staged_slot == counts_.index();
  note_image(images_.follow(staged_here ? bank.staged_version : bank.image_version));
}

void Gate::note_image(ImageInUse::News news) {
  if (news == ImageInUse::News::kNone) return;
  if (news == ImageInUse::News::kRefused) {
    counts_.add(WorkerCounter::kImageFailures);
    counts_.image_refused(*images_.refused());
    return;
  }
  inspector_.prepare(*images_.get());
  self_test_inspector_.prepare(*images_.get());
  counts_.image_seen(images_.version());
  // What was refused before and is whole by now is not told as refused any more.
  counts_.image_refused(images_.refused().value_or(0));
  desk_.forget();
  epoch_reviewed_ = 0;  // Doors may belong to other services now: look at all requests under way.
}

}  // namespace bulkhead::gate
