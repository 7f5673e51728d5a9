// A multipart body as the lines that libmodsecurity 3.0.9 looks at: a buffer of 4096 bytes, emptied at each LF or when full.

#pragma once

#include <cstddef>
#include <string_view>

namespace bulkhead::http {

/// One filling of that buffer.
struct MultipartLine {
  std::string_view bytes;
  bool begins_line = false;     ///< What stood before it ended with LF.
  bool behind_lone_lf = false;  ///< … and that LF had no CR before it.
  bool full = false;            ///< The buffer ended before the line did, or with it.
};

/// Cost  Linear; allocates nothing.
class MultipartLines {
 public:
  static constexpr std::size_t kBufferBytes = 4096;

  explicit MultipartLines(std::string_view body) : rest_(body) {}

  /// The next line that ends, or fills the buffer. False: what is left is neither; see rest().
  bool next(MultipartLine& line) {
    const std::string_view window = rest_.substr(0, kBufferBytes);
    const std::size_t lf = window.find('\n');
    std::size_t bytes = 0;
    if (lf != std::string_view::npos) {
      bytes = lf + 1;
    } else if (window.size() < kBufferBytes) {
      return false;
    } else {
      // A CR never ends the buffer: it could be half of a line's end.
      bytes = window.back() == '\r' ? kBufferBytes - 1 : kBufferBytes;
    }
    line.bytes = rest_.substr(0, bytes);
    line.begins_line = begins_line_;
    line.behind_lone_lf = behind_lone_lf_;
    line.full = bytes == kBufferBytes || lf == std::string_view::npos;
    rest_.remove_prefix(bytes);
    begins_line_ = lf != std::string_view::npos;
    behind_lone_lf_ = begins_line_ && !line.bytes.ends_with("\r\n");
    return true;
  }

  /// What no next() has given yet.
  std::string_view rest() const { return rest_; }
  bool rest_begins_line() const { return begins_line_; }
  bool rest_is_behind_lone_lf() const { return behind_lone_lf_; }

 private:
  std::string_view rest_;
  bool begins_line_ = true;
  bool behind_lone_lf_ = false;
};

}  // namespace bulkhead::http
