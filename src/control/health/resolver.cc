#include "control/health/resolver.h"

#include <mutex>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;

}  // namespace

/// Where threads leave what they found.
struct Resolver::Answers {
  std::mutex mutex;
  std::vector<std::pair<std::string, Result<std::string>>> found;
};

Result<std::string> Resolver::ask_system(const std::string& host) {
  asio::io_context context;
  boost::system::error_code error;
  const auto found = asio::ip::tcp::resolver(context).resolve(host, "", error);
  if (error || found.empty())
    return fail(ErrorCode::kUnavailable, fmt::format("cannot resolve {}: {}", host, error.message()));
  return found.begin()->endpoint().address().to_string();
}

Resolver::Resolver(LookUp look_up) : look_up_(std::move(look_up)), answers_(std::make_shared<Answers>()) {}

std::optional<Result<std::string>> Resolver::address(const std::string& host, MonoTime now) {
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return host;
  if (!names_.contains(host) && names_.size() >= kNamesMax)
    return fail(ErrorCode::kLimit, fmt::format("too many names of upstream servers: at most {}", kNamesMax));
  Name& name = names_[host];
  const bool stale = !name.known || now - name.known_at >= kFreshFor;
  if (stale && !name.wanted) {
    name.wanted = true;
    turns_.push_back(host);
    give_turns();
  }
  return name.known;
}

std::vector<std::string> Resolver::take_answers(MonoTime now) {
  decltype(Answers::found) found;
  {
    const std::scoped_lock lock(answers_->mutex);
    found.swap(answers_->found);
  }
  running_ -= found.size();
  std::vector<std::string> hosts;
  for (auto& [host, answer] : found) {
    const auto known = names_.find(host);
    if (known == names_.end()) continue;
    Name& name = known->second;
    name.wanted = false;
    name.known_at = now;
    // A name that was known stays so when its name server is away.
    if (answer || !name.known || !*name.known) name.known = std::move(answer);
    hosts.push_back(host);
  }
  give_turns();
  return hosts;
}

void Resolver::keep_only(const std::set<std::string>& hosts) {
  std::erase_if(names_, [&](const auto& name) { return !hosts.contains(name.first); });
  std::erase_if(turns_, [&](const std::string& host) { return !hosts.contains(host); });
}

void Resolver::give_turns() {
  while (!turns_.empty() && running_ < kLookupsMax && start(turns_.front())) turns_.pop_front();
}

bool Resolver::start(const std::string& host) {
  try {
    std::thread([host, look_up = look_up_, answers = answers_] {
      auto answer = look_up(host);
      const std::scoped_lock lock(answers->mutex);
      answers->found.emplace_back(host, std::move(answer));
    }).detach();
  } catch (const std::
               system_error&) {  // No thread to be had: its turn comes with the next answer or the next name.
    return false;
  }
  ++running_;
  return true;
}

}  // namespace bulkhead::control::health
