// What must hold: an answer is read the same however it is cut into pieces; what is no answer is a failure; nothing that a
// server sends makes the reader hold more than it says. Shown with answers as bytes, whole and byte by byte.

#include "cli/answer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>

namespace bulkhead::cli {
namespace {

// The answer, or nothing where it is none.
std::optional<ApiAnswer> read(std::string_view bytes, std::size_t piece_bytes) {
  AnswerReader reader;
  while (!bytes.empty()) {
    const Result<bool> whole = reader.take(bytes.substr(0, piece_bytes));
    if (!whole) return std::nullopt;
    if (*whole) return reader.answer();
    bytes.remove_prefix(std::min(bytes.size(), piece_bytes));
  }
  if (!reader.end()) return std::nullopt;
  return reader.answer();
}

struct Case {
  const char* bytes;
  int status;  ///< 0: no answer.
  const char* body;
};

TEST(AnswerReader, ReadsTheSameHoweverItIsCut) {
  for (const Case& tested :
       {Case{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}"},
        Case{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}more", 200, "{}"},
        Case{"HTTP/1.1 503 Later\r\n\r\n{\"a\":1}", 503, "{\"a\":1}"},
        Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n1\r\n}\r\n0\r\n\r\n", 200,
             "{}"},
        Case{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, ""},
        Case{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", 0, ""},
        Case{"HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n{}", 0, ""},
        Case{"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", 0, ""},
        Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4000001\r\n{}", 0, ""},
        Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", 0, ""},
        Case{"HTTP/1.1 2000 OK\r\n\r\n", 0, ""}, Case{"HTTP/1.1 200 OK\r\nA", 0, ""},
        Case{"SSH-2.0-OpenSSH_9.2\r\n", 0, ""}, Case{"", 0, ""}}) {
    for (const std::size_t piece_bytes : {1u, 7u, 4'096u}) {
      const auto answer = read(tested.bytes, piece_bytes);
      EXPECT_EQ(answer ? answer->status : 0, tested.status) << tested.bytes << " by " << piece_bytes;
      if (answer) {
        EXPECT_EQ(answer->body, tested.body);
      }
    }
  }
}

TEST(AnswerReader, ABodyBeyondTheLimitIsRefusedBeforeItIsRead) {
  for (const char* bytes : {"HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n{",
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4000001\r\n{"}) {
    AnswerReader reader;
    EXPECT_FALSE(reader.take(bytes)) << bytes;
  }
}

TEST(AnswerReader, AHeadWithoutEndIsRefused) {
  const std::string field = "X: " + std::string(1'000, 'x') + "\r\n";
  for (const char* start :
       {"HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x="}) {
    const std::string filler = std::string_view(start).ends_with("x=") ? std::string(1'000, 'x') : field;
    AnswerReader reader;
    Result<bool> whole = reader.take(start);
    std::size_t taken = 0;
    for (; whole && taken < 10 * AnswerReader::kHeadBytesMax; taken += filler.size())
      whole = reader.take(filler);
    EXPECT_FALSE(whole) << start;
    EXPECT_LE(taken, 2 * AnswerReader::kHeadBytesMax) << start;
  }
}

}  // namespace
}  // namespace bulkhead::cli
