// Reads a file line by line: continuations joined, comments and empty lines left out. Internal.

#pragma once

#include <cstddef>
#include <cstdint>

#include "seclang/context.h"
#include "seclang/line.h"

namespace bulkhead::seclang {

/// Ownership  Points into the text that the context's findings keep.
class LineReader {
 public:
  LineReader(std::uint32_t file, Context& context);

  /// The next line that says something; false at the end. Lines that are too long are reported and left out.
  bool next(Line& line, Context& context);

 private:
  struct Physical {
    std::string_view text;
    std::size_t indent;  ///< Blanks before it.
    bool goes_on;        ///< It ends in a backslash.
  };

  Physical take(Context& context);

  std::uint32_t file_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t number_ = 0;
};

}  // namespace bulkhead::seclang
