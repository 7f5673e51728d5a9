// What comes to the daemon over the wire: the target of a request, its Authorization, its JSON body, and a probe's status
// line. The first three lines of the input are the former and the last of these, the rest is the body. A refusal is a
// 4xx with a well-formed body of its own.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/utf8.h"
#include "control/health/status_line.h"
#include "control/rest/auth.h"
#include "control/rest/body.h"
#include "control/rest/exchange.h"
#include "control/rest/problem.h"
#include "posture/order.h"

namespace {

using namespace bulkhead;
using namespace bulkhead::control;
using rest::Body;

std::string_view take_line(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

void check_refusal(const rest::Response& response) {
  BULKHEAD_ASSERT(response.status >= 400 && response.status < 500);
  BULKHEAD_ASSERT(is_utf8(response.body) && nlohmann::json::accept(response.body));
}

void check_target(std::string_view target) {
  rest::Request request;
  if (Status read = rest::read_target(target, request); !read) {
    check_refusal(rest::problem(read.error()));
    return;
  }
  BULKHEAD_ASSERT(request.path.starts_with('/') && request.path.find('\0') == std::string::npos);
  BULKHEAD_ASSERT(request.query.size() <= rest::kQueryParametersMax);
  if (const auto wrong = rest::unknown_parameter(request, {"limit", "before"})) check_refusal(*wrong);
}

void check_authorization(std::string_view field) {
  const auto caller = rest::caller_of_authorization(nullptr, field, RealTime{});
  BULKHEAD_ASSERT(!caller || (field.empty() && caller->kind == rest::Caller::Kind::kNobody));
}

/// The keys of POST /api/v1/orders, and one of each kind besides.
void check_body(std::string_view json) {
  Body body(json);
  const std::string scope = body.text("scope", 128);
  BULKHEAD_ASSERT(scope.size() <= 128 && is_utf8(scope));
  (void)posture::parse_scope(scope);
  (void)posture::parse_level(body.text_if_any("level", 32).value_or(""));
  (void)body.flag("dry_run");
  if (const auto share = body.number_if_any("share", 1, 1'000))
    BULKHEAD_ASSERT(*share >= 1 && *share <= 1'000);
  if (const auto lasts = body.duration_if_any("for")) BULKHEAD_ASSERT(*lasts >= Milliseconds(0));
  (void)body.instant_if_any("until");
  for (const auto& [language, text] : body.translated("public_text", 500, 16))
    BULKHEAD_ASSERT(text.size() <= 500 && is_utf8(language) && is_utf8(text));
  for (Body& stage : body.objects("then", 6)) {
    (void)stage.text("level", 32);
    (void)stage.duration_if_any("lasts");
    body.adopt(stage);
  }
  if (const auto wrong = body.problem()) check_refusal(*wrong);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(bytes), size);
  check_target(take_line(rest));
  check_authorization(take_line(rest));
  if (const auto status = health::status_of(take_line(rest)))
    BULKHEAD_ASSERT(*status >= 100 && *status < 1'000);
  check_body(rest);
  return 0;
}
