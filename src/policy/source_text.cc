#include "policy/source_text.h"

#include <algorithm>

#include "base/utf8.h"

namespace bulkhead::policy {

namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0u) == 0x80u; }

bool is_refused_control(char32_t value) {
  if (value < 0x20) return value != '\t' && value != '\n' && value != '\r';
  return value >= 0x7F && value < 0xA0;
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view bytes) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return bytes;
}

SourceText::SourceText(std::string_view bytes) : bytes_(bytes), line_starts_{0} {
  for (std::size_t at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

LineColumn SourceText::at(std::uint32_t offset) const {
  const auto end = std::min<std::size_t>(offset, bytes_.size());
  const auto after = std::ranges::upper_bound(line_starts_, end);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin());
  const std::string_view before = bytes_.substr(line_starts_[line - 1], end - line_starts_[line - 1]);
  const auto characters = std::ranges::count_if(before, [](char byte) { return !is_continuation(byte); });
  return {line, static_cast<std::uint32_t>(characters) + 1};
}

std::string_view SourceText::line(std::uint32_t number) const {
  if (number == 0 || number > line_starts_.size()) return {};
  const std::size_t start = line_starts_[number - 1];
  std::string_view text = bytes_.substr(start, bytes_.find('\n', start) - start);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::optional<BadByte> SourceText::first_bad_byte() const {
  std::size_t at = 0;
  while (at < bytes_.size()) {
    const CodePoint point = first_code_point(bytes_.substr(at));
    const auto offset = static_cast<std::uint32_t>(at);
    if (!point.well_formed) return BadByte{offset, "not UTF-8 text"};
    if (is_refused_control(point.value)) return BadByte{offset, "a control character"};
    at += point.bytes;
  }
  return std::nullopt;
}

}  // namespace bulkhead::policy
