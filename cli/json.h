// JSON read without exceptions: what is missing, or of another type than expected, reads as nothing. An older or
// newer daemon then costs a blank in a table, never a crash of the tool that is needed most.

#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace bulkhead::cli {

/// One value inside a JsonDocument, which outlives it.
class JsonView {
 public:
  JsonView() = default;
  explicit JsonView(const nlohmann::json* value) : value_(value) {}

  /// False when missing; null exists.
  bool exists() const { return value_ != nullptr; }
  /// True when missing or null.
  bool empty() const;

  /// The member of an object.
  JsonView operator[](std::string_view key) const;
  /// The elements of an array, in order.
  std::vector<JsonView> items() const;
  /// The members of an object, by name.
  std::vector<std::pair<std::string, JsonView>> members() const;

  std::string text(std::string_view otherwise = {}) const;
  std::int64_t whole(std::int64_t otherwise = 0) const;
  double number(double otherwise = 0) const;
  bool truth(bool otherwise = false) const;

  /// dump() of an object, with only those elements of its array `key` whose `name` is one of `names`.
  std::string dump_some(std::string_view key, const std::vector<std::string>& names, int indent = 2) const;

  /// The value as JSON, two blanks a level; as one line when `indent` is -1.
  std::string dump(int indent = 2) const;

 private:
  const nlohmann::json* value_ = nullptr;
};

/// A parsed JSON text.
class JsonDocument {
 public:
  /// Objects and arrays within each other. What is deeper is refused: to print it takes a stack as deep.
  static constexpr int kDepthMax = 64;

  /// Fails with kInvalid and says where.
  static Result<JsonDocument> parse(std::string_view text);

  JsonView root() const { return JsonView(value_.get()); }

 private:
  std::shared_ptr<const nlohmann::json> value_;
};

}  // namespace bulkhead::cli
