// The bytes of a file: are they text at all, and which line and column is an offset.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace bulkhead::policy {

/// A place as people count: both from 1; columns count characters (code points), as editors do.
struct LineColumn {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  bool operator==(const LineColumn&) const = default;
};

/// The text behind the byte order mark that some editors write first.
std::string_view without_byte_order_mark(std::string_view bytes);

/// A byte that has no place in a text file.
struct BadByte {
  std::uint32_t offset = 0;
  std::string_view why;
};

/// Looks up lines in a text that the caller keeps alive. Lines end with LF; a CR before it belongs to the end.
///
/// Cost       Construction is one pass; a look-up is a binary search plus the length of its line.
class SourceText {
 public:
  explicit SourceText(std::string_view bytes);

  std::string_view bytes() const { return bytes_; }

  /// Requires nothing: an offset beyond the end is the end.
  LineColumn at(std::uint32_t offset) const;

  /// The text of a line (from 1) without its end; empty when there is no such line.
  std::string_view line(std::uint32_t number) const;

  /// The first byte that is not well-formed UTF-8, or a control character other than tab, CR and LF. The YAML reader
  /// takes 0x04 for the end of the file and replaces broken UTF-8, so neither may reach it.
  std::optional<BadByte> first_bad_byte() const;

 private:
  std::string_view bytes_;
  std::vector<std::uint32_t> line_starts_;
};

}  // namespace bulkhead::policy
