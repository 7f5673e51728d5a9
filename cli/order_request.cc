#include "cli/order_request.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "base/timestamp.h"
#include "cli/moments.h"
#include "posture/order.h"

namespace bulkhead::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json stage_json(const OrderRequest::Stage& stage) {
  Json json{{"level", stage.level}};
  if (stage.share_permille) json["share_permille"] = *stage.share_permille;
  if (!stage.lasts.empty()) json["for"] = stage.lasts;
  return json;
}

// A language tag of BCP 47 as far as it matters here: "en", "sq", "zh-hant".
bool is_language(std::string_view text) {
  if (text.size() < 2 || text.size() > 16) return false;
  const std::string_view first = text.substr(0, text.find('-'));
  if (first.size() < 2 || first.size() > 3) return false;
  for (const char character : text) {
    const bool letter = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    if (!letter && character != '-' && !(character >= '0' && character <= '9')) return false;
  }
  return true;
}

Status add_public_text(OrderRequest& request, const std::string& text) {
  const auto equals = text.find('=');
  const bool tagged = equals != std::string::npos && is_language(std::string_view(text).substr(0, equals));
  std::string language = tagged ? text.substr(0, equals) : "";
  for (char& character : language) {
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  }
  const std::string words = tagged ? text.substr(equals + 1) : text;
  if (words.empty() || words.size() > posture::Order::kPublicTextBytesMax) {
    return fail(ErrorCode::kInvalid, fmt::format("--public takes 1 to {} bytes a language, this is {}",
                                                 posture::Order::kPublicTextBytesMax, words.size()));
  }
  if (!request.public_text.emplace(language, words).second) {
    return fail(ErrorCode::kInvalid, fmt::format("--public is given twice for {}",
                                                 tagged ? "language " + language : "the first language"));
  }
  if (request.public_text.contains("") && request.public_text.size() > 1) {
    return fail(
        ErrorCode::kInvalid,
        "--public: with more than one text, each needs its language, as in --public en='Back at noon'");
  }
  return {};
}

Status check_duration(const std::string& option, const std::string& text) {
  if (text.empty()) return {};
  const Result<Milliseconds> duration = parse_duration(text);
  if (duration) return {};
  return fail(ErrorCode::kInvalid, fmt::format("{}: {}", option, duration.error().message));
}

Status check_lengths(const OrderRequest& request) {
  if (Status checked = check_duration("--for", request.lasts); !checked) return checked;
  if (Status checked = check_duration("--drain", request.drain); !checked) return checked;
  const Result<Milliseconds> drain = parse_duration(request.drain.empty() ? "0s" : request.drain);
  if (drain && *drain > posture::Order::kDrainMax) {
    return fail(ErrorCode::kInvalid,
                fmt::format("--drain is at most {}, this is {}", duration_text(posture::Order::kDrainMax),
                            duration_text(*drain)));
  }
  return {};
}

Result<OrderRequest> common_part(const OrderArguments& arguments, const std::string& level, RealTime now) {
  OrderRequest request{.level = level,
                       .cause = arguments.cause,
                       .reason = arguments.reason,
                       .lasts = arguments.lasts,
                       .drain = arguments.drain,
                       .alone = arguments.alone,
                       .drill = arguments.drill};
  if (request.reason.size() > posture::Order::kReasonBytesMax) {
    return fail(ErrorCode::kInvalid, fmt::format("--reason is {} bytes long, at most {} are kept",
                                                 request.reason.size(), posture::Order::kReasonBytesMax));
  }
  for (const std::string& text : arguments.public_text) {
    if (Status added = add_public_text(request, text); !added) return fail_as(added);
  }
  if (!arguments.lasts.empty() && !arguments.until.empty())
    return fail(ErrorCode::kInvalid, "give --for or --until, not both");
  if (Status checked = check_lengths(request); !checked) return fail_as(checked);
  if (!arguments.until.empty()) {
    const Result<RealTime> until = parse_until(arguments.until, now);
    if (!until) return fail_as(until);
    if (*until <= now)
      return fail(ErrorCode::kInvalid, fmt::format("--until {} has already passed", arguments.until));
    request.until = *until;
  }
  if (!arguments.share.empty()) {
    const Result<std::uint16_t> share = parse_share(arguments.share);
    if (!share) return fail(ErrorCode::kInvalid, "--share: " + share.error().message);
    request.share_permille = *share;
  }
  if (arguments.then.size() > posture::Order::kStagesMax) {
    return fail(ErrorCode::kInvalid, fmt::format("--then is given {} times, at most {} stages are kept",
                                                 arguments.then.size(), posture::Order::kStagesMax));
  }
  for (const std::string& text : arguments.then) {
    Result<OrderRequest::Stage> stage = parse_stage(text);
    if (!stage) return fail(ErrorCode::kInvalid, "--then: " + stage.error().message);
    request.then.push_back(std::move(*stage));
  }
  return request;
}

}  // namespace

std::string OrderRequest::json() const {
  Json json{{"scope", scope}, {"level", level}, {"reason", reason}};
  if (share_permille) json["share_permille"] = *share_permille;
  if (!cause.empty()) json["cause"] = cause;
  if (const auto plain = public_text.find(""); plain != public_text.end()) {
    json["public_text"] = plain->second;
  } else if (!public_text.empty()) {
    json["public_text"] = public_text;
  }
  if (!lasts.empty()) json["for"] = lasts;
  if (until) json["until"] = rfc3339(*until);
  if (!then.empty()) {
    json["then"] = Json::array();
    for (const Stage& stage : then) json["then"].push_back(stage_json(stage));
  }
  if (!drain.empty()) json["drain"] = drain;
  if (alone) json["alone"] = true;
  if (dry_run) json["dry_run"] = true;
  if (drill) json["drill"] = true;
  return dumped(json);
}

Result<std::uint16_t> parse_share(std::string_view text) {
  const auto wrong = [&] {
    return fail(ErrorCode::kInvalid,
                fmt::format("a share is 0.1% to 100%, as in 25%; this is '{}'", cut(text, 40)));
  };
  if (!text.ends_with('%')) return wrong();
  const std::string_view number = text.substr(0, text.size() - 1);
  const auto dot = number.find('.');
  const std::string_view whole = number.substr(0, dot);
  const std::string_view tenth = dot == std::string_view::npos ? "0" : number.substr(dot + 1);
  if (whole.empty() || whole.size() > 3 || tenth.size() != 1) return wrong();
  if ((std::string(whole) + std::string(tenth)).find_first_not_of("0123456789") != std::string::npos)
    return wrong();
  int permille = 0;
  for (const char digit : whole) permille = permille * 10 + (digit - '0');
  permille = permille * 10 + (tenth[0] - '0');
  if (permille < 1 || permille > posture::kShareAll) return wrong();
  return static_cast<std::uint16_t>(permille);
}

Result<OrderRequest::Stage> parse_stage(std::string_view text) {
  OrderRequest::Stage stage;
  const auto colon = text.find(':');
  const std::string_view level = text.substr(0, colon);
  if (!posture::parse_level(level)) {
    return fail(
        ErrorCode::kInvalid,
        fmt::format("a stage begins with open, guarded, lockdown or closed, as in open:25%:5m; this is '{}'",
                    cut(text, 60)));
  }
  stage.level = std::string(level);
  std::string_view rest = colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
  if (const auto second = rest.find(':');
      rest.ends_with('%') || (second != std::string_view::npos && rest.substr(0, second).ends_with('%'))) {
    const Result<std::uint16_t> share = parse_share(rest.substr(0, second));
    if (!share) return fail_as(share);
    stage.share_permille = *share;
    rest = second == std::string_view::npos ? std::string_view{} : rest.substr(second + 1);
  }
  if (colon != std::string_view::npos && rest.empty() && !stage.share_permille) {
    return fail(
        ErrorCode::kInvalid,
        fmt::format("a stage ends with how long it lasts or with its level, not with ':'; this is '{}'",
                    cut(text, 60)));
  }
  if (!rest.empty()) {
    const Result<Milliseconds> lasts = parse_duration(rest);
    if (!lasts) return fail_as(lasts);
    stage.lasts = std::string(rest);
  }
  return stage;
}

Result<std::vector<OrderRequest>> order_requests(const OrderArguments& arguments, const std::string& level,
                                                 RealTime now) {
  if (arguments.all && !arguments.scopes.empty())
    return fail(ErrorCode::kInvalid, "give services or --all, not both");
  if (!arguments.all && arguments.scopes.empty()) {
    return fail(ErrorCode::kInvalid, "which service? Name one, or compartment:NAME, or --all");
  }
  const Result<OrderRequest> common = common_part(arguments, level, now);
  if (!common) return fail_as(common);
  std::vector<OrderRequest> requests;
  for (const std::string& scope : arguments.all ? std::vector<std::string>{"all"} : arguments.scopes) {
    if (scope == "all" && !arguments.all)
      return fail(ErrorCode::kInvalid,
                  "for every service at once say --all, so that it is never a slip of the keys");
    if (const Result<posture::Scope> parsed = posture::parse_scope(scope); !parsed) return fail_as(parsed);
    requests.push_back(*common);
    requests.back().scope = scope;
  }
  return requests;
}

std::string reason_json(const std::string& reason, bool alone, bool dry_run, bool drill) {
  Json json{{"reason", reason}};
  if (alone) json["alone"] = true;
  if (dry_run) json["dry_run"] = true;
  if (drill) json["drill"] = true;
  return dumped(json);
}

std::string approval_json(const std::string& digest, const std::string& reason, bool drill) {
  Json json{{"digest", digest}};
  if (!reason.empty()) json["reason"] = reason;
  if (drill) json["drill"] = true;
  return dumped(json);
}

}  // namespace bulkhead::cli
