// What an unquoted YAML scalar means (YAML 1.2.2 §10.3.2, the core schema): so that `no` is Norwegian and not false,
// and 12 is a number and not a name.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bulkhead::policy {

enum class PlainType : std::uint8_t { kText, kNull, kBoolean, kInteger, kFloat };

PlainType plain_type(std::string_view text);

/// The value of a kBoolean scalar.
bool plain_boolean(std::string_view text);

/// The value of a kInteger scalar; nothing when it does not fit.
std::optional<std::int64_t> plain_integer(std::string_view text);

/// "text", "nothing", "true or false", "a whole number", "a number with a fraction".
std::string_view name(PlainType type);

}  // namespace bulkhead::policy
