#include "control/health/prober.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "control/health/probe.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "control/health/pace.h"
#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// While names are being looked up: how soon it is looked again whether any was answered, after a look that found some and after
/// one that found none. One look, however many servers wait.
constexpr Milliseconds kLookSoon{1};
constexpr Milliseconds kLookAgain{20};

std::string url_of(const policy::Upstream& upstream) {
  const bool v6 = upstream.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", upstream.scheme, v6 ? "[" : "", upstream.host, v6 ? "]" : "",
                     upstream.port);
}

/// The Host field that people's requests would bring; a wildcard stands for no name in particular.
std::string host_field(const policy::Service& service, const policy::Upstream& upstream) {
  for (const std::string& host : service.hosts)
    if (!host.starts_with('*')) return host;
  return upstream.host;
}

struct Server {
  const policy::Service& service;
  const policy::Upstream& upstream;
  ServerHealth health;
  /// By when its name must be resolved, while it is not.
  std::optional<MonoTime> resolve_by = {};
  /// Of its turns only the one of this number counts.
  std::uint64_t turn = 0;
  /// Among those to be told when its name is answered.
  bool waits_for_name = false;
  bool gone = false;

  ServerView view() const {
    return {url_of(upstream), health.health(), health.since(), health.latency(), health.error()};
  }
  Question question(std::string address) const {
    const policy::HealthProbe& probe = service.health;
    return {std::move(address),
            upstream.host,
            upstream.port,
            upstream.scheme == "https",
            host_field(service, upstream),
            probe.path,
            probe.timeout,
            probe.expect_status_max};
  }
};

/// A thousand servers wait for their turn in a queue, not each in a coroutine of its own.
struct Turn {
  MonoTime at;
  std::shared_ptr<Server> server;
  std::uint64_t number;
  bool operator>(const Turn& other) const { return at > other.at; }
};

}  // namespace

struct Prober::State : std::enable_shared_from_this<Prober::State> {
  State(asio::io_context& context_, os::Clock& clock_, os::Random& random_, Changed changed_,
        Resolver::LookUp look_up)
      : context(context_),
        clock(clock_),
        random(random_),
        changed(std::move(changed_)),
        tls(asio::ssl::context::tls_client),
        resolver(std::move(look_up)),
        timer(context_),
        look_timer(context_) {
    error_code ignored;  // Without authorities nothing verifies, and every probe says so.
    tls.set_default_verify_paths(ignored);
  }

  std::span<const std::shared_ptr<Server>> of(std::string_view service) const;
  void give_turn(const std::shared_ptr<Server>& server, MonoTime at);
  void wait_for_next();
  void start_due();
  void wait_for_names(Milliseconds wait);
  void take_names();
  void start(const std::shared_ptr<Server>& server);
  asio::awaitable<void> ask(std::shared_ptr<Server> server, Question question);
  void note(const std::shared_ptr<Server>& server, const Probed& probed);

  asio::io_context& context;
  os::Clock& clock;
  os::Random& random;
  Changed changed;
  asio::ssl::context tls;
  Resolver resolver;
  std::size_t probes = 0;
  /// What the servers refer to.
  std::shared_ptr<const policy::Policy> policy;
  /// Per service of the policy, in its order.
  std::vector<std::vector<std::shared_ptr<Server>>> servers;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  asio::steady_timer timer;
  /// Servers by the name that they wait for, each once.
  std::map<std::string, std::vector<std::shared_ptr<Server>>> waiting;
  asio::steady_timer look_timer;
  bool looks_for_names = false;
};

std::span<const std::shared_ptr<Server>> Prober::State::of(std::string_view service) const {
  const policy::Service* known = policy ? policy->find_service(service) : nullptr;
  if (known == nullptr || servers.empty()) return {};
  return servers[static_cast<std::size_t>(known - policy->services.data())];
}

/// In place of the turn it had.
void Prober::State::give_turn(const std::shared_ptr<Server>& server, MonoTime at) {
  turns.push({at, server, ++server->turn});
}

void Prober::State::wait_for_next() {
  // When there is no room, the next probe that ends goes on.
  if (turns.empty() || probes >= kProbesMax) return;
  timer.expires_after(std::max(turns.top().at - clock.mono_now(), MonoTime::duration(0)));
  timer.async_wait([self = shared_from_this()](error_code cancelled) {
    if (!cancelled) self->start_due();
  });
}

void Prober::State::start_due() {
  const MonoTime now = clock.mono_now();
  while (!turns.empty() && turns.top().at <= now && probes < kProbesMax) {
    const Turn turn = turns.top();
    turns.pop();
    if (!turn.server->gone && turn.number == turn.server->turn) start(turn.server);
  }
  wait_for_next();
}

void Prober::State::start(const std::shared_ptr<Server>& server) {
  const std::string& host = server->upstream.host;
  const MonoTime now = clock.mono_now();
  const auto address = resolver.address(host, now);
  wait_for_names(kLookSoon);
  if (address) {
    server->resolve_by.reset();
    if (!*address) return note(server, {false, {}, address->error().message});
    ++probes;
    asio::co_spawn(context, ask(server, server->question(**address)), asio::detached);
    return;
  }
  const Milliseconds timeout = server->service.health.timeout;
  if (!server->resolve_by) server->resolve_by = now + timeout;
  if (!std::exchange(server->waits_for_name, true)) waiting[host].push_back(server);
  if (now < *server->resolve_by) return give_turn(server, *server->resolve_by);
  server->resolve_by.reset();
  note(server, {false, {}, fmt::format("cannot resolve {}: no answer within {} ms", host, timeout.count())});
}

void Prober::State::wait_for_names(Milliseconds wait) {
  // Without servers (after stop() there are none) nobody waits for what may never come.
  if (looks_for_names || servers.empty() || !resolver.is_looking_up()) return;
  looks_for_names = true;
  look_timer.expires_after(wait);
  look_timer.async_wait([self = shared_from_this()](error_code cancelled) {
    self->looks_for_names = false;
    if (!cancelled) self->take_names();
  });
}

void Prober::State::take_names() {
  const MonoTime now = clock.mono_now();
  const std::vector<std::string> answered = resolver.take_answers(now);
  for (const std::string& host : answered) {
    const auto found = waiting.find(host);
    if (found == waiting.end()) continue;
    for (const auto& server : found->second) {
      server->waits_for_name = false;
      // One that gave up meanwhile asks at its next turn.
      if (server->resolve_by) give_turn(server, now);
    }
    waiting.erase(found);
  }
  wait_for_names(answered.empty() ? kLookAgain : kLookSoon);
  wait_for_next();
}

// A server that is gone may have outlived the policy that it refers to.
asio::awaitable<void> Prober::State::ask(std::shared_ptr<Server> server, Question question) {
  const auto self = shared_from_this();
  const Probed probed = co_await probe(context, tls, std::move(question));
  --probes;
  if (!server->gone) note(server, probed);
  start_due();
}

void Prober::State::note(const std::shared_ptr<Server>& server, const Probed& probed) {
  if (server->health.note(probed, clock.real_now()) && changed) changed(server->service.name, server->view());
  give_turn(server, clock.mono_now() + next_wait(server->service.health.interval, random.next()));
}

Prober::Prober(asio::io_context& context, os::Clock& clock, os::Random& random, Changed changed,
               Resolver::LookUp look_up)
    : state_(std::make_shared<State>(context, clock, random, std::move(changed), std::move(look_up))) {}

Prober::~Prober() { stop(); }

void Prober::follow(std::shared_ptr<const policy::Policy> policy) {
  State& state = *state_;
  const auto policy_before = std::exchange(state.policy, std::move(policy));
  const auto before = std::exchange(state.servers, {});
  state.turns = {};
  state.waiting.clear();
  std::set<std::string> names;
  const MonoTime now = state.clock.mono_now();
  for (const policy::Service& service : state.policy->services) {
    auto& of_service = state.servers.emplace_back();
    for (const policy::Upstream& upstream : service.upstream) {
      const ServerHealth nothing_known({service.health.fall, service.health.rise});
      of_service.push_back(std::make_shared<Server>(service, upstream, nothing_known));
      const auto first = first_wait(service.health.interval, state.random.next());
      state.give_turn(of_service.back(), now + first);
      names.insert(upstream.host);
    }
  }
  state.resolver.keep_only(names);
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (const auto& known : before[i]) {
      known->gone = true;
      for (const auto& server : state.of(known->service.name))
        if (server->upstream == known->upstream) {
          server->health = known->health;
          server->health.set_thresholds({server->service.health.fall, server->service.health.rise});
        }
    }
  }
  state.wait_for_next();
}

ServiceHealth Prober::of(std::string_view service) const {
  ServiceHealth health;
  for (const auto& server : state_->of(service)) health.servers.push_back(server->view());
  return health;
}

std::size_t Prober::probes() const { return state_->probes; }

void Prober::stop() {
  for (const auto& of_service : state_->servers)
    for (const auto& server : of_service) server->gone = true;
  state_->servers.clear();
  state_->turns = {};
  state_->waiting.clear();
  state_->timer.cancel();
  state_->look_timer.cancel();
}

}  // namespace bulkhead::control::health
