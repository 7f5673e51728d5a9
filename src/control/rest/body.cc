#include "control/rest/body.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/escape.h"
#include "base/timestamp.h"
#include "control/rest/problem.h"

namespace bulkhead::control::rest {
namespace {

using Json = nlohmann::json;
using Event = Json::parse_event_t;

constexpr std::size_t kShownBytesMax = 80;

Error invalid(std::string message) { return {ErrorCode::kInvalid, std::move(message)}; }

/// Watches the parser: nesting beyond the maximum and a key that stands twice.
struct Watch {
  std::vector<std::set<std::string>> open;
  std::string twice;
  bool too_deep = false;

  bool operator()(int depth, Event event, Json& parsed) {
    const bool begins = event == Event::object_start || event == Event::array_start;
    if (begins && depth >= Body::kDepthMax) too_deep = true;
    if (too_deep) return false;
    if (begins) open.emplace_back();
    if ((event == Event::object_end || event == Event::array_end) && !open.empty()) open.pop_back();
    if (event == Event::key && !open.empty() &&
        !open.back().insert(parsed.get_ref<const std::string&>()).second)
      twice = parsed.get_ref<const std::string&>();
    return true;
  }
};

const char* type_words(const Json& value) {
  if (value.is_string()) return "a text";
  if (value.is_boolean()) return "true or false";
  if (value.is_number()) return "a number";
  if (value.is_array()) return "an array";
  if (value.is_object()) return "an object";
  return "null";
}

}  // namespace

Body::Body(Json value, std::string place)
    : value_(std::make_unique<Json>(std::move(value))), place_(std::move(place)) {
  if (value_->is_object()) return;
  refuse("", invalid(fmt::format("{}: must be an object, not {}", place_.empty() ? "the body" : place_,
                                 type_words(*value_))));
  *value_ = Json::object();
}

Body::Body(std::string_view json) : value_(std::make_unique<Json>(Json::object())) {
  Watch watch;
  // The parser's own exceptions end here; its message says where the text went wrong.
  try {
    Json parsed = Json::parse(json, std::ref(watch));
    if (watch.too_deep) {
      refuse("", invalid(fmt::format("the body is nested too deeply: at most {} levels", kDepthMax)));
    } else if (!watch.twice.empty()) {
      refuse(watch.twice,
             invalid(fmt::format("key \"{}\" stands twice", escape_log(cut(watch.twice, kShownBytesMax)))));
    } else if (!parsed.is_object()) {
      refuse("", invalid(fmt::format("the body must be a JSON object, not {}", type_words(parsed))));
    } else {
      *value_ = std::move(parsed);
    }
  } catch (const Json::parse_error& error) {
    refuse("", invalid(json.empty() ? std::string("the body is empty: a JSON object is needed")
                                    : fmt::format("the body is not JSON: wrong at byte {}", error.byte)));
  } catch (const Json::exception&) {
    refuse("", invalid("the body is not JSON"));
  }
}

Body::Body(Body&&) noexcept = default;
Body::~Body() = default;

std::string Body::name(std::string_view key) const {
  return place_.empty() ? std::string(key) : fmt::format("{}.{}", place_, key);
}

const Json* Body::find(std::string_view key) {
  asked_.emplace(key);
  const auto at = value_->find(key);
  return at == value_->end() || at->is_null() ? nullptr : &*at;
}

bool Body::has(std::string_view key) { return find(key) != nullptr; }

void Body::refuse(std::string_view key, Error error) {
  if (error_) return;
  error_ = std::move(error);
  error_key_ = key.empty() ? place_ : name(key);
}

std::optional<std::string> Body::text_if_any(std::string_view key, std::size_t bytes_max) {
  const Json* value = find(key);
  if (!value) return std::nullopt;
  if (!value->is_string()) {
    refuse(key, invalid(fmt::format("{}: must be a text, not {}", name(key), type_words(*value))));
    return std::nullopt;
  }
  const auto& text = value->get_ref<const std::string&>();
  if (text.size() > bytes_max) {
    refuse(key, {ErrorCode::kLimit,
                 fmt::format("{}: too long: {} bytes, at most {}", name(key), text.size(), bytes_max)});
    return std::nullopt;
  }
  return text;
}

std::string Body::text(std::string_view key, std::size_t bytes_max) {
  const bool there = has(key);
  const auto text = text_if_any(key, bytes_max);
  if (!there) refuse(key, invalid(fmt::format("{}: is missing", name(key))));
  if (text && text->empty()) refuse(key, invalid(fmt::format("{}: must not be empty", name(key))));
  return text.value_or("");
}

bool Body::flag(std::string_view key) {
  const Json* value = find(key);
  if (!value) return false;
  if (!value->is_boolean()) {
    refuse(key, invalid(fmt::format("{}: must be true or false, not {}", name(key), type_words(*value))));
    return false;
  }
  return value->get<bool>();
}

std::optional<std::int64_t> Body::number_if_any(std::string_view key, std::int64_t min, std::int64_t max) {
  const Json* value = find(key);
  if (!value) return std::nullopt;
  // An unsigned number beyond 63 bits would wrap in the comparison below.
  const bool whole =
      value->is_number_integer() && !(value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX);
  const std::int64_t number = whole ? value->get<std::int64_t>() : 0;
  if (!whole || number < min || number > max) {
    refuse(key, invalid(fmt::format("{}: must be a whole number from {} to {}", name(key), min, max)));
    return std::nullopt;
  }
  return number;
}

std::optional<Milliseconds> Body::duration_if_any(std::string_view key) {
  const auto text = text_if_any(key, kShownBytesMax);
  if (!text) return std::nullopt;
  const auto duration = parse_duration(*text);
  if (duration) return *duration;
  refuse(key, {duration.error().code, fmt::format("{}: {}", name(key), duration.error().message)});
  return std::nullopt;
}

std::optional<RealTime> Body::instant_if_any(std::string_view key) {
  const auto text = text_if_any(key, kShownBytesMax);
  if (!text) return std::nullopt;
  const auto at = parse_rfc3339(*text);
  if (at) return *at;
  refuse(key, {at.error().code, fmt::format("{}: {}", name(key), at.error().message)});
  return std::nullopt;
}

std::map<std::string, std::string> Body::translated(std::string_view key, std::size_t bytes_max,
                                                    std::size_t count_max) {
  const Json* value = find(key);
  if (!value) return {};
  if (value->is_string()) {
    const auto text = text_if_any(key, bytes_max);
    return text && !text->empty() ? std::map<std::string, std::string>{{"", *text}}
                                  : std::map<std::string, std::string>{};
  }
  if (!value->is_object()) {
    refuse(key, invalid(fmt::format("{}: must be a text or texts by language, not {}", name(key),
                                    type_words(*value))));
    return {};
  }
  if (value->size() > count_max) {
    refuse(key, {ErrorCode::kLimit,
                 fmt::format("{}: {} languages, at most {}", name(key), value->size(), count_max)});
    return {};
  }
  Body inner(*value, name(key));
  std::map<std::string, std::string> texts;
  for (const auto& [language, unused] : value->items()) texts[language] = inner.text(language, bytes_max);
  adopt(inner);
  return texts;
}

std::vector<Body> Body::objects(std::string_view key, std::size_t count_max) {
  std::vector<Body> parts;
  const Json* value = find(key);
  if (!value) return parts;
  if (!value->is_array()) {
    refuse(key, invalid(fmt::format("{}: must be an array, not {}", name(key), type_words(*value))));
  } else if (value->size() > count_max) {
    refuse(key, {ErrorCode::kLimit,
                 fmt::format("{}: {} entries, at most {}", name(key), value->size(), count_max)});
  } else {
    for (std::size_t i = 0; i < value->size(); ++i)
      parts.push_back(Body((*value)[i], fmt::format("{}[{}]", name(key), i)));
  }
  return parts;
}

void Body::adopt(Body& part) {
  part.check_unknown();
  if (error_ || !part.error_) return;
  error_ = part.error_;
  error_key_ = part.error_key_;
}

void Body::check_unknown() {
  for (const auto& [key, unused] : value_->items()) {
    if (asked_.contains(key)) continue;
    std::string known;
    for (const std::string& asked : asked_) known += (known.empty() ? "" : ", ") + asked;
    refuse(key, invalid(fmt::format("unknown key \"{}\"; known here: {}",
                                    escape_log(cut(name(key), kShownBytesMax)), known)));
    return;
  }
}

std::optional<Response> Body::problem() {
  check_unknown();
  if (!error_) return std::nullopt;
  return rest::problem(*error_, cut(error_key_, kShownBytesMax));
}

std::optional<Response> unknown_parameter(const Request& request,
                                          std::initializer_list<std::string_view> known) {
  std::set<std::string_view> seen;
  for (const auto& [key, value] : request.query) {
    if (std::ranges::find(known, std::string_view(key)) == known.end())
      return problem(invalid(fmt::format("unknown parameter \"{}\"", escape_log(cut(key, kShownBytesMax)))),
                     cut(key, kShownBytesMax));
    if (!seen.insert(key).second)
      return problem(invalid(fmt::format("parameter \"{}\" stands twice", key)), key);
  }
  return std::nullopt;
}

std::optional<std::string_view> parameter(const Request& request, std::string_view key) {
  for (const auto& [name, value] : request.query)
    if (name == key) return value;
  return std::nullopt;
}

}  // namespace bulkhead::control::rest
