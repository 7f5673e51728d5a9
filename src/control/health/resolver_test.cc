// Addresses need no name server; names are answered without the caller ever waiting, at most so many are looked up at once, and
// names that nobody has any more are forgotten.

#include "control/health/resolver.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace bulkhead::control::health {
namespace {

constexpr MonoTime kNow{std::chrono::hours(1)};

Result<std::string> wait_for(Resolver& resolver, const std::string& host, MonoTime now) {
  auto answer = resolver.address(host, now);
  while (!answer) {
    std::this_thread::yield();
    resolver.take_answers(now);
    answer = resolver.address(host, now);
  }
  return *answer;
}

TEST(Resolver, AnswersAddressesAtOnce) {
  Resolver resolver;
  EXPECT_EQ(resolver.address("127.0.0.1", kNow), "127.0.0.1");
  EXPECT_EQ(resolver.address("::1", kNow), "::1");
}

TEST(Resolver, LooksNamesUpAndRemembersThem) {
  Resolver resolver;
  const auto address = wait_for(resolver, "localhost", kNow);
  ASSERT_TRUE(address);
  EXPECT_TRUE(*address == "127.0.0.1" || *address == "::1") << *address;
  EXPECT_TRUE(resolver.address("localhost", kNow + Resolver::kFreshFor - Milliseconds(1)));
  // Old, but given while the new one is fetched.
  EXPECT_TRUE(resolver.address("localhost", kNow + Resolver::kFreshFor));
}

TEST(Resolver, SaysWhichNameHasNoAddress) {
  Resolver resolver;
  const auto address = wait_for(resolver, "no such name", kNow);  // A blank: refused without asking anybody.
  ASSERT_FALSE(address);
  EXPECT_NE(address.error().message.find("no such name"), std::string::npos);
}

/// A name server that answers when the test says so, and remembers in which order it was asked.
class Names {
 public:
  Resolver::LookUp look_up() const {
    return [state = state_](const std::string& host) -> Result<std::string> {
      std::unique_lock lock(state->mutex);
      state->asked.insert(host);
      state->changed.notify_all();
      state->changed.wait(lock, [&] { return state->answered.contains(host); });
      return "192.0.2.1";
    };
  }
  ~Names() {
    for (const std::string& host : asked()) answer(host);
  }
  void answer(const std::string& host) {
    const std::scoped_lock lock(state_->mutex);
    state_->answered.insert(host);
    state_->changed.notify_all();
  }
  std::set<std::string> asked() const {
    const std::scoped_lock lock(state_->mutex);
    return state_->asked;
  }
  void wait_until_asked(const std::string& host) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(lock, [&] { return state_->asked.contains(host); });
  }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::set<std::string> asked;
    std::set<std::string> answered;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

std::vector<std::string> wait_for_answers(Resolver& resolver) {
  std::vector<std::string> answered;
  while (answered.empty()) {
    std::this_thread::yield();
    answered = resolver.take_answers(kNow);
  }
  return answered;
}

TEST(Resolver, LooksUpSoManyAtOnceAndTheOthersInTurn) {
  Names names;
  Resolver resolver(names.look_up());
  const auto name = [](std::size_t i) { return "name-" + std::to_string(i); };
  for (std::size_t i = 0; i < Resolver::kLookupsMax + 2; ++i) {
    EXPECT_FALSE(resolver.address(name(i), kNow));
    EXPECT_FALSE(resolver.address(name(i), kNow)) << "asked for twice, looked up once";
  }
  for (std::size_t i = 0; i < Resolver::kLookupsMax; ++i) names.wait_until_asked(name(i));
  EXPECT_EQ(names.asked().size(), Resolver::kLookupsMax);
  names.answer(name(3));
  EXPECT_EQ(wait_for_answers(resolver), std::vector<std::string>{name(3)});
  EXPECT_EQ(resolver.address(name(3), kNow), "192.0.2.1");
  names.wait_until_asked(name(Resolver::kLookupsMax));
  EXPECT_EQ(names.asked().size(), Resolver::kLookupsMax + 1) << "the last one still waits";
  EXPECT_TRUE(resolver.is_looking_up());
  EXPECT_TRUE(resolver.take_answers(kNow).empty());
}

TEST(Resolver, ForgetsNamesThatNobodyHas) {
  Resolver resolver([](const std::string&) -> Result<std::string> { return "192.0.2.1"; });
  for (std::size_t i = 0; i < Resolver::kNamesMax; ++i) {
    const auto answer = resolver.address("name-" + std::to_string(i), kNow);
    EXPECT_TRUE(!answer || *answer) << i;
  }
  const auto refused = resolver.address("one-more", kNow);
  ASSERT_TRUE(refused && !*refused);
  EXPECT_EQ(refused->error().code, ErrorCode::kLimit);
  resolver.keep_only({"name-0", "one-more"});
  EXPECT_EQ(wait_for(resolver, "one-more", kNow), "192.0.2.1");
  EXPECT_EQ(wait_for(resolver, "name-0", kNow), "192.0.2.1");
  while (resolver.is_looking_up()) resolver.take_answers(kNow);
}

TEST(Resolver, AnAnswerForANameThatIsForgottenIsNobodysAnswer) {
  Names names;
  Resolver resolver(names.look_up());
  EXPECT_FALSE(resolver.address("gone", kNow));
  names.wait_until_asked("gone");
  resolver.keep_only({});
  names.answer("gone");
  while (resolver.is_looking_up()) EXPECT_TRUE(resolver.take_answers(kNow).empty());
  EXPECT_FALSE(resolver.address("gone", kNow)) << "looked up anew";
  EXPECT_EQ(wait_for_answers(resolver), std::vector<std::string>{"gone"});
}

}  // namespace
}  // namespace bulkhead::control::health
