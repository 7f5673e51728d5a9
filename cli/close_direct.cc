#include "cli/close_direct.h"

#include <fmt/core.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <system_error>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/direct_gateway.h"
#include "cli/failure.h"
#include "cli/moments.h"
#include "cli/posture_command.h"
#include "cli/session.h"
#include "control/orders/direct.h"
#include "os/random.h"

namespace bulkhead::cli {

namespace {

// The state folder is root's as a rule, so people come by way of sudo. Root could name anybody, and write the journal by hand:
// sudo's word is for the history, not a proof.
std::uint32_t uid_of_whoever_asks() {
  const std::uint32_t uid = geteuid();
  const char* behind = uid == 0 ? std::getenv("SUDO_UID") : nullptr;
  if (behind == nullptr) return uid;
  const std::string_view text = behind;
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && error == std::errc() && end == text.data() + text.size() ? number : uid;
}

Result<posture::Stage> direct_stage(const OrderRequest::Stage& stage) {
  posture::Stage direct;
  direct.level = posture::parse_level(stage.level).value_or(posture::Level::kOpen);
  direct.share_permille = stage.share_permille.value_or(posture::kShareAll);
  if (!stage.lasts.empty()) {
    const Result<Milliseconds> lasts = parse_duration(stage.lasts);
    if (!lasts) return fail_as(lasts);
    direct.lasts = *lasts;
  }
  return direct;
}

// The request in the words of posture/. A text without a language needs the policy's first one, which is the daemon's to
// know: here it is not shown, and that is said.
Result<control::DirectRequest> direct_request(const OrderRequest& request, const DirectGateway& gateway,
                                              RealTime now) {
  control::DirectRequest direct;
  direct.uid = uid_of_whoever_asks();
  direct.person = gateway.person_of(direct.uid);
  Result<posture::Scope> scope = posture::parse_scope(request.scope);
  if (!scope) return fail_as(scope);
  direct.order.scope = std::move(*scope);
  direct.order.level = posture::Level::kClosed;
  direct.order.cause = posture::parse_cause(request.cause).value_or(posture::Cause::kNone);
  direct.order.reason = request.reason;
  direct.order.drill = request.drill;
  direct.order.public_text = request.public_text;
  if (direct.order.public_text.contains("")) {
    return fail(ErrorCode::kInvalid,
                "--direct: write the language of --public, as in --public en='Back at noon'");
  }
  for (const OrderRequest::Stage& stage : request.then) {
    Result<posture::Stage> one = direct_stage(stage);
    if (!one) return fail_as(one);
    direct.order.then.push_back(*one);
  }
  if (!request.drain.empty()) {
    const Result<Milliseconds> drain = parse_duration(request.drain);
    if (!drain) return fail_as(drain);
    direct.order.drain = *drain;
    direct.order.drain_sessions = true;
  }
  if (!request.lasts.empty()) {
    const Result<Milliseconds> lasts = parse_duration(request.lasts);
    if (!lasts) return fail_as(lasts);
    direct.lasts = *lasts;
  }
  if (request.until) direct.lasts = *request.until - now;
  return direct;
}

void print(Session& session, const control::DirectOutcome& outcome) {
  const posture::Order& order = outcome.order;
  const std::string until = order.until_real ? rfc3339(*order.until_real) : "";
  if (session.options.json) {
    session.out() << fmt::format(
        "{{\n  \"outcome\": \"placed\",\n  \"direct\": true,\n  \"order\": {{\"id\": \"{}\", \"scope\": "
        "\"{}\", \"level\": \"closed\", "
        "\"author\": \"{}\", \"until\": {}}},\n  \"all_orders_known\": {},\n  \"warning\": \"{}\"\n}}\n",
        order.id.text(), escape_json(posture::text(order.scope)), escape_json(order.author),
        until.empty() ? "null" : "\"" + until + "\"", outcome.all_orders_known, escape_json(outcome.warning));
    return;
  }
  session.out() << fmt::format("Done without the daemon: {} is closed, {}. Order {}, author {}.\n",
                               posture::text(order.scope),
                               ending_text(posture::name(order.cause), order.until_real, session.now()),
                               order.id.text(), escape_terminal(order.author));
  if (!outcome.warning.empty()) session.out() << "Look out: " << escape_terminal(outcome.warning) << "\n";
  session.out() << "The daemon takes it up when it starts; only then can it be undone.\n";
}

}  // namespace

Result<Exit> close_direct(Session& session, PostureArguments& arguments) {
  if (arguments.acting.dry_run)
    return session.usage("--direct has no --dry-run: a preview is the daemon's to give");
  if (!have_reason(session, arguments.acting.reason)) return Exit::kUsage;
  arguments.order.reason = arguments.acting.reason;
  const Result<std::vector<OrderRequest>> requests = order_requests(arguments.order, "closed", session.now());
  if (!requests) return session.usage(requests.error().message);
  const std::string state =
      std::filesystem::absolute(session.options.state_folder()).lexically_normal().string();
  const Result<DirectGateway> gateway = DirectGateway::read(state);
  if (!gateway) return fail_as(gateway);
  if (!go_ahead(session, arguments.acting, arguments.order.all)) return Exit::kRefused;
  DirectPublisher publisher(state, *gateway, session.clock());
  os::SystemRandom random;
  Exit exit = Exit::kOk;
  for (const OrderRequest& request : *requests) {
    const Result<control::DirectRequest> direct = direct_request(request, *gateway, session.now());
    if (!direct) return session.usage(direct.error().message);
    const auto knows = [&](const posture::Scope& scope) { return gateway->knows(scope); };
    const Result<control::DirectOutcome> outcome = control::close_direct({.state_folder = state,
                                                                          .publisher = publisher,
                                                                          .clock = session.clock(),
                                                                          .random = random,
                                                                          .gateway_id = gateway->gateway_id,
                                                                          .scope_known = knows},
                                                                         *direct);
    if (outcome) {
      print(session, *outcome);
      continue;
    }
    report_failure(session, outcome.error());
    exit = Exit::kRefused;
  }
  return exit;
}

}  // namespace bulkhead::cli
