// One answer of the daemon: from bytes, in whatever pieces they come, to an ApiAnswer. Sockets and time limits are client.cc's.

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "cli/api.h"

namespace bulkhead::cli {

/// Reads one answer (HTTP/1.1).
///
/// Exactness  What an answer says does not hang on where it was cut into pieces. Bytes behind it are not looked at.
/// Threads    One thread.
/// Cost       Linear in the bytes; holds at most kBodyBytesMax and a few heads.
/// Errors     kUnavailable, in the words of what is wrong with the bytes. Nothing can be read after one.
class AnswerReader {
 public:
  /// Of the status line and fields together; a chunk may have a head half as long again before it is refused for sure.
  static constexpr std::uint32_t kHeadBytesMax = 8u << 10;
  static constexpr std::uint64_t kBodyBytesMax = 64u << 20;

  AnswerReader();
  AnswerReader(const AnswerReader&) = delete;
  AnswerReader& operator=(const AnswerReader&) = delete;
  ~AnswerReader();

  /// Takes the next piece. True: the answer is whole.
  Result<bool> take(std::string_view piece);

  /// There are no more bytes. Succeeds when the answer is whole, as one that says no length only now is.
  Status end();

  /// The answer, once it is whole.
  ApiAnswer answer() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bulkhead::cli
