#include "control/health/prober.h"

#include <map>
#include <tuple>
#include <vector>

#include "control/health/probe.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "control/health/pace.h"
#include "control/health/resolver.h"
#include "os/clock.h"
#include "os/random.h"

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// How long a probe that finds no room, or no address yet, waits before it looks again.
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
  std::string service;
  std::string url;
  Question question;
  Milliseconds interval{5'000};
  ServerHealth health;
  asio::steady_timer timer;
  bool gone = false;

  ServerView view() const { return {url, health.health(), health.since(), health.latency(), health.error()}; }
};

}  // namespace

struct Prober::State : std::enable_shared_from_this<Prober::State> {
  State(asio::io_context& context_, os::Clock& clock_, os::Random& random_, Changed changed_)
      : context(context_),
        clock(clock_),
        random(random_),
        changed(std::move(changed_)),
        tls(asio::ssl::context::tls_client) {
    error_code ignored;  // Without authorities nothing verifies, and every probe says so.
    tls.set_default_verify_paths(ignored);
  }

  asio::awaitable<void> run(std::shared_ptr<Server> server);
  asio::awaitable<Probed> ask(Server& server);
  asio::awaitable<void> wait(Server& server, Milliseconds time);

  asio::io_context& context;
  os::Clock& clock;
  os::Random& random;
  Changed changed;
  asio::ssl::context tls;
  Resolver resolver;
  std::size_t probes = 0;
  /// Per service in the order of the policy.
  std::map<std::string, std::vector<std::shared_ptr<Server>>, std::less<>> servers;
};

asio::awaitable<void> Prober::State::wait(Server& server, Milliseconds time) {
  error_code ignored;
  server.timer.expires_after(time);
  co_await server.timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<Probed> Prober::State::ask(Server& server) {
  const MonoTime last = clock.mono_now() + server.question.timeout;
  auto address = resolver.address(server.question.host, clock.mono_now());
  while (!address && clock.mono_now() < last && !server.gone) {
    co_await wait(server, kLookAgain);
    address = resolver.address(server.question.host, clock.mono_now());
  }
  if (!address)
    co_return Probed{false,
                     {},
                     fmt::format("cannot resolve {}: no answer within {} ms", server.question.host,
                                 server.question.timeout.count())};
  if (!*address) co_return Probed{false, {}, address->error().message};
  Question question = server.question;
  question.address = **address;
  ++probes;
  const Probed probed = co_await probe(context, tls, std::move(question));
  --probes;
  co_return probed;
}

asio::awaitable<void> Prober::State::run(std::shared_ptr<Server> server) {
  const auto self = shared_from_this();
  co_await wait(*server, first_wait(server->interval, random.next()));
  while (!server->gone) {
    while (probes >= kProbesMax && !server->gone) co_await wait(*server, kLookAgain);
    if (server->gone) break;
    const Probed probed = co_await ask(*server);
    if (server->gone) break;
    if (server->health.note(probed, clock.real_now()) && changed) changed(server->service, server->view());
    co_await wait(*server, next_wait(server->interval, random.next()));
  }
}

Prober::Prober(asio::io_context& context, os::Clock& clock, os::Random& random, Changed changed)
    : state_(std::make_shared<State>(context, clock, random, std::move(changed))) {}

Prober::~Prober() { stop(); }

void Prober::follow(const policy::Policy& policy) {
  auto before = std::exchange(state_->servers, {});
  for (const policy::Service& service : policy.services) {
    auto& now = state_->servers[service.name];
    for (const policy::Upstream& upstream : service.upstream) {
      auto server = std::make_shared<Server>(
          Server{service.name, url_of(upstream),
                 Question{"", upstream.host, upstream.port, upstream.scheme == "https",
                          host_field(service, upstream), service.health.path, service.health.timeout,
                          service.health.expect_status_max},
                 service.health.interval, ServerHealth({service.health.fall, service.health.rise}),
                 asio::steady_timer(state_->context)});
      for (const auto& known : before[service.name])
        if (known->url == server->url) server->health = known->health;
      now.push_back(server);
      asio::co_spawn(state_->context, state_->run(server), asio::detached);
    }
  }
  for (auto& [name, servers] : before)
    for (auto& server : servers) {
      server->gone = true;
      server->timer.cancel();
    }
}

ServiceHealth Prober::of(std::string_view service) const {
  ServiceHealth health;
  const auto at = state_->servers.find(service);
  if (at != state_->servers.end())
    for (const auto& server : at->second) health.servers.push_back(server->view());
  return health;
}

std::size_t Prober::probes() const { return state_->probes; }

void Prober::stop() {
  for (auto& [name, servers] : state_->servers)
    for (auto& server : servers) {
      server->gone = true;
      server->timer.cancel();
    }
  state_->servers.clear();
}

}  // namespace bulkhead::control::health
