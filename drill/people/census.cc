#include "drill/people/census.h"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

#include "drill/people/tasks.h"

namespace bulkhead::drill {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using boost::system::error_code;
using nlohmann::json;

constexpr int kPerPage = 1000;
constexpr int kPagesMax = 200;
constexpr std::uint64_t kRehearsed = 4;

json parsed(const Fetched& fetched) { return json::parse(fetched.body, nullptr, false); }

Error does_not_answer(const PlayedService& service, std::string_view path) {
  return {ErrorCode::kUnavailable,
          fmt::format("{} at {}:{} does not answer {} as a service of the demo does", service.name,
                      service.upstream_address, service.upstream_port, path)};
}

awaitable<Status> ask_what_it_is(Browser& browser, PlayedService& service) {
  const Fetched answer = co_await browser.get(service.host, "/api/v1");
  const json about = answer.ok() ? parsed(answer) : json();
  if (!about.is_object()) co_return std::unexpected(does_not_answer(service, "/api/v1"));
  service.task = about.value("task", "");
  service.records = about.value("register", "");
  if (service.task.empty() || service.records.empty())
    co_return std::unexpected(does_not_answer(service, "/api/v1"));
  co_return Status{};
}

void take_citizens(const json& items, std::vector<std::string>& citizens) {
  for (const json& item : items)
    if (const auto number = item.is_object() ? item.find("national_number") : item.end();
        number != item.end() && number->is_string())
      citizens.push_back(number->get<std::string>());
}

// Walks through the service's register for those who are in it.
awaitable<Status> list_citizens(Browser& browser, PlayedService& service) {
  const std::string clerk = clerk_named(0);
  const json who = {{"clerk", clerk}, {"password", password_of(clerk)}};
  const Fetched session =
      co_await browser.post(service.host, "/api/v1/session", "application/json", who.dump());
  if (!session.ok()) co_return std::unexpected(does_not_answer(service, "/api/v1/session"));
  for (int page = 1; page <= kPagesMax; ++page) {
    const std::string path = fmt::format("/api/v1/{}?per_page={}&page={}", service.records, kPerPage, page);
    const Fetched answer = co_await browser.get(service.host, path);
    const json listed = answer.ok() ? parsed(answer) : json();
    if (!listed.is_object() || !listed["items"].is_array())
      co_return std::unexpected(does_not_answer(service, path));
    if (listed["items"].empty()) break;
    take_citizens(listed["items"], service.citizens);
  }
  browser.forget();
  if (!service.citizens.empty()) co_return Status{};
  co_return fail(
      ErrorCode::kInvalid,
      fmt::format("nobody is in the register of {}: the drill needs the demo's services", service.name));
}

// A few citizens do the task: which answers finish it is then known.
awaitable<Status> rehearse(Browser& browser, PlayedService& service) {
  for (std::uint64_t person = 0; person < kRehearsed; ++person) {
    Dice dice(person);
    Rehearsed& rehearsed = service.rehearsed.emplace_back(service.citizen(person));
    Actor actor{browser, dice, person, {}, {}, &rehearsed.answers};
    const TaskResult done = co_await do_task(actor, service, TaskKind::Who::kCitizen);
    browser.forget();
    if (done.end != TaskEnd::kFinished)
      co_return fail(ErrorCode::kUnavailable,
                     fmt::format("the task of {} cannot be finished: {}", service.name, done.why));
  }
  co_return Status{};
}

Result<Target> upstream_of(const PlayedService& service) {
  error_code error;
  const auto address = asio::ip::make_address(service.upstream_address, error);
  if (!error && address.is_loopback())
    return Target{{address, service.upstream_port}, asio::ip::address_v4::loopback()};
  return fail(ErrorCode::kInvalid, fmt::format("{} is served by {}: the census asks servers on loopback only",
                                               service.name, service.upstream_address));
}

awaitable<Status> ask(asio::io_context& context, PlayedService& service, const Target* gateway) {
  const Result<Target> target = gateway != nullptr ? *gateway : upstream_of(service);
  if (!target) co_return fail_as(target);
  Browser browser(context, *target, {target->from.to_string(), "en", "bulkhead-drill census"});
  if (Status known = co_await ask_what_it_is(browser, service); !known) co_return known;
  if (Status listed = co_await list_citizens(browser, service); !listed) co_return listed;
  co_return co_await rehearse(browser, service);
}

}  // namespace

Result<Country> take_census(asio::io_context& context, const policy::Policy& policy, const Target* target) {
  Country country;
  for (const policy::Service& service : policy.services) {
    if (service.upstream.empty() || service.hosts.empty()) continue;
    PlayedService played;
    played.name = service.name;
    played.host = service.hosts.front();
    played.upstream_address = service.upstream.front().host;
    played.upstream_port = service.upstream.front().port;
    country.services.emplace(service.name, std::move(played));
  }
  std::vector<Status> asked(country.services.size(), fail(ErrorCode::kUnavailable, "the census did not end"));
  auto outcome = asked.begin();
  for (auto& [name, service] : country.services)
    asio::co_spawn(context, ask(context, service, target),
                   [&status = *outcome++](const std::exception_ptr& broken, Status ended) {
                     if (!broken) status = std::move(ended);
                   });
  context.restart();
  context.run();
  for (const Status& status : asked)
    if (!status) return fail_as(status);
  for (const auto& [name, service] : country.services)
    country.persons.insert(service.citizens.begin(), service.citizens.end());
  return country;
}

}  // namespace bulkhead::drill
