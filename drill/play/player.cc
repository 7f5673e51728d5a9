#include "drill/play/player.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include "drill/people/tasks.h"
#include "drill/play/pause.h"

namespace bulkhead::drill {

using boost::asio::awaitable;

Player::Player(boost::asio::io_context& context, const Scenario& scenario, const Country& country,
               const Target& target, const Stage& stage)
    : context_(context), scenario_(scenario), country_(country), target_(target), stage_(stage) {}

Tally Player::tally_now() const {
  const std::lock_guard lock(mutex_);
  return tally_;
}

void Player::note(const Visit& one, Milliseconds begun, const TaskResult& result) {
  if (closed_) return;
  ++done_[static_cast<std::size_t>(&one - first_)];
  const std::lock_guard lock(mutex_);
  tally_.add(scenario_.groups[one.group].name, begun, stage_.now(), result);
}

void Player::count_undone(const Visit& one, std::string_view why) {
  if (closed_) return;
  std::size_t& done = done_[static_cast<std::size_t>(&one - first_)];
  while (done < one.tasks.size())
    note(one, one.at, {one.tasks[done], TaskEnd::kFailed, 0, Nanoseconds(0), std::string(why)});
}

Profile Player::profile_of(const Visit& one) const {
  const auto kept = profiles_.find({one.group, one.person});
  return kept == profiles_.end() ? Profile() : kept->second;
}

void Player::keep(const Visit& one, Profile profile) {
  const PersonKey key{one.group, one.person};
  if (scenario_.groups[one.group].first_visit) return;
  if (profiles_.size() < kProfilesMax || profiles_.contains(key)) profiles_[key] = std::move(profile);
}

awaitable<void> Player::do_tasks(const Visit& one, Browser& browser) {
  const Group& group = scenario_.groups[one.group];
  Dice dice(one.seed);
  for (const TaskKind& task : one.tasks) {
    if (stage_.is_cleared()) break;
    const auto page_took = [&](Nanoseconds took) {
      if (closed_) return;
      const std::lock_guard lock(mutex_);
      tally_.add_page(task.service, group.name, took);
    };
    const Milliseconds begun = stage_.now();
    Actor actor{browser, dice, one.person, group.think, page_took, nullptr};
    const TaskResult result = co_await do_task(actor, *country_.find(task.service), task.who);
    note(one, begun, result);
  }
}

awaitable<void> Player::visit(const Visit& one) {
  const Group& group = scenario_.groups[one.group];
  Browser browser(
      context_, target_,
      {one.address, group.language, fmt::format("Mozilla/5.0 (drill; {})", group.name), group.javascript},
      profile_of(one));
  try {
    co_await do_tasks(one, browser);
  } catch (const std::exception& exception) {
    count_undone(one, fmt::format("the drill itself broke: {}", exception.what()));
  }
  keep(one, browser.close());
}

awaitable<void> Player::play(std::span<const Visit> visits) {
  done_.assign(visits.size(), 0);
  first_ = visits.data();
  std::size_t begun = 0;
  for (const Visit& one : visits) {
    if (!co_await pause_until(stage_, stage_.when(one.at))) break;
    ++begun;
    if (under_way_ == kVisitsAtOnceMax) continue;
    ++under_way_;
    boost::asio::co_spawn(context_, visit(one), [this](const std::exception_ptr&) { --under_way_; });
  }
  const auto last = stage_.when(scenario_.lasts() + Stage::kDrainMax);
  while (under_way_ > 0 && Stage::Clock::now() < last &&
         co_await pause_until(stage_, Stage::Clock::now() + kLeaveWithin)) {
  }
  if (stage_.is_cleared()) co_return;
  for (const Visit& one : visits.first(begun)) count_undone(one, "not done when the drill was over");
  closed_ = true;
}

}  // namespace bulkhead::drill
