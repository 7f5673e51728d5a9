// GET /api/v1/history

#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "control/orders/order_book.h"
#include "control/rest/body.h"
#include "control/rest/problem.h"
#include "control/rest/resources.h"
#include "control/rest/show.h"
#include "os/clock.h"

namespace bulkhead::control::rest {
namespace {

Result<std::optional<std::int64_t>> whole_number(const Request& request, std::string_view key,
                                                 std::int64_t max) {
  const auto text = parameter(request, key);
  if (!text) return std::optional<std::int64_t>();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < 1 || number > max)
    return fail(ErrorCode::kInvalid, fmt::format("{}: must be a whole number from 1 to {}", key, max));
  return std::optional(number);
}

}  // namespace

Reply get_history(Api& api, const Request& request) {
  if (auto wrong = unknown_parameter(request, {"limit", "before", "service"})) return *wrong;
  const auto limit = whole_number(request, "limit", kHistoryPageMax);
  if (!limit) return problem(limit.error(), "limit");
  const auto before = whole_number(request, "before", INT64_MAX);
  if (!before) return problem(before.error(), "before");
  if (!api.book) return store_broken();
  HistoryQuery query;
  query.limit = static_cast<std::size_t>(limit->value_or(static_cast<std::int64_t>(query.limit)));
  query.before = *before;
  if (const auto service = parameter(request, "service")) query.service = std::string(*service);
  const auto policy = api.policy();
  if (query.service && policy && !policy->find_service(*query.service))
    return problem({ErrorCode::kNotFound,
                    fmt::format("no service is called \"{}\"", escape_log(cut(*query.service, 80)))},
                   "service");
  const auto history = api.book->history(query);
  if (!history) return problem(history.error());
  Json entries = Json::array();
  for (const HistoryEntry& entry : *history) entries.push_back(show(entry));
  return json_response(200, {{"as_of", instant(api.clock.real_now())}, {"entries", std::move(entries)}});
}

}  // namespace bulkhead::control::rest
