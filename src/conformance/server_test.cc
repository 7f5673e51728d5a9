// Bytes become the request that nginx hands on, or the answer that it gives itself.

#include "conformance/server.h"

#include <gtest/gtest.h>

namespace bulkhead::conformance {
namespace {

using namespace std::string_literals;

TEST(ServerTest, SplitsARequest) {
  const auto request = split_request(
      "\r\nPOST /a/../b%20c?x=/../ HTTP/1.1\r\nHost: example\r\nX-A:  b  \nbad_name: "
      "x\r\nX-A:c\r\nContent-Length: 3\r\n\r\nabcdef");
  ASSERT_TRUE(request) << request.error().reason;
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->target, "/a/../b%20c?x=/../");
  EXPECT_EQ(request->path, "/b c");
  EXPECT_EQ(request->version, "1.1");
  EXPECT_EQ(request->fields,
            (std::vector<Field>{{"Host", "example"}, {"X-A", "b"}, {"X-A", "c"}, {"Content-Length", "3"}}));
  EXPECT_EQ(request->body, "abc");
}

TEST(ServerTest, TakesChunksTogether) {
  const auto request = split_request(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nT: "
      "u\r\n\r\n");
  ASSERT_TRUE(request) << request.error().reason;
  EXPECT_EQ(request->body, "abcd");
}

TEST(ServerTest, TakesTheHostOffTheTarget) {
  const auto request = split_request("GET http://example:80?a HTTP/1.0\r\n\r\n");
  ASSERT_TRUE(request) << request.error().reason;
  EXPECT_EQ(request->target, "?a");
  EXPECT_EQ(split_request("GET http://example HTTP/1.0\r\n\r\n")->target, "/");
}

TEST(ServerTest, OldRequestsHaveOnlyALine) {
  for (const char* bytes : {"GET /x\r\nHost: a\r\n\r\n", "GET /x  \r\n"}) {
    const auto request = split_request(bytes);
    ASSERT_TRUE(request) << request.error().reason;
    EXPECT_EQ(request->version, "0.9");
    EXPECT_TRUE(request->fields.empty());
  }
}

TEST(ServerTest, AnswersItselfAsNginxDoes) {
  const auto fields = [](const std::string& lines) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
  };
  const struct {
    std::string bytes;
    int status;
  } kCases[] = {
      {"get / HTTP/1.1\r\n\r\n", 400},
      {" GET / HTTP/1.1\r\n\r\n", 400},
      {"GET\t/ HTTP/1.1\r\n\r\n", 400},
      {"GET a HTTP/1.1\r\n\r\n", 400},
      {"GET /\x01 HTTP/1.1\r\n\r\n", 400},
      {"GET / b HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/0.9\r\n\r\n", 400},
      {"GET / HTTP\\1.0\r\n\r\n", 400},
      {"GET / JUNK/1.0\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\n\r\n", 505},
      {"POST /\r\n", 400},
      {"GET /../ HTTP/1.0\r\n\r\n", 400},
      {"GET /a%00 HTTP/1.0\r\n\r\n", 400},
      {"GET /a%2 HTTP/1.0\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\nHost:\r\n\r\n", 400},
      {"CONNECT / HTTP/1.0\r\n\r\n", 405},
      {"TRACE / HTTP/1.0\r\n\r\n", 405},
      {fields("Host: b\r\n"), 400},
      {fields(": b\r\n"), 400},
      {fields("a b: c\r\n"), 400},
      {fields(" folded\r\n"), 400},
      {fields("a: \0\r\n"s), 400},
      {fields("a: b\rc: d\r\n"), 400},
      {fields("Content-Length: x\r\n"), 400},
      {fields("Content-Length: -1\r\n"), 400},
      {fields("Content-Length: 1\r\nContent-Length: 1\r\n"), 400},
      {fields("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400},
      {fields("Transfer-Encoding: gzip\r\n"), 501},
      {fields("Transfer-Encoding: chunked\r\n") + "x\r\n", 400},
      {fields("Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n0\r\n\r\n", 400},
      {"GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"GET /" + std::string(16'384, 'a') + " HTTP/1.0\r\n\r\n", 414},
      {fields("a: " + std::string(16'384, 'a') + "\r\n"), 400},
      // It waits for more.
      {"GET / HTTP/1.1", 0},
      {"GET / HTTP/1.1\r\nHost: a\r\n", 0},
      {fields("Content-Length: 2\r\n") + "a", 0},
      {fields("Transfer-Encoding: chunked\r\n") + "2\r\na", 0},
  };
  for (const auto& one : kCases) {
    const auto request = split_request(one.bytes);
    ASSERT_FALSE(request) << one.bytes.substr(0, 60);
    EXPECT_EQ(request.error().status, one.status) << one.bytes.substr(0, 60) << request.error().reason;
    EXPECT_FALSE(request.error().reason.empty());
  }
}

TEST(ServerTest, MakesPathsPlain) {
  const struct {
    const char* target;
    const char* path;
  } kCases[] = {
      {"/", "/"},
      {"", "/"},
      {"//a///b", "/a/b"},
      {"/a/./b/..", "/a/"},
      {"/a/%2e%2E/b", "/b"},
      {"/a%2Fb", "/a/b"},
      {"/a%3Fb?c", "/a?b"},
      {"/a#b", "/a"},
      {"/a/.", "/a/"},
      {"/..a/...", "/..a/..."},
  };
  for (const auto& one : kCases)
    EXPECT_EQ(plain_path(one.target).value_or("refused"), one.path) << one.target;
}

}  // namespace
}  // namespace bulkhead::conformance
