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
using nlohmann::json;

constexpr std::string_view kClerk = "clerk-01";
constexpr std::string_view kPeopleColumn = "national_number";
constexpr std::size_t kPeopleMax = 5'000;
constexpr int kPerPage = 100;

json parsed(const Fetched& fetched) { return json::parse(fetched.body, nullptr, false); }

Error does_not_answer(const PlayedService& service, std::string_view path) {
  return {ErrorCode::kUnavailable, fmt::format("{} at {}:{} does not answer {} as a service of the demo does", service.name,
                                               service.upstream_address, service.upstream_port, path)};
}

awaitable<Status> ask_what_it_is(Browser& browser, PlayedService& service) {
  const Fetched answer = co_await browser.get(service.host, "/api/v1");
  const json about = answer.ok() ? parsed(answer) : json();
  if (!about.is_object()) co_return std::unexpected(does_not_answer(service, "/api/v1"));
  service.task = about.value("task", "");
  service.records = about.value("register", "");
  if (service.task.empty() || service.records.empty()) co_return std::unexpected(does_not_answer(service, "/api/v1"));
  co_return Status{};
}

awaitable<Status> list_people(Browser& browser, const PlayedService& service, std::vector<std::string>& people) {
  const json who = {{"clerk", kClerk}, {"password", password_of(kClerk)}};
  const Fetched session = co_await browser.post(service.host, "/api/v1/session", "application/json", who.dump());
  if (!session.ok()) co_return std::unexpected(does_not_answer(service, "/api/v1/session"));
  for (int page = 1; people.size() < kPeopleMax; ++page) {
    const std::string path = fmt::format("/api/v1/{}?per_page={}&page={}", service.records, kPerPage, page);
    const Fetched answer = co_await browser.get(service.host, path);
    const json listed = answer.ok() ? parsed(answer) : json();
    if (!listed.is_object() || !listed["items"].is_array()) co_return std::unexpected(does_not_answer(service, path));
    if (listed["items"].empty()) break;
    for (const json& item : listed["items"])
      if (const auto number = item.find(kPeopleColumn); number != item.end() && number->is_string())
        people.push_back(number->get<std::string>());
  }
  co_return Status{};
}

awaitable<Status> ask_all(asio::io_context& context, Country& country) {
  for (auto& [name, service] : country.services) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(service.upstream_address, error);
    if (error || !address.is_loopback())
      co_return fail(ErrorCode::kInvalid, fmt::format("{} is served by {}: a drill on this machine plays on loopback only", name,
                                                      service.upstream_address));
    const Target target{{address, service.upstream_port}, asio::ip::address_v4::loopback()};
    Browser browser(context, target, {"127.0.0.1", "en", "bulkhead-drill census"});
    if (Status known = co_await ask_what_it_is(browser, service); !known) co_return known;
    // The register of taxpayers, persons or the like names everybody; those of companies and hearings do not.
    if (country.national_numbers.empty())
      if (Status listed = co_await list_people(browser, service, country.national_numbers); !listed) co_return listed;
    if (country.national_numbers.empty()) continue;
    browser.forget();
    Dice dice(1);
    Actor actor{browser, dice, country.national_numbers.front(), std::string(kClerk), {}, {}, &service.answers};
    const TaskResult done = co_await do_task(actor, service, TaskKind::Who::kCitizen);
    if (done.end != TaskEnd::kFinished)
      co_return fail(ErrorCode::kUnavailable, fmt::format("the task of {} cannot be finished: {}", name, done.why));
  }
  co_return Status{};
}

}  // namespace

Result<Country> take_census(asio::io_context& context, const policy::Policy& policy) {
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
  Status asked = fail(ErrorCode::kUnavailable, "the census did not end");
  asio::co_spawn(context, ask_all(context, country), [&](const std::exception_ptr& broken, Status status) {
    if (!broken) asked = std::move(status);
  });
  context.restart();
  context.run();
  if (!asked) return fail_as(asked);
  if (country.national_numbers.empty())
    return fail(ErrorCode::kInvalid, "no service has a register of persons: the drill needs the demo's services");
  return country;
}

}  // namespace bulkhead::drill
