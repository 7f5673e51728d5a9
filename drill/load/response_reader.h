// Where one HTTP/1.1 answer ends, and what its status was. Bodies are counted, not kept.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bulkhead::load {

/// Reads one answer to a GET at a time, from bytes in whatever pieces they come (RFC 9112).
///
/// Interim answers (1xx) are passed over. What nobody asked for, such as bytes behind the end or 101, is malformed.
///
/// Memory     At most `kLineBytesMax`.
/// Cost       Linear in the bytes; of a body with a known length only the count is looked at.
class ResponseReader {
 public:
  enum class State : std::uint8_t { kMore, kDone, kMalformed };

  static constexpr std::size_t kLineBytesMax = 16'384;
  /// Of all fields together, so that an answer without an end ends.
  static constexpr std::size_t kHeadBytesMax = 65'536;

  /// Takes the next bytes. After kDone or kMalformed only `reset()` may follow.
  State feed(std::string_view bytes);

  /// The peer sends no more: kDone when that is what ends the answer, else kMalformed.
  State end();

  /// Forgets the answer and waits for another.
  void reset();

  /// True once a byte of the answer was seen.
  bool begun() const { return begun_; }
  /// 200 to 599, once kDone.
  int status() const { return status_; }
  /// Whether something in front of the server answered in its place, once kDone: it names itself (Proxy-Status, RFC 9209), or
  /// the status is one that says so (403, 421, 429) and the server does not say that it is its own (Demo-Service).
  bool refused() const {
    return by_proxy_ || (!by_service_ && (status_ == 403 || status_ == 421 || status_ == 429));
  }
  /// Whether the connection may be used again, once kDone.
  bool keep_alive() const { return keep_alive_; }

 private:
  enum class Part : std::uint8_t {
    kStatusLine,
    kFields,
    kBody,        // remaining_ bytes
    kUntilClose,  // all that comes
    kChunkSize,   // a line
    kChunk,       // remaining_ bytes
    kChunkEnd,    // an empty line
    kTrailers,    // lines up to an empty one
    kDone,
    kMalformed,
  };

  State state() const;
  /// The next line without its end, taken off `bytes`; false when it is not whole yet or too long.
  bool take_line(std::string_view& bytes, std::string_view& line);
  Part after_line(std::string_view line);
  Part after_status_line(std::string_view line);
  Part after_field(std::string_view line);
  Part after_fields();
  Part after_chunk_size(std::string_view line);

  Part part_ = Part::kStatusLine;
  bool begun_ = false;
  bool keep_alive_ = true;
  bool chunked_ = false;
  bool by_proxy_ = false;
  bool by_service_ = false;
  bool has_length_ = false;
  int status_ = 0;
  std::uint64_t length_ = 0;
  std::uint64_t remaining_ = 0;
  std::size_t head_bytes_ = 0;
  std::string kept_;   // the beginning of a line whose end has not come
  std::string whole_;  // backs a line that came in pieces
};

}  // namespace bulkhead::load
