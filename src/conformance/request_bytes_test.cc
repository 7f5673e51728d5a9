// What is sent is what go-ftw sends, to the byte.

#include "conformance/request_bytes.h"

#include <gtest/gtest.h>

namespace bulkhead::conformance {
namespace {

Input posting(const char* type, const char* body) {
  Input input;
  input.method = "POST";
  if (type != nullptr) input.fields.push_back({"content-type", type});
  input.body = body;
  return input;
}

std::string body_of(const std::string& bytes) { return bytes.substr(bytes.find("\r\n\r\n") + 4); }

TEST(RequestBytesTest, CompletesFields) {
  EXPECT_EQ(request_bytes({}), "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(request_bytes(posting(nullptr, "a=b")),
            "POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
            "Content-Length: 3\r\n\r\na=b");
  Input empty = posting(nullptr, "");
  EXPECT_EQ(request_bytes(empty), "POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  empty.older_form = true;
  EXPECT_FALSE(request_bytes(empty).contains("Content-Length")) << "the older runner told it of a body only";
  empty.older_form = false;
  empty.method = "POSTER";
  EXPECT_TRUE(request_bytes(empty).contains("Content-Length: 0")) << "the runner's own pattern is that loose";
  empty.method = "OPTIONS";
  EXPECT_FALSE(request_bytes(empty).contains("Content-Length"));
}

TEST(RequestBytesTest, KeepsWhatTheTestSays) {
  Input input = posting("text/plain", "a b");
  input.fields.push_back({"CONTENT-LENGTH", "9"});
  input.fields.push_back({"connection", "keep-alive"});
  EXPECT_EQ(request_bytes(input),
            "POST / HTTP/1.1\r\ncontent-type: text/plain\r\nCONTENT-LENGTH: 9\r\nconnection: "
            "keep-alive\r\n\r\na b");
  input.fields.clear();
  input.complete_fields = false;
  input.version = "";
  EXPECT_EQ(request_bytes(input), "POST / \r\n\r\na b");
  input.raw = "anything\n";
  EXPECT_EQ(request_bytes(input), "anything\n");
}

TEST(RequestBytesTest, EncodesFormsThatAreNotYet) {
  const struct {
    const char* body;
    const char* sent;
  } kCases[] = {
      {"a=b c&d", "a=b+c&d"},     {"a=b=c", "a=b%3Dc"}, {"x=<é>", "x=%3C%C3%A9%3E"},
      {"a=%20 <", "a=%20 <"},     {"a=1+1<", "a=1+1<"}, {"a=%zz<", "a=%zz<"},
      {"a&&b=-_.~", "a&&b=-_.~"}, {"=", "="},           {"a=b&", "a=b"},
  };
  for (const auto& one : kCases) {
    EXPECT_EQ(body_of(request_bytes(posting("Application/X-WWW-form-urlencoded", one.body))), one.sent)
        << one.body;
    EXPECT_EQ(body_of(request_bytes(posting("application/x-www-form-urlencoded; charset=utf-8", one.body))),
              one.body);
  }
}

TEST(RequestBytesTest, EndsLinesOfMultipartBodies) {
  Input input = posting("multipart/form-data; boundary=b", "--b\nx\r\n");
  EXPECT_EQ(body_of(request_bytes(input)), "--b\r\nx\r\r\n");
  input.older_form = true;
  EXPECT_EQ(body_of(request_bytes(input)), "--b\r\nx\r\n");
  EXPECT_EQ(body_of(request_bytes(posting("text/plain", "a\nb"))), "a\nb");
}

}  // namespace
}  // namespace bulkhead::conformance
