// What an order may hold. One check a line of thought, so that each refusal says which field and which limit.

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/timestamp.h"
#include "base/utf8.h"
#include "posture/order.h"

namespace bulkhead::posture {
namespace {

template <typename... Values>
std::unexpected<Error> invalid(fmt::format_string<Values...> format, Values&&... values) {
  return fail(ErrorCode::kInvalid, fmt::format(format, std::forward<Values>(values)...));
}

Status check_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max)
    return invalid("{} has {} bytes; {} are allowed", field, text.size(), bytes_max);
  if (!is_utf8(text)) return invalid("{} is not well-formed UTF-8", field);
  if (text.find('\0') != std::string_view::npos) return invalid("{} holds a NUL byte", field);
  return {};
}

Status check_required(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return invalid("{} is missing", field);
  return check_text(field, text, bytes_max);
}

Status check_scope(const Scope& scope) {
  if (scope.kind == ScopeKind::kAll) {
    if (!scope.name.empty()) return invalid("scope all has no name; got {} bytes of one", scope.name.size());
    return {};
  }
  if (scope.kind > ScopeKind::kService) return invalid("scope is of no known kind");
  const auto parsed = parse_scope(key(scope));
  if (!parsed) return fail_as(parsed);
  return {};
}

Status check_share(std::string_view field, Level level, std::uint16_t share_permille) {
  if (level > Level::kClosed)
    return invalid("{}: the level is none of open, guarded, lockdown, closed", field);
  if (share_permille < 1 || share_permille > kShareAll) {
    return invalid("{}: share is {} thousandths; 1 to {} are allowed", field, share_permille, kShareAll);
  }
  if (level == Level::kClosed && share_permille != kShareAll) {
    return invalid("{}: closed lets nobody in, so it takes no share; got {} thousandths", field,
                   share_permille);
  }
  return {};
}

Status check_public_text(const Order& order) {
  if (order.public_text.size() > Order::kPublicTextsMax) {
    return invalid("public text is in {} languages; {} are allowed", order.public_text.size(),
                   Order::kPublicTextsMax);
  }
  for (const auto& [language, text] : order.public_text) {
    const bool is_tag = !language.empty() && std::all_of(language.begin(), language.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!is_tag || language.size() > Order::kLanguageBytesMax) {
      return invalid(
          "public text: a language is a tag such as \"en\", 1 to {} of a-z, 0-9 and \"-\"; got {} bytes",
          Order::kLanguageBytesMax, language.size());
    }
    if (auto status = check_required("public text", text, Order::kPublicTextBytesMax); !status) return status;
  }
  return {};
}

Status check_lasting(std::string_view field, Milliseconds lasts) {
  if (lasts <= Milliseconds(0))
    return invalid("{} lasts {} ms; it must last longer than nothing", field, lasts.count());
  if (lasts > Order::kLastsMax) {
    return invalid("{} lasts {}; at most {} are allowed", field, duration_text(lasts),
                   duration_text(Order::kLastsMax));
  }
  return {};
}

Status check_stages(const Order& order) {
  if (order.then.empty()) return {};
  if (!order.until) return invalid("then is given without an end (for or until) that it could follow");
  if (order.then.size() > Order::kStagesMax) {
    return invalid("then has {} stages; {} are allowed", order.then.size(), Order::kStagesMax);
  }
  for (std::size_t i = 0; i < order.then.size(); ++i) {
    const Stage& stage = order.then[i];
    const std::string field = fmt::format("then, stage {}", i + 1);
    if (stage.level == Level::kClosed) return invalid("{}: a stage of a reopening is not closed", field);
    if (auto status = check_share(field, stage.level, stage.share_permille); !status) return status;
    if (!stage.lasts && i + 1 < order.then.size())
      return invalid("{}: only the last stage may be without an end", field);
    if (!stage.lasts) continue;
    if (auto status = check_lasting(field, *stage.lasts); !status) return status;
  }
  return {};
}

Status check_times(const Order& order) {
  if (order.until) {
    if (auto status = check_lasting("the order", *order.until - order.from); !status) return status;
  }
  if (order.quiet_at && order.cause != Cause::kAttack) return invalid("only an attack order ends by quiet");
  if (order.drain < Milliseconds(0) || order.drain > Order::kDrainMax) {
    return invalid("drain is {} ms; 0 to {} are allowed", order.drain.count(), Order::kDrainMax.count());
  }
  if (order.drain_sessions && order.level != Level::kClosed) return invalid("drain is for closing only");
  return {};
}

}  // namespace

Status validate(const Order& order) {
  if (auto status = check_scope(order.scope); !status) return status;
  if (auto status = check_share("level", order.level, order.share_permille); !status) return status;
  if (order.cause > Cause::kCompromise) return invalid("cause is none of ours");
  if (order.rank > Rank::kOperator) return invalid("rank is none of ours");
  if (auto status = check_required("author", order.author, Order::kPersonBytesMax); !status) return status;
  if (auto status = check_text("approver", order.approver, Order::kPersonBytesMax); !status) return status;
  if (auto status = check_required("reason", order.reason, Order::kReasonBytesMax); !status) return status;
  if (auto status = check_public_text(order); !status) return status;
  if (auto status = check_times(order); !status) return status;
  return check_stages(order);
}

}  // namespace bulkhead::posture
