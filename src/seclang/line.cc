#include "seclang/line.h"

#include <algorithm>

namespace bulkhead::seclang {

void Line::start(std::uint32_t file) {
  file_ = file;
  text_.clear();
  segments_.clear();
}

void Line::append(std::string_view text, std::uint32_t number, std::uint32_t column) {
  segments_.push_back({text_.size(), number, column});
  text_ += text;
}

Position Line::at(std::size_t offset) const {
  if (segments_.empty()) return {file_, 0, 0};
  offset = std::min(offset, text_.size());
  auto segment = std::ranges::upper_bound(segments_, offset, {}, &Segment::offset);
  --segment;
  return {file_, segment->line, segment->column + static_cast<std::uint32_t>(offset - segment->offset)};
}

Part Part::sub(std::size_t offset, std::size_t count) const {
  Part part = *this;
  part.begin_ = begin_ + std::min(offset, size());
  part.end_ = part.begin_ + std::min(count, end_ - part.begin_);
  return part;
}

Part Part::trimmed() const {
  const std::string_view all = text();
  std::size_t from = 0;
  std::size_t to = all.size();
  while (from < to && is_blank(all[from])) ++from;
  while (to > from && is_blank(all[to - 1])) --to;
  return sub(from, to - from);
}

std::vector<Word> split_words(const Line& line) {
  std::vector<Word> words;
  const std::string_view text = line.text();
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && is_blank(text[at])) ++at;
    if (at == text.size()) return words;
    Word& word = words.emplace_back();
    if (text[at] == '"' || text[at] == '\'') {
      word.quote = text[at];
      const std::size_t end = find_unescaped(text, word.quote, at + 1);
      word.closed = end != std::string_view::npos;
      const std::size_t stop = word.closed ? end : text.size();
      word.part = Part(line, at + 1, stop);
      at = word.closed ? stop + 1 : stop;
    } else {
      const std::size_t begin = at;
      while (at < text.size() && !is_blank(text[at])) ++at;
      word.part = Part(line, begin, at);
    }
  }
}

bool is_escaped(std::string_view text, std::size_t offset) {
  std::size_t backslashes = 0;
  while (backslashes < offset && text[offset - backslashes - 1] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  bool escaped = false;
  for (const char c : text) {
    if (escaped && (c == '"' || c == '\'')) plain.pop_back();
    plain += c;
    escaped = c == '\\' && !escaped;
  }
  return plain;
}

std::size_t find_unescaped(std::string_view text, char byte, std::size_t from) {
  bool escaped = false;
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == byte && !escaped) return i;
    escaped = text[i] == '\\' && !escaped;
  }
  return std::string_view::npos;
}

}  // namespace bulkhead::seclang
