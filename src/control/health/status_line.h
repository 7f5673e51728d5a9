// The first line of an HTTP/1 answer: all that a health probe reads.

#pragma once

#include <optional>
#include <string_view>

namespace bulkhead::control::health {

/// At most so many bytes of an answer are read.
inline constexpr std::size_t kStatusLineBytesMax = 1'024;

/// 200 of "HTTP/1.1 200 OK"; nothing when it is not HTTP/1.
constexpr std::optional<unsigned> status_of(std::string_view line) {
  if (line.size() < 12 || line.substr(0, 7) != "HTTP/1." || (line[7] != '0' && line[7] != '1') ||
      line[8] != ' ')
    return std::nullopt;
  if (line.size() > 12 && line[12] != ' ' && line[12] != '\r') return std::nullopt;
  unsigned status = 0;
  for (const char c : line.substr(9, 3)) {
    if (c < '0' || c > '9') return std::nullopt;
    status = status * 10 + static_cast<unsigned>(c - '0');
  }
  return status >= 100 ? std::optional(status) : std::nullopt;
}

}  // namespace bulkhead::control::health
