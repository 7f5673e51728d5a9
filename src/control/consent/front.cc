#include "control/consent/front.h"

#include <charconv>

#include "control/rest/problem.h"

namespace bulkhead::control {
namespace {

std::string_view value_of(const rest::Request& request, std::string_view key) {
  for (const auto& [name, value] : request.query)
    if (name == key) return value;
  return {};
}

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(port) : std::nullopt;
}

}  // namespace

rest::Caller ConsentFront::caller_of_uid(std::uint32_t) { return {}; }
Result<rest::Caller> ConsentFront::caller_of_authorization(std::string_view) { return rest::Caller{}; }
std::size_t ConsentFront::body_bytes_max(std::string_view, std::string_view) { return 0; }

rest::Reply ConsentFront::answer(rest::Request request) {
  if (request.method != "GET" || request.path != kPath)
    return rest::problem({ErrorCode::kNotFound, "there is nothing here"});
  const auto asker = Address::parse(value_of(request, "from"));
  const auto address = Address::parse(value_of(request, "address"));
  const auto port = port_of(value_of(request, "port"));
  if (!asker || !address || !port)
    return rest::problem({ErrorCode::kInvalid, "the gateway did not say who asked, or where"});
  const auto answer = desk_.answer({value_of(request, "nonce"), *asker, *address, *port});
  if (!answer && answer.error().code == ErrorCode::kLimit)
    return rest::http_problem(429, "limit", answer.error().message);
  if (!answer) return rest::problem(answer.error());
  rest::Response response;
  response.body = to_json(*answer);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

rest::ServerLimits consent_limits() {
  return {.connections_max = 16,
          .header_bytes_max = 4u << 10,
          .read_max = std::chrono::seconds(5),
          .write_max = std::chrono::seconds(5),
          .answer_max = std::chrono::seconds(5)};
}

}  // namespace bulkhead::control
