#include "control/orders/request.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/escape.h"
#include "base/timestamp.h"
#include "base/utf8.h"

namespace bulkhead::control {
namespace {

using posture::Level;
using posture::Order;

Status set_times(const OrderRequest& request, Order& order) {
  if (request.lasts && request.until) {
    return fail(ErrorCode::kInvalid, "for and until are both given; an order takes one of them");
  }
  if (request.lasts) {
    order.until_real = order.from_real + *request.lasts;
  } else if (request.until) {
    order.until_real = request.until;
  }
  if (!order.until_real) return {};
  if (*order.until_real <= order.from_real) {
    return fail(ErrorCode::kInvalid, fmt::format("until is over already: {}, now is {}",
                                                 rfc3339(*order.until_real), rfc3339(order.from_real)));
  }
  order.until = order.from + (*order.until_real - order.from_real);
  return {};
}

}  // namespace

Status check_reason(std::string_view reason, Reason kind) {
  const std::size_t bytes_min = kind == Reason::kRequired ? 1 : 0;
  if (reason.size() >= bytes_min && reason.size() <= Order::kReasonBytesMax && is_utf8(reason)) return {};
  return fail(ErrorCode::kInvalid, fmt::format("reason has {} bytes; {} to {} of UTF-8 are allowed",
                                               reason.size(), bytes_min, Order::kReasonBytesMax));
}

Status check_languages(const std::map<std::string, std::string>& public_text,
                       std::span<const std::string> languages) {
  for (const auto& [language, text] : public_text) {
    if (std::ranges::find(languages, language) != languages.end()) continue;
    return fail(ErrorCode::kInvalid, fmt::format("public_text: the agency has no language {}; it has {}",
                                                 escape_log(language), fmt::join(languages, ", ")));
  }
  return {};
}

Result<Order> order_of(const OrderRequest& request, std::string author, Id id, BootTime now, RealTime real) {
  Order order;
  order.id = id;
  order.scope = request.scope;
  order.level = request.level;
  order.share_permille = request.share_permille;
  order.cause = request.cause;
  order.author = std::move(author);
  order.alone = request.alone;
  order.drill = request.drill;
  order.reason = request.reason;
  order.public_text = request.public_text;
  order.from = now;
  order.from_real = real;
  if (auto status = set_times(request, order); !status) return fail_as(status);
  if (request.drain) {
    order.drain = *request.drain;
    order.drain_sessions = true;
  }
  order.then = request.then ? *request.then : posture::default_then(order);
  if (auto status = posture::validate(order); !status) return fail_as(status);
  return order;
}

std::string verb(const Order& order) {
  switch (order.level) {
    case Level::kOpen: return order.share_permille < posture::kShareAll ? "reopen" : "open";
    case Level::kGuarded: return "guard";
    case Level::kLockdown: return "lockdown";
    case Level::kClosed: return "close";
  }
  return "order";
}

std::string describe(const Order& order) {
  std::string text = fmt::format("{} {}", verb(order), posture::text(order.scope));
  if (order.share_permille < posture::kShareAll) {
    text += fmt::format(" for {:.4g} % of clients", static_cast<double>(order.share_permille) / 10.0);
  }
  const std::string lasts = order.until ? duration_text(*order.until - order.from) : std::string();
  if (order.cause == posture::Cause::kCompromise) {
    text += fmt::format(" ({}, until a person opens", posture::name(order.cause));
    return text + (lasts.empty() ? ")" : fmt::format("; stated {})", lasts));
  }
  if (!lasts.empty()) text += " for " + lasts;
  if (order.cause != posture::Cause::kNone) text += fmt::format(" ({})", posture::name(order.cause));
  return text;
}

}  // namespace bulkhead::control
