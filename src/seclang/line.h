// A line of rules with its continuations, its words, and where each byte of it stands in the file. Internal.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "seclang/position.h"

namespace bulkhead::seclang {

/// The text of one directive: physical lines that end in a backslash are joined with the next one, without the backslash
/// and the line end, as Apache's configuration reader does.
class Line {
 public:
  void start(std::uint32_t file);
  /// Appends the text of physical line `number`, whose first byte is column `column`.
  void append(std::string_view text, std::uint32_t number, std::uint32_t column);

  std::string_view text() const { return text_; }

  /// Where byte `offset` stands; an offset beyond the end is the end.
  Position at(std::size_t offset) const;

 private:
  struct Segment {
    std::size_t offset;
    std::uint32_t line;
    std::uint32_t column;
  };

  std::uint32_t file_ = 0;
  std::string text_;
  std::vector<Segment> segments_;
};

/// A part of a line that knows where it stands. The line outlives it.
class Part {
 public:
  Part() = default;
  Part(const Line& line, std::size_t begin, std::size_t end) : line_(&line), begin_(begin), end_(end) {}

  std::string_view text() const {
    return line_ ? line_->text().substr(begin_, end_ - begin_) : std::string_view();
  }
  std::size_t size() const { return end_ - begin_; }
  bool empty() const { return begin_ == end_; }
  /// Where its byte `offset` stands.
  Position at(std::size_t offset = 0) const { return line_ ? line_->at(begin_ + offset) : Position(); }

  Part sub(std::size_t offset, std::size_t count = std::string_view::npos) const;
  /// Without the blanks at both ends.
  Part trimmed() const;

 private:
  const Line* line_ = nullptr;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

/// A word of a line; `part` is what is between its quotes, still with its backslashes.
struct Word {
  Part part;
  char quote = '\0';
  bool closed = true;  ///< False when the line ends before the closing quote.
};

/// The words of a line, as Apache splits them: by blanks, or in `"…"` or `'…'`, where a backslash keeps a quote from
/// ending the word.
std::vector<Word> split_words(const Line& line);

/// True when the byte at `offset` has an odd number of backslashes before it.
bool is_escaped(std::string_view text, std::size_t offset);

/// Without the backslash of each escaped quote; every other backslash stays, for patterns need them.
std::string unescaped(std::string_view text);

/// The first offset from `from` on with an unescaped `byte`, or npos.
std::size_t find_unescaped(std::string_view text, char byte, std::size_t from = 0);

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace bulkhead::seclang
