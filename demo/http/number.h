// Whole numbers in texts from people and tables.

#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace bulkhead::demo {

/// The number that `text` is, all of it; `otherwise` when it is none or does not fit 64 bits.
inline std::int64_t number_in(std::string_view text, std::int64_t otherwise = 0) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : otherwise;
}

}  // namespace bulkhead::demo
