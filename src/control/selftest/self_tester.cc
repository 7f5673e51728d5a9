#include "control/selftest/self_tester.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "control/selftest/expectation.h"
#include "control/selftest/request.h"
#include "gate/self_test_mark.h"
#include "os/clock.h"
#include "segment/control_content.h"

namespace bulkhead::control {
namespace {

namespace asio = boost::asio;
using gate::SelfTestVerdict;

struct Tested {
  program::ServiceIndex index = program::kNoService;
  const policy::Service* service = nullptr;
  SelfTestPlace place;
  SelfTestNow now;
  BootTime due;
  BootTime proven_or_begun;  // Overdue is counted from here.
  unsigned failures = 0;     // In a row.
  bool under_way = false;
};

std::string rule_words(std::uint32_t rule) { return rule == 0 ? "no rule" : fmt::format("rule {}", rule); }

// What the expected verdict is called when it did not come.
std::string verdict_words(SelfTestVerdict verdict) {
  switch (verdict) {
    case SelfTestVerdict::kRefused: return "refused it";
    case SelfTestVerdict::kWouldRefuse: return "found it and let it pass";
    case SelfTestVerdict::kPassed: return "let it pass";
    case SelfTestVerdict::kNotInspected: return "did not look at it";
    case SelfTestVerdict::kDoor: return "refused it at the door";
  }
  return "did not look at it";
}

}  // namespace

struct SelfTester::State : std::enable_shared_from_this<SelfTester::State> {
  explicit State(Parts wanted)
      : parts(std::move(wanted)), boot(segment::boot_id_bytes(parts.clock.boot_id())) {}

  void add(const policy::Service& service, std::map<std::string, Tested, std::less<>>& next);
  asio::awaitable<void> test(std::string service);
  /// Why the answer proves nothing; empty when it holds.
  std::string judge(Tested& tested, const std::string& question, const SelfTestReply& reply);
  void note(Tested& tested, const std::string& why);

  Parts parts;
  gate::BootId boot;
  std::shared_ptr<const policy::Policy> policy;
  std::unique_ptr<SelfTestExpectations> expected;
  std::uint64_t image_version = 0;
  std::map<std::string, Tested, std::less<>> tested;
  std::string trouble;
  std::size_t under_way = 0;
  bool stopped = false;
};

SelfTester::SelfTester(Parts parts) : state_(std::make_shared<State>(std::move(parts))) {}
SelfTester::~SelfTester() { stop(); }
void SelfTester::stop() { state_->stopped = true; }
const std::string& SelfTester::trouble() const { return state_->trouble; }

void SelfTester::State::add(const policy::Service& service,
                            std::map<std::string, Tested, std::less<>>& next) {
  const auto index = expected->image().find(service.name);
  if (!index || !expected->is_inspected(*index)) return;
  const auto place = SelfTestExpectations::place(service.hosts, service.paths);
  if (!place) return;
  Tested one;
  one.proven_or_begun = parts.clock.boot_now();
  if (const auto known = tested.find(service.name); known != tested.end()) one = known->second;
  one.index = *index;
  one.service = &service;
  one.place = *place;
  one.failures = 0;
  next.emplace(service.name, std::move(one));
}

void SelfTester::follow(std::shared_ptr<const policy::Policy> policy, const std::string& image_path,
                        std::uint64_t image_version) {
  State& state = *state_;
  state.policy = std::move(policy);
  state.image_version = image_version;
  state.trouble.clear();
  auto opened = SelfTestExpectations::open(image_path);
  if (!opened) {
    state.expected.reset();
    state.tested.clear();
    state.trouble = opened.error().message;
    return;
  }
  state.expected = std::move(*opened);
  std::map<std::string, Tested, std::less<>> next;
  for (const policy::Service& service : state.policy->services) state.add(service, next);
  state.tested = std::move(next);
  // Soon, but not all at once.
  const auto count = static_cast<std::int64_t>(std::max<std::size_t>(state.tested.size(), 1));
  const Milliseconds apart = std::min(kSpreadMax, kEvery / count);
  BootTime due = state.parts.clock.boot_now() + std::chrono::seconds(1);
  for (auto& [name, one] : state.tested) one.due = std::exchange(due, due + apart);
}

void SelfTester::tick() {
  State& state = *state_;
  const BootTime now = state.parts.clock.boot_now();
  for (auto& [name, one] : state.tested) {
    one.now.overdue = now - one.proven_or_begun > kSelfTestOverdueAfter;
    if (one.under_way || one.due > now || state.under_way >= kAtOnceMax || state.stopped) continue;
    one.under_way = true;
    ++state.under_way;
    asio::co_spawn(state.parts.context, state.test(name), asio::detached);
  }
}

// The service is looked up again behind every wait: another policy may have come into force.
asio::awaitable<void> SelfTester::State::test(std::string service) {
  const auto self = shared_from_this();
  const auto keys = parts.keys();
  const auto before = tested.find(service);
  if (before == tested.end()) co_return;
  const std::uint64_t version = image_version;
  const SelfTestPlace place = before->second.place;
  const std::string question =
      gate::self_test_question(keys[0], boot, segment::hash_name(service), parts.clock.boot_now());
  Result<SelfTestReply> reply = fail(ErrorCode::kUnavailable, "there is no key to prove anything with");
  if (keys[0].id != 0)
    reply = co_await send_self_test(parts.context, parts.socket, place.host, place.target, question);
  --under_way;
  const auto at = tested.find(service);
  if (stopped || at == tested.end()) co_return;
  Tested& one = at->second;
  one.under_way = false;
  if (version != image_version) co_return;  // Of a policy that is over; the next one is due soon.
  if (reply) one.now.latency = reply->latency;
  note(one, reply ? judge(one, question, *reply) : reply.error().message);
}

std::string SelfTester::State::judge(Tested& one, const std::string& question, const SelfTestReply& reply) {
  const auto keys = parts.keys();
  const auto answer = gate::read_self_test_body(keys, question, reply.body);
  if (!answer) {
    one.now.verdict.clear();
    return fmt::format("nginx answered {} itself, and no worker's gate was asked", reply.status);
  }
  one.now.verdict = gate::name(answer->verdict);
  one.now.rule = answer->rule;
  one.now.worker = answer->worker;
  if (answer->image != expected->image().digest())
    return fmt::format("worker {} uses image {} and not {}", answer->worker, answer->image_version,
                       image_version);
  const posture::Level level = parts.level(one.service->name);
  if (level == posture::Level::kClosed || answer->verdict == SelfTestVerdict::kDoor) {
    if (level == posture::Level::kClosed && answer->verdict == SelfTestVerdict::kDoor) return {};
    return level == posture::Level::kClosed ? "the door is closed, and lets a self-test in"
                                            : "the door refuses it, and is not closed";
  }
  const auto wanted =
      expected->of(one.index, level != posture::Level::kOpen, one.place, parts.clock.real_now());
  if (answer->verdict != wanted.verdict)
    return fmt::format("worker {} {}, where its rules would have {}", answer->worker,
                       verdict_words(answer->verdict), verdict_words(wanted.verdict));
  if (answer->rule != wanted.rule)
    return fmt::format("{} refused it, where {} should have", rule_words(answer->rule),
                       rule_words(wanted.rule));
  return {};
}

void SelfTester::State::note(Tested& one, const std::string& why) {
  const bool first = !one.now.at;
  const bool held = one.now.ok;
  one.now.at = parts.clock.real_now();
  const BootTime now = parts.clock.boot_now();
  if (why.empty()) {
    one.failures = 0;
    one.now.ok = true;
    one.now.why.clear();
    one.now.ok_at = one.now.at;
    one.now.overdue = false;
    one.proven_or_begun = now;
    one.due = now + kEvery;
  } else {
    ++one.failures;
    one.due = now + (one.failures == 1 ? kAgainSoon : kAgainLater);
    if (one.failures == 1) {
      if (first) one.now.at.reset();
      return;
    }
    one.now.ok = false;
    one.now.why = why;
  }
  if (first || held != one.now.ok) parts.changed(one.service->name, one.now);
}

InspectionNow SelfTester::of(std::string_view name) const {
  const State& state = *state_;
  InspectionNow now;
  const auto at = state.tested.find(name);
  if (at == state.tested.end()) return now;
  const policy::Service& service = *at->second.service;
  now.mode = service.inspection.mode;
  now.rules = state.expected->rules(at->second.index);
  now.rules_sha256 = state.expected->rules_sha256(at->second.index);
  now.self_test = at->second.now;
  const RealTime real = state.parts.clock.real_now();
  for (const policy::RuleExclusion& exclusion : service.inspection.exclusions) {
    if (exclusion.until && *exclusion.until <= real) continue;
    ++now.exclusions;
    if (exclusion.until && (!now.next_expiry || *exclusion.until < *now.next_expiry))
      now.next_expiry = exclusion.until;
  }
  return now;
}

}  // namespace bulkhead::control
