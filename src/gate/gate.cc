#include "gate/gate.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "gate/hosts.h"
#include "gate/paths.h"
#include "gate/session_mark.h"

namespace bulkhead::gate {
namespace {

using answers::RefusalKind;
using segment::ServiceCounter;
using segment::WorkerCounter;

// Once a second: what is looked at less often than each tick.
constexpr std::uint32_t kTicksPerLook = 20;

std::string image_path(const std::string& state_folder, std::uint64_t version) {
  std::string number = std::to_string(version);
  if (number.size() < 6) number.insert(0, 6 - number.size(), '0');
  return state_folder + "/images/" + number + ".img";
}

segment::WorkerSlot claim_slot(const Gate::Options& options, BootTime now) {
  auto slot = segment::WorkerSlot::claim(options.state_folder + "/shared.seg", options.pid, now);
  return slot ? std::move(*slot) : segment::WorkerSlot::detached();
}

ServiceCounter answered(unsigned status) {
  switch (status / 100) {
    case 1: return ServiceCounter::kAnswered1xx;
    case 2: return ServiceCounter::kAnswered2xx;
    case 3: return ServiceCounter::kAnswered3xx;
    case 4: return ServiceCounter::kAnswered4xx;
    default: return ServiceCounter::kAnswered5xx;
  }
}

}  // namespace

Gate::Gate(const Options& options, const os::Clock& clock, os::Random& random)
    : options_(options),
      clock_(clock),
      random_(random),
      doors_(options.state_folder + "/control.seg", clock.boot_id()),
      counts_(claim_slot(options, clock.boot_now())) {
  if (auto watch = os::FileWatch::open()) watch_.emplace(std::move(*watch));
  look_for_doors();
  const std::uint64_t named = doors_.bank().image_version;
  // A worker that starts has nothing to serve with yet: here, and only here, it waits for its image.
  if (named != 0) adopt({named, LoadedImage::load(image_path(options_.state_folder, named))});
  if (!image_ && !options_.image_path.empty()) adopt({0, LoadedImage::load(options_.image_path)});
  image_asked_ = named;
  image_was_asked_ = true;
  if (doors_.is_open()) obey(doors_.epoch());
}

Gate::~Gate() = default;

std::string Gate::missing() const {
  std::string text;
  if (!image_) text = "no image: " + image_failure_;
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
  if (!image_) return first;
  for (std::size_t i = 0; i < image_->image.services(); ++i) {
    const auto service = image_->image.service(static_cast<program::ServiceIndex>(i));
    std::optional<BootTime> next;
    (void)doors_.step(service.slot, image_->name_hashes[i], now, &next);
    if (next && (!first || *next < *first)) first = next;
  }
  return first;
}

void Gate::look_for_image() {
  if (auto outcome = loader_.take()) adopt(std::move(*outcome));
  const segment::BankHeader bank = doors_.bank();
  const bool staged_here =
      bank.staged_version != 0 && !counts_.is_detached() && bank.staged_slot == counts_.index();
  const std::uint64_t named = staged_here ? bank.staged_version : bank.image_version;
  if (image_was_asked_ && named == image_asked_) return;
  image_asked_ = named;
  image_was_asked_ = true;
  if (image_ && named == image_version_) return;
  loader_.want(named, named == 0 ? options_.image_path : image_path(options_.state_folder, named));
}

void Gate::adopt(ImageLoader::Outcome outcome) {
  if (!outcome.image) {
    // The image in use stays in force.
    image_failure_ = outcome.image.error().message;
    counts_.add(WorkerCounter::kImageFailures);
    counts_.image_refused(outcome.version);
    return;
  }
  if (image_) loader_.retire(std::move(image_));
  image_ = std::move(*outcome.image);
  image_version_ = outcome.version;
  counts_.image_seen(image_version_);
  desk_.forget();
  epoch_reviewed_ = 0;  // Doors may belong to other services now: look at all requests under way.
}

void Gate::bind(Request& request, program::ServiceIndex service) const {
  const program::ServiceView view = image_->image.service(service);
  request.slot = view.slot;
  request.name_hash = image_->name_hashes[service];
  request.has_service = true;
  request.wants_cookies = !image_->image.session_cookies(service).empty();
}

void Gate::enter(Request& request) {
  request.inside = true;
  request.entered_at = clock_.mono_now();
  counts_.add(request.slot, ServiceCounter::kInsideNow);
}

Decision Gate::admit(Request& request, const Inquiry& inquiry) {
  if (const std::uint64_t epoch = doors_.epoch(); epoch != epoch_) obey(epoch);
  request.client = inquiry.client;
  request.secure = inquiry.secure;
  Decision decision = decide(request, inquiry, true);
  if (request.has_service) {
    counts_.add(request.slot, ServiceCounter::kRequests);
    counts_.add(request.slot, ServiceCounter::kOpenNow);
    if (decision.allowed) enter(request);
  }
  return decision;
}

Decision Gate::revisit(Request& request, const Inquiry& inquiry) { return decide(request, inquiry, false); }

// `first`: the request is bound to the door it comes to; a redirected one stays bound to the door it first passed.
Decision Gate::decide(Request& request, const Inquiry& inquiry, bool first) {
  if (!inquiry.host_field.empty() && !names_host(inquiry.host_field, inquiry.host)) {
    counts_.add(WorkerCounter::kHostMismatch);
    Decision decision = Decision::refuse(RefusalKind::kBadHost);
    decision.close_connection = true;
    return decision;
  }
  if (!image_) return fail_by_policy(request, program::kNoService, inquiry.open_on_failure);

  const program::Image& image = image_->image;
  const program::ServiceIndex routed = image.find(inquiry.host, inquiry.path);
  program::ServiceIndex service = routed;
  if (!inquiry.service.empty()) {
    const auto named = image.find(inquiry.service);
    if (!named) return fail_by_policy(request, program::kNoService, inquiry.open_on_failure);
    service = *named;
  }
  if (service == program::kNoService) {
    const bool known = image.knows_host(inquiry.host);
    counts_.add(known ? WorkerCounter::kNoService : WorkerCounter::kUnknownHost);
    return Decision::refuse(RefusalKind::kMisdirected);
  }
  if (first) bind(request, service);

  const bool split = image.service(service).split_by_path ||
                     (routed != program::kNoService && image.service(routed).split_by_path);
  if (first && split && is_ambiguous(inquiry, routed)) {
    counts_.add(request.slot, ServiceCounter::kRefusedPath);
    return Decision::refuse(RefusalKind::kBadPath, service);
  }
  Decision decision = ask_door(request, inquiry, service, first);
  if (decision.allowed && routed != program::kNoService && routed != service) {
    // nginx's location and the image disagree, as they may between publishing an image and reloading nginx. Whichever
    // upstream it is going to, its door is among these two.
    counts_.add(WorkerCounter::kDoorMismatch);
    decision = ask_door(request, inquiry, routed, false);
  }
  return decision;
}

// True when the upstream might read another path, or find another service behind the one that nginx read.
bool Gate::is_ambiguous(const Inquiry& inquiry, program::ServiceIndex routed) const {
  if (check_path(inquiry.target) != PathFault::kNone) return true;
  const std::string lax = lax_reading(inquiry.path);
  return !lax.empty() && image_->image.find(inquiry.host, lax) != routed;
}

Decision Gate::ask_door(Request& request, const Inquiry& inquiry, program::ServiceIndex service, bool first) {
  const program::ServiceView view = image_->image.service(service);
  const auto step = doors_.step(view.slot, image_->name_hashes[service], clock_.boot_now());
  if (!step) {
    counts_.add(WorkerCounter::kNoDoor);
    return fail_by_policy(request, service, view.open_on_gateway_failure);
  }
  if (step->level != posture::Level::kClosed) return Decision::allow();
  if (step->lanes_served && !image_->image.lane(service, inquiry.client).empty()) {
    if (first) counts_.add(view.slot, ServiceCounter::kServedLane);
    request.served_by_lane = true;
    return Decision::allow();
  }
  // A redirected request that is inside this very service may finish while its door drains.
  const bool inside_here = request.inside && request.name_hash == image_->name_hashes[service];
  if (step->draining && !first && inside_here) return Decision::allow();
  if (step->draining && step->drain_sessions && is_session_inside(inquiry, service, *step)) {
    if (first) counts_.add(view.slot, ServiceCounter::kServedDraining);
    request.session_inside = true;
    return Decision::allow();
  }
  counts_.add(view.slot, ServiceCounter::kRefusedClosed);
  Decision decision = Decision::refuse(RefusalKind::kClosed, service);
  decision.step = step;
  return decision;
}

Decision Gate::fail_by_policy(Request& request, program::ServiceIndex service, bool open_on_failure) {
  if (request.has_service)
    counts_.add(request.slot,
                open_on_failure ? ServiceCounter::kPassedFailure : ServiceCounter::kRefusedFailure);
  return open_on_failure ? Decision::allow() : Decision::refuse(RefusalKind::kGatewayFailure, service);
}

bool Gate::is_session_inside(const Inquiry& inquiry, program::ServiceIndex service,
                             const segment::DoorStep& step) const {
  const auto notice = doors_.notice(step.notice);
  if (!notice) return false;
  const segment::BankHeader bank = doors_.bank();
  for (const std::string_view name : image_->image.session_cookies(service)) {
    const Cookie session{name, cookie_value(inquiry.cookie, name)};
    const auto marked =
        session_marked_at(bank.local_keys, image_->name_hashes[service], session, inquiry.cookie);
    if (marked && *marked <= notice->since) return true;
  }
  return false;
}

bool Gate::review(Request& request) {
  if (!request.has_service) return false;
  const auto step = doors_.step(request.slot, request.name_hash, clock_.boot_now());
  if (!step || step->level != posture::Level::kClosed || step->draining) return false;
  if (request.served_by_lane && step->lanes_served) return false;
  counts_.add(request.slot, ServiceCounter::kCut);
  return true;
}

void Gate::leave(Request& request) {
  if (!request.inside) return;
  request.inside = false;
  counts_.subtract(request.slot, ServiceCounter::kInsideNow);
  counts_.add_latency(request.slot, clock_.mono_now() - request.entered_at);
}

void Gate::account(Request& request, const Account& account) {
  if (request.accounted) return;
  request.accounted = true;
  leave(request);
  if (!request.has_service) return;
  counts_.subtract(request.slot, ServiceCounter::kOpenNow);
  count(request.slot, account);
}

void Gate::account_unasked(const Inquiry& inquiry, const Account& account) {
  const program::ServiceIndex service = service_of(inquiry);
  if (service == program::kNoService) return;
  const program::ServiceSlot slot = image_->image.service(service).slot;
  counts_.add(slot, ServiceCounter::kRequests);
  count(slot, account);
}

void Gate::count(program::ServiceSlot slot, const Account& account) {
  counts_.add(slot, answered(account.status));
  counts_.add(slot, ServiceCounter::kBytesReceived, account.bytes_received);
  counts_.add(slot, ServiceCounter::kBytesSent, account.bytes_sent);
  if (account.upstream_failed) counts_.add(slot, ServiceCounter::kUpstreamFailures);
}

program::ServiceIndex Gate::service_of(const Inquiry& inquiry) const {
  if (!image_) return program::kNoService;
  if (inquiry.service.empty()) return image_->image.find(inquiry.host, inquiry.path);
  return image_->image.find(inquiry.service).value_or(program::kNoService);
}

const Answer& Gate::answer(const Decision& decision, const Inquiry& inquiry) {
  return desk_.answer(decision, inquiry, image_.get(), doors_, clock_.boot_now(), clock_.real_now(), random_);
}

const std::string& Gate::companion(const Request& request, std::string_view set_cookie) {
  companion_.clear();
  const segment::BankHeader bank = doors_.bank();
  if (!request.wants_cookies || !image_ || bank.local_keys[0].id == 0) return companion_;
  const auto hash = std::ranges::find(image_->name_hashes, request.name_hash);
  if (hash == image_->name_hashes.end()) return companion_;
  const auto service = static_cast<program::ServiceIndex>(hash - image_->name_hashes.begin());
  const Cookie set = parse_set_cookie(set_cookie);
  const auto names = image_->image.session_cookies(service);
  if (!set.value.empty() && std::ranges::find(names.begin(), names.end(), set.name) != names.end())
    companion_ =
        companion_cookie(bank.local_keys[0], request.name_hash, set, clock_.real_now(), request.secure);
  return companion_;
}

}  // namespace bulkhead::gate
