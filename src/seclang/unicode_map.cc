#include "seclang/unicode_map.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace bulkhead::seclang {

namespace {

std::optional<unsigned> read_hex(std::string_view digits, unsigned max) {
  unsigned value = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (failure != std::errc() || end != digits.data() + digits.size() || digits.empty() || value > max) {
    return std::nullopt;
  }
  return value;
}

/// The first line of `rest`, which goes from it.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool names_page(std::string_view line, std::string_view page) {
  return line.starts_with(page) && (line.size() == page.size() || line[page.size()] == ' ');
}

}  // namespace

Result<std::vector<std::pair<std::uint16_t, std::uint8_t>>> read_unicode_map(std::string_view text,
                                                                             std::uint32_t code_page) {
  const std::string page = std::to_string(code_page);
  std::vector<std::pair<std::uint16_t, std::uint8_t>> bytes;
  bool found = false;
  while (!text.empty() && !found) found = names_page(take_line(text), page);
  if (!found) return fail(ErrorCode::kInvalid, "it has no code page " + page);
  while (!text.empty()) {
    std::string_view line = take_line(text);
    if (line.find(':') == std::string_view::npos) {
      if (bytes.empty()) continue;
      break;
    }
    while (true) {
      const std::size_t from = line.find_first_not_of(" \t");
      if (from == std::string_view::npos) break;
      const std::size_t to = std::min(line.find_first_of(" \t", from), line.size());
      const std::string_view pair = line.substr(from, to - from);
      line.remove_prefix(to);
      const std::size_t colon = std::min(pair.find(':'), pair.size());
      const auto point = read_hex(pair.substr(0, colon), 0xFFFF);
      const auto byte = read_hex(pair.substr(std::min(colon + 1, pair.size())), 0xFF);
      if (!point || !byte) {
        return fail(ErrorCode::kInvalid, "code page " + page + " has a pair that is not hex:hex");
      }
      bytes.emplace_back(static_cast<std::uint16_t>(*point), static_cast<std::uint8_t>(*byte));
    }
  }
  if (bytes.empty()) return fail(ErrorCode::kInvalid, "its code page " + page + " is empty");
  std::ranges::stable_sort(bytes, {}, &std::pair<std::uint16_t, std::uint8_t>::first);
  const auto twice = std::ranges::unique(bytes, {}, &std::pair<std::uint16_t, std::uint8_t>::first);
  bytes.erase(twice.begin(), twice.end());
  return bytes;
}

}  // namespace bulkhead::seclang
