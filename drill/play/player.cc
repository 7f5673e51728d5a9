#include "drill/play/player.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "drill/people/tasks.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr Milliseconds kStopHeardEvery{100};

}  // namespace

struct Player::Play {
  Play(Player& player_, std::span<const Visit> visits_, const std::atomic<bool>& stop_)
      : player(player_),
        visits(visits_),
        stop(stop_),
        timer(player_.context_),
        began(Clock::now()),
        done(visits_.size()) {}

  awaitable<void> conduct();
  awaitable<void> visit(const Visit& one);
  void note(const Visit& one, const TaskResult& result) {
    ++done[static_cast<std::size_t>(&one - visits.data())];
    tally.add(player.scenario_.groups[one.group].name, std::chrono::duration_cast<Milliseconds>(Clock::now() - began), result);
  }
  void count_undone();
  bool is_over() const { return stop || Clock::now() - began > player.scenario_.lasts() + kDrainMax; }

  Player& player;
  std::span<const Visit> visits;
  const std::atomic<bool>& stop;
  asio::steady_timer timer;
  Clock::time_point began;
  std::vector<std::size_t> done;  ///< Tasks of each visit that have ended.
  std::size_t begun = 0;          ///< Visits.
  std::size_t under_way = 0;
  Tally tally;
};

// Whoever came and is not done when the drill is over has waited in vain.
void Player::Play::count_undone() {
  for (std::size_t i = 0; i < begun; ++i)
    while (done[i] < visits[i].tasks.size())
      note(visits[i], {visits[i].tasks[done[i]], TaskEnd::kLate, 0, Nanoseconds(0), "not done when the drill was over"});
}

awaitable<void> Player::Play::visit(const Visit& one) {
  const Group& group = player.scenario_.groups[one.group];
  Dice dice(one.seed);
  Browser browser(player.context_, player.target_,
                  {one.address, group.language, fmt::format("Mozilla/5.0 (drill; {})", group.name)});
  ++under_way;
  for (const TaskKind& task : one.tasks) {
    const PlayedService* service = player.country_.find(task.service);  // the scenario was checked against the country
    const auto page_took = [&](Nanoseconds took) { tally.add_page(task.service, group.name, took); };
    Actor actor{browser, dice, one.person, group.think, page_took, nullptr};
    note(one, co_await do_task(actor, *service, task.who));
  }
  --under_way;
}

awaitable<void> Player::Play::conduct() {
  error_code ignored;
  for (const Visit& one : visits) {
    const auto due = began + one.at;
    while (!stop && Clock::now() < due) {
      timer.expires_at(std::min(due, Clock::now() + kStopHeardEvery));
      co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (stop) break;
    ++begun;
    if (under_way < kVisitsAtOnceMax) asio::co_spawn(player.context_, visit(one), asio::detached);
  }
  while (under_way > 0 && !is_over()) {
    timer.expires_after(kStopHeardEvery);
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  count_undone();
  player.context_.stop();
}

Player::Player(asio::io_context& context, const Scenario& scenario, const Country& country, const Target& target)
    : context_(context), scenario_(scenario), country_(country), target_(target) {}

Tally Player::run(std::span<const Visit> visits, const std::atomic<bool>& stop) {
  Play play(*this, visits, stop);
  asio::co_spawn(context_, play.conduct(), asio::detached);
  context_.restart();
  context_.run();
  return std::move(play.tally);
}

}  // namespace bulkhead::drill
