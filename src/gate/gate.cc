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

void Gate::bind(Request& request, program::ServiceIndex service) const {
  request.doors[0] = {known(service).name_hash, known(service).slot, false};
  request.doors_used = 1;
  request.wants_cookies = known(service).has_session_cookies;
}

void Gate::add(const Request& request, program::ServiceSlot slot, ServiceCounter counter) noexcept {
  if (!request.self_test) counts_.add(slot, counter);
}

void Gate::add(const Request& request, WorkerCounter counter) noexcept {
  if (!request.self_test) counts_.add(counter);
}

void Gate::enter(Request& request) {
  request.inside = true;
  request.entered_at = clock_.mono_now();
  counts_.add(request.slot(), ServiceCounter::kInsideNow);
}

Decision Gate::admit(Request& request, const Inquiry& inquiry) {
  if (const std::uint64_t epoch = doors_.epoch(); epoch != epoch_) obey(epoch);
  request.client = inquiry.client;
  request.secure = inquiry.secure;
  request.self_test = inquiry.by_self_test_listener;
  Decision decision = decide(request, inquiry, true);
  if (request.self_test) return begin_self_test(request, inquiry, decision);
  if (request.has_service()) {
    counts_.add(request.slot(), ServiceCounter::kRequests);
    counts_.add(request.slot(), ServiceCounter::kOpenNow);
    request.is_open = true;
    if (decision.allowed) enter(request);
  }
  return decision;
}

Decision Gate::revisit(Request& request, const Inquiry& inquiry) { return decide(request, inquiry, false); }

// `first`: the request is bound to the door it comes to; a redirected one stays bound to the door it first passed.
Decision Gate::decide(Request& request, const Inquiry& inquiry, bool first) {
  if (!inquiry.host_field.empty() && !names_host(inquiry.host_field, inquiry.host)) {
    add(request, WorkerCounter::kHostMismatch);
    Decision decision = Decision::refuse(RefusalKind::kBadHost);
    decision.close_connection = true;
    return decision;
  }
  if (!images_.get()) return ask_without_image(request, inquiry, first);

  const program::Image& image = this->image();
  const program::ServiceIndex routed = image.find(inquiry.host, inquiry.path);
  program::ServiceIndex service = routed;
  if (!inquiry.service.empty()) {
    service = named_service(inquiry.service, routed);
    if (service == program::kNoService)
      return fail_by_policy(request, program::kNoService, inquiry.open_on_failure);
  }
  if (service == program::kNoService) {
    const bool known = image.knows_host(inquiry.host);
    add(request, known ? WorkerCounter::kNoService : WorkerCounter::kUnknownHost);
    return Decision::refuse(known ? RefusalKind::kNotFound : RefusalKind::kMisdirected);
  }
  if (first) bind(request, service);

  const bool split =
      known(service).split_by_path || (routed != program::kNoService && known(routed).split_by_path);
  if (first && split && is_ambiguous(inquiry, routed)) {
    add(request, request.slot(), ServiceCounter::kRefusedPath);
    return Decision::refuse(RefusalKind::kBadPath, service);
  }
  Decision decision = ask_door(request, inquiry, service, first);
  if (decision.allowed && routed != program::kNoService && routed != service) {
    // nginx's location and the image disagree, as they may between publishing an image and reloading nginx. Whichever
    // upstream it is going to, its door is among these two.
    add(request, WorkerCounter::kDoorMismatch);
    decision = ask_door(request, inquiry, routed, false);
  }
  return decision;
}

// The image mostly agrees with the location, and then nothing has to be looked up by name.
program::ServiceIndex Gate::named_service(std::string_view name, program::ServiceIndex routed) const {
  if (routed != program::kNoService && known(routed).name == name) return routed;
  return image().find(name).value_or(program::kNoService);
}

// True when the upstream might read another path, or find another service behind the one that nginx read.
bool Gate::is_ambiguous(const Inquiry& inquiry, program::ServiceIndex routed) const {
  if (check_path(inquiry.target) != PathFault::kNone) return true;
  const std::string lax = lax_reading(inquiry.path);
  return !lax.empty() && image().find(inquiry.host, lax) != routed;
}

// A door that is seen to be closed stays closed, whatever else is missing. Lanes and sessions are the image's to know.
Decision Gate::ask_without_image(Request& request, const Inquiry& inquiry, bool first) {
  if (!inquiry.service.empty()) {
    const auto found = doors_.find(segment::hash_name(inquiry.service), clock_.boot_now());
    if (found && first) {
      request.doors[0] = {segment::hash_name(inquiry.service), found->slot, false};
      request.doors_used = 1;
    }
    if (found && found->step.level == posture::Level::kClosed) {
      add(request, found->slot, ServiceCounter::kRefusedClosed);
      Decision decision = Decision::refuse(RefusalKind::kClosed);
      decision.step = found->step;
      return decision;
    }
  }
  return fail_by_policy(request, program::kNoService, inquiry.open_on_failure);
}

Decision Gate::ask_door(Request& request, const Inquiry& inquiry, program::ServiceIndex service, bool first) {
  const LoadedImage::Service& view = known(service);
  const auto step = doors_.step(view.slot, view.name_hash, clock_.boot_now());
  if (!step) {
    add(request, WorkerCounter::kNoDoor);
    return fail_by_policy(request, service, view.open_on_gateway_failure);
  }
  if (step->level != posture::Level::kClosed) return pass(request, service, false);
  if (step->lanes_served && !image().lane(service, inquiry.client).empty()) {
    if (first) add(request, view.slot, ServiceCounter::kServedLane);
    return pass(request, service, true);
  }
  // A redirected request that is inside this very service may finish while its door drains.
  const bool inside_here = request.inside && request.name_hash() == view.name_hash;
  if (step->draining && !first && inside_here) return pass(request, service, false);
  if (step->draining && step->drain_sessions && is_session_inside(inquiry, service, *step)) {
    if (first) add(request, view.slot, ServiceCounter::kServedDraining);
    return pass(request, service, false);
  }
  add(request, view.slot, ServiceCounter::kRefusedClosed);
  Decision decision = Decision::refuse(RefusalKind::kClosed, service);
  decision.step = step;
  return decision;
}

// Remembers the door, so that its closing cuts the request, whichever of its doors it is.
Decision Gate::pass(Request& request, program::ServiceIndex service, bool by_lane) {
  for (Request::Door& door : request.known_doors()) {
    if (door.name_hash != known(service).name_hash) continue;
    door.by_lane = by_lane;
    return Decision::allow();
  }
  if (request.doors_used == Request::kDoorsMax) return fail_by_policy(request, service, false);
  request.doors[request.doors_used++] = {known(service).name_hash, known(service).slot, by_lane};
  return Decision::allow();
}

Decision Gate::fail_by_policy(Request& request, program::ServiceIndex service, bool open_on_failure) {
  if (request.has_service())
    add(request, request.slot(),
        open_on_failure ? ServiceCounter::kPassedFailure : ServiceCounter::kRefusedFailure);
  return open_on_failure ? Decision::allow() : Decision::refuse(RefusalKind::kGatewayFailure, service);
}

bool Gate::is_session_inside(const Inquiry& inquiry, program::ServiceIndex service,
                             const segment::DoorStep& step) const {
  const auto notice = doors_.notice(step.notice);
  if (!notice) return false;
  const segment::BankHeader bank = doors_.bank();
  for (const std::string_view name : image().session_cookies(service)) {
    const Cookie session{name, cookie_value(inquiry.cookie, name)};
    const auto marked = session_marked_at(bank.local_keys, known(service).name_hash, session, inquiry.cookie);
    if (marked && *marked <= notice->since) return true;
  }
  return false;
}

bool Gate::must_cut(const Request::Door& door) const {
  const auto step = doors_.step(door.slot, door.name_hash, clock_.boot_now());
  if (!step || step->level != posture::Level::kClosed || step->draining) return false;
  return !(door.by_lane && step->lanes_served);
}

bool Gate::review(Request& request) noexcept {
  for (const Request::Door& door : request.known_doors()) {
    if (!must_cut(door)) continue;
    counts_.add(door.slot, ServiceCounter::kCut);
    return true;
  }
  return false;
}

void Gate::leave(Request& request) noexcept {
  if (!request.inside) return;
  request.inside = false;
  counts_.subtract(request.slot(), ServiceCounter::kInsideNow);
  counts_.add_latency(request.slot(), clock_.mono_now() - request.entered_at);
}

void Gate::account(Request& request, const Account& account) noexcept {
  if (request.accounted) return;
  request.accounted = true;
  end_inspection(request);
  leave(request);
  if (!request.is_open) return;
  request.is_open = false;
  counts_.subtract(request.slot(), ServiceCounter::kOpenNow);
  count(request.slot(), account);
}

void Gate::account_unasked(const Inquiry& inquiry, const Account& account) noexcept {
  if (inquiry.by_self_test_listener) return;
  const program::ServiceIndex service = service_of(inquiry);
  if (service == program::kNoService) return;
  const program::ServiceSlot slot = known(service).slot;
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
  if (!images_.get()) return program::kNoService;
  if (inquiry.service.empty()) return image().find(inquiry.host, inquiry.path);
  return image().find(inquiry.service).value_or(program::kNoService);
}

const Answer& Gate::answer(const Decision& decision, const Inquiry& inquiry) {
  if (decision.self_test) return self_test_answer_;
  return desk_.answer(decision, inquiry, images_.get(), doors_, clock_.boot_now(), clock_.real_now(),
                      random_);
}

const std::string& Gate::companion(const Request& request, std::string_view set_cookie) {
  companion_.clear();
  const segment::BankHeader bank = doors_.bank();
  if (!request.wants_cookies || !images_.get() || bank.local_keys[0].id == 0) return companion_;
  const auto& services = images_.get()->services;
  const auto found = std::ranges::find(services, request.name_hash(), &LoadedImage::Service::name_hash);
  if (found == services.end()) return companion_;
  const auto service = static_cast<program::ServiceIndex>(found - services.begin());
  const Cookie set = parse_set_cookie(set_cookie);
  const auto names = image().session_cookies(service);
  if (!set.value.empty() && std::ranges::find(names.begin(), names.end(), set.name) != names.end())
    companion_ =
        companion_cookie(bank.local_keys[0], request.name_hash(), set, clock_.real_now(), request.secure);
  return companion_;
}

}  // namespace bulkhead::gate
