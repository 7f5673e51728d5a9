#include "control/health/resolver.h"

#include <algorithm>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace bulkhead::control::health {
namespace {

namespace asio = boost::asio;

Result<std::string> look_up(const std::string& host) {
  asio::io_context context;
  boost::system::error_code error;
  const auto found = asio::ip::tcp::resolver(context).resolve(host, "", error);
  if (error || found.empty())
    return fail(ErrorCode::kUnavailable, fmt::format("cannot resolve {}: {}", host, error.message()));
  return found.begin()->endpoint().address().to_string();
}

}  // namespace

struct Resolver::Lookup {
  std::mutex mutex;
  std::optional<Result<std::string>> answer;
};

std::optional<Result<std::string>> Resolver::address(const std::string& host, MonoTime now) {
  boost::system::error_code not_an_address;
  asio::ip::make_address(host, not_an_address);
  if (!not_an_address) return host;
  if (!names_.contains(host) && names_.size() >= kNamesMax)
    return fail(ErrorCode::kLimit, fmt::format("too many names of upstream servers: at most {}", kNamesMax));
  Name& name = names_[host];
  take_answer(name, now);
  const bool stale = !name.known || now - name.known_at >= kFreshFor;
  if (stale && !name.lookup && lookups_running() < kLookupsMax) start(host, name);
  return name.known;
}

void Resolver::take_answer(Name& name, MonoTime now) {
  if (!name.lookup) return;
  std::optional<Result<std::string>> answer;
  {
    const std::scoped_lock lock(name.lookup->mutex);
    answer = name.lookup->answer;
  }
  if (!answer) return;
  name.lookup = nullptr;
  name.known_at = now;
  // A name that was known stays so when its name server is away.
  if (answer->has_value() || !name.known || !name.known->has_value()) name.known = std::move(answer);
}

void Resolver::start(const std::string& host, Name& name) {
  name.lookup = std::make_shared<Lookup>();
  try {
    std::thread([host, lookup = name.lookup] {
      auto answer = look_up(host);
      const std::scoped_lock lock(lookup->mutex);
      lookup->answer = std::move(answer);
    }).detach();
  } catch (const std::system_error&) {  // No thread to be had: asked again at the next probe.
    name.lookup = nullptr;
  }
}

std::size_t Resolver::lookups_running() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(names_, [](const auto& entry) { return entry.second.lookup != nullptr; }));
}

}  // namespace bulkhead::control::health
