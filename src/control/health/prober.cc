#include "control/health/prober.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <queue>
#include <span>
#include <utility>
#include <vector>

#include "control/health/probe.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>

#include "control/health/pace.h"
#include "control/health/resolver.h"
#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// How long a server whose name has no address yet waits before it is looked at again.
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
  bool operator>(const Turn& other) const { return at > other.at; }
};

}  // namespace

struct Prober::State : std::enable_shared_from_this<Prober::State> {
  State(asio::io_context& context_, os::Clock& clock_, os::Random& random_, Changed changed_)
      : context(context_),
        clock(clock_),
        random(random_),
        changed(std::move(changed_)),
        tls(asio::ssl::context::tls_client),
        timer(context_) {
    error_code ignored;  // Without authorities nothing verifies, and every probe says so.
    tls.set_default_verify_paths(ignored);
  }

  std::span<const std::shared_ptr<Server>> of(std::string_view service) const;
  void wait_for_next();
  void start_due();
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
};

std::span<const std::shared_ptr<Server>> Prober::State::of(std::string_view service) const {
  const policy::Service* known = policy ? policy->find_service(service) : nullptr;
  if (known == nullptr || servers.empty()) return {};
  return servers[static_cast<std::size_t>(known - policy->services.data())];
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
    const std::shared_ptr<Server> server = turns.top().server;
    turns.pop();
    if (!server->gone) start(server);
  }
  wait_for_next();
}

void Prober::State::start(const std::shared_ptr<Server>& server) {
  const std::string& host = server->upstream.host;
  const MonoTime now = clock.mono_now();
  const auto address = resolver.address(host, now);
  if (address) {
    server->resolve_by.reset();
    if (!*address) return note(server, {false, {}, address->error().message});
    ++probes;
    asio::co_spawn(context, ask(server, server->question(**address)), asio::detached);
    return;
  }
  const Milliseconds timeout = server->service.health.timeout;
  if (!server->resolve_by) server->resolve_by = now + timeout;
  if (now < *server->resolve_by) return turns.push({now + kLookAgain, server});
  server->resolve_by.reset();
  note(server, {false, {}, fmt::format("cannot resolve {}: no answer within {} ms", host, timeout.count())});
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
  turns.push({clock.mono_now() + next_wait(server->service.health.interval, random.next()), server});
}

Prober::Prober(asio::io_context& context, os::Clock& clock, os::Random& random, Changed changed)
    : state_(std::make_shared<State>(context, clock, random, std::move(changed))) {}

Prober::~Prober() { stop(); }

void Prober::follow(std::shared_ptr<const policy::Policy> policy) {
  State& state = *state_;
  const auto policy_before = std::exchange(state.policy, std::move(policy));
  const auto before = std::exchange(state.servers, {});
  state.turns = {};
  const MonoTime now = state.clock.mono_now();
  for (const policy::Service& service : state.policy->services) {
    auto& of_service = state.servers.emplace_back();
    for (const policy::Upstream& upstream : service.upstream) {
      const ServerHealth nothing_known({service.health.fall, service.health.rise});
      of_service.push_back(std::make_shared<Server>(service, upstream, nothing_known));
      const auto first = first_wait(service.health.interval, state.random.next());
      state.turns.push({now + first, of_service.back()});
    }
  }
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
  state_->timer.cancel();
}

}  // namespace bulkhead::control::health
