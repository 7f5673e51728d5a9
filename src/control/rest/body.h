// The JSON object of a request, read key by key; what is wrong is said with the name of the key.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "base/time.h"
#include "control/rest/exchange.h"

namespace bulkhead::control::rest {

/// Reads one JSON object. Ask for each key that the request may have, then call `problem()` once: it holds the first thing
/// that was wrong, including a key that nobody asked for. Until then readers return harmless defaults.
///
///     Body body(request.body);
///     const std::string reason = body.text("reason", Order::kReasonBytesMax);
///     const bool dry_run = body.flag("dry_run");
///     if (auto wrong = body.problem()) return *wrong;
///
/// Cost    Linear in the text; nesting is at most kDepthMax, duplicate keys are refused.
class Body {
 public:
  static constexpr int kDepthMax = 8;

  explicit Body(std::string_view json);
  Body(Body&&) noexcept;
  ~Body();

  bool has(std::string_view key);

  /// A text of 1 to `bytes_max` bytes that must be there.
  std::string text(std::string_view key, std::size_t bytes_max);
  std::optional<std::string> text_if_any(std::string_view key, std::size_t bytes_max);
  /// False when absent.
  bool flag(std::string_view key);
  std::optional<std::int64_t> number_if_any(std::string_view key, std::int64_t min, std::int64_t max);
  std::optional<Milliseconds> duration_if_any(std::string_view key);
  std::optional<RealTime> instant_if_any(std::string_view key);
  /// An object of texts; a bare text becomes {"": text}.
  std::map<std::string, std::string> translated(std::string_view key, std::size_t bytes_max,
                                                std::size_t count_max);
  /// An array of objects, each a Body of its own whose problems name "key[i].…" and are asked for here with `adopt`.
  std::vector<Body> objects(std::string_view key, std::size_t count_max);
  /// Takes over what is wrong with one of `objects`.
  void adopt(Body& part);

  /// Notes that `key` is wrong for a reason that only the caller knows. The first note stands.
  void refuse(std::string_view key, Error error);

  std::optional<Response> problem();

 private:
  Body(nlohmann::json value, std::string place);

  const nlohmann::json* find(std::string_view key);
  void check_unknown();
  std::string name(std::string_view key) const;

  std::unique_ptr<nlohmann::json> value_;
  std::string place_;
  std::set<std::string, std::less<>> asked_;
  std::optional<Error> error_;
  std::string error_key_;
};

/// Query parameters by the same rule: every parameter must be in `known` and stand only once.
std::optional<Response> unknown_parameter(const Request& request,
                                          std::initializer_list<std::string_view> known);
std::optional<std::string_view> parameter(const Request& request, std::string_view key);

}  // namespace bulkhead::control::rest
