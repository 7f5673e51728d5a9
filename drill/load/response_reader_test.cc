// Where an answer ends must not depend on how its bytes are cut: every row is read whole, byte by byte, and in two pieces
// cut at every place. No answer may be done before its last byte.

#include "drill/load/response_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace bulkhead::load {
namespace {

using State = ResponseReader::State;

struct Row {
  const char* name;
  std::string bytes;
  int status;
  bool keep_alive;
  bool ends_with_connection = false;
};

const std::vector<Row>& good() {
  static const std::vector<Row> rows = {
      {"length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, true},
      {"no body", "HTTP/1.1 503 Service Unavailable\r\ncontent-length:0\r\n\r\n", 503, true},
      {"same length twice", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 200, true},
      {"no reason", "HTTP/1.1 404\r\nContent-Length: 1\r\n\r\nx", 404, true},
      {"bare newlines", "HTTP/1.1 200 OK\nContent-Length: 2\n\n\r\n", 200, true},
      {"204", "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n", 204, true},
      {"304 tells a length it does not send", "HTTP/1.1 304 x\r\nContent-Length: 9\r\n\r\n", 304, true},
      {"chunked",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
       "chunked\r\n\r\n5\r\nhello\r\n1a;x=\"y\"\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n",
       200, true},
      {"trailers", "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1\r\n\n\r\n0\r\nX: y\r\n\r\n", 200,
       true},
      {"close", "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\nx", 200, false},
      {"close in a list", "HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 1\r\n\r\nx", 200,
       false},
      {"1.0", "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, false},
      {"interim",
       "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200,
       true},
      {"until close", "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nsome\r\n\r\nbytes", 200, false, true},
  };
  return rows;
}

void expect_read(const Row& row, const std::vector<std::string_view>& pieces) {
  SCOPED_TRACE(row.name);
  ResponseReader reader;
  State state = State::kMore;
  for (const std::string_view piece : pieces) {
    ASSERT_EQ(state, State::kMore) << "ended before its last byte";
    state = reader.feed(piece);
  }
  if (row.ends_with_connection) {
    ASSERT_EQ(state, State::kMore);
    state = reader.end();
  }
  ASSERT_EQ(state, State::kDone);
  EXPECT_EQ(reader.status(), row.status);
  EXPECT_EQ(reader.keep_alive(), row.keep_alive);
  EXPECT_TRUE(reader.begun());
}

TEST(ResponseReader, ReadsWhole) {
  for (const Row& row : good()) expect_read(row, {row.bytes});
}

TEST(ResponseReader, ReadsByteByByte) {
  for (const Row& row : good()) {
    std::vector<std::string_view> pieces;
    pieces.reserve(row.bytes.size());
    for (std::size_t i = 0; i < row.bytes.size(); ++i)
      pieces.push_back(std::string_view(row.bytes).substr(i, 1));
    expect_read(row, pieces);
  }
}

TEST(ResponseReader, ReadsCutAnywhere) {
  for (const Row& row : good()) {
    const std::string_view all = row.bytes;
    for (std::size_t cut = 1; cut < all.size(); ++cut)
      expect_read(row, {all.substr(0, cut), all.substr(cut)});
  }
}

TEST(ResponseReader, ReadsOneAfterAnother) {
  ResponseReader reader;
  for (const Row& row : good()) {
    const State state = reader.feed(row.bytes);
    EXPECT_EQ(row.ends_with_connection ? reader.end() : state, State::kDone) << row.name;
    EXPECT_EQ(reader.status(), row.status) << row.name;
    reader.reset();
    EXPECT_FALSE(reader.begun());
  }
}

TEST(ResponseReader, AnEndTooEarlyIsMalformed) {
  for (const Row& row : good()) {
    if (row.ends_with_connection) continue;
    for (std::size_t cut = 0; cut < row.bytes.size(); ++cut) {
      ResponseReader reader;
      ASSERT_EQ(reader.feed(std::string_view(row.bytes).substr(0, cut)), State::kMore) << row.name << cut;
      EXPECT_EQ(reader.end(), State::kMalformed) << row.name << cut;
    }
  }
}

TEST(ResponseReader, BytesBehindTheEndAreMalformed) {
  for (const Row& row : good()) {
    if (row.ends_with_connection) continue;
    ResponseReader reader;
    EXPECT_EQ(reader.feed(row.bytes + "H"), State::kMalformed) << row.name;
  }
}

TEST(ResponseReader, RefusesWhatIsNoAnswer) {
  const std::vector<std::string> rows = {
      "HTTP/2 200 OK\r\n",
      "HTTP/1.1 20 OK\r\n",
      "HTTP/1.1 2000\r\n",
      "HTTP/1.1 600 x\r\n",
      "HTTP/1.1 -20 x\r\n",
      "\r\n",
      "HTTP/1.1 101 Switching Protocols\r\n\r\n",
      "HTTP/1.1 200 OK\r\nno colon\r\n",
      "HTTP/1.1 200 OK\r\n: x\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: \r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
  };
  for (const std::string& row : rows) {
    ResponseReader reader;
    EXPECT_EQ(reader.feed(row), State::kMalformed) << row;
  }
}

TEST(ResponseReader, LinesAtTheMaximumAndBeyond) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::string field = "X: " + std::string(ResponseReader::kLineBytesMax - 5, 'x') + "\r\n";
  ResponseReader reader;
  EXPECT_EQ(reader.feed(head + field), State::kMore);
  reader.reset();
  EXPECT_EQ(reader.feed(head + "x" + field), State::kMalformed);
  reader.reset();
  EXPECT_EQ(reader.feed(head + field + field + field), State::kMore);
  EXPECT_EQ(reader.feed(field), State::kMalformed) << "all fields together";
}

}  // namespace
}  // namespace bulkhead::load
