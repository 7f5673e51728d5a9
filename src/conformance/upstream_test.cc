// The back end of the Core Rule Set's tests answers with what it is told to.

#include "conformance/upstream.h"

#include <gtest/gtest.h>

namespace bulkhead::conformance {
namespace {

Request posting(const char* path, const char* body) {
  Request request;
  request.method = "POST";
  request.path = path;
  request.body = body;
  return request;
}

TEST(UpstreamTest, AnswersAnythingWithNothing) {
  for (const char* path : {"/", "/reflected", "/a"}) {
    const Answer answer = upstream_answer(posting(path, "{\"status\": 500}"));
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.fields, (std::vector<Field>{{"Content-Length", "0"}}));
    EXPECT_EQ(answer.body, "");
  }
  Request getting = posting("/reflect", "{\"status\": 500}");
  getting.method = "GET";
  EXPECT_EQ(upstream_answer(getting).status, 200);
}

TEST(UpstreamTest, OldSuitesCountOnAServiceThatHasNotEverything) {
  EXPECT_EQ(upstream_answer(posting("/post", ""), Service::kHttpbin).status, 200);
  EXPECT_EQ(upstream_answer(posting("/index.html", ""), Service::kHttpbin).status, 404);
}

TEST(UpstreamTest, ReflectsStatusFieldsAndBody) {
  const Answer answer = upstream_answer(posting(
      "/reflect", R"({"status": 404, "headers": {"X-A": "b", "content-type": "a/b"}, "body": "text"})"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.fields,
            (std::vector<Field>{{"X-A", "b"}, {"content-type", "a/b"}, {"Content-Length", "4"}}));
  EXPECT_EQ(answer.body, "text");
  EXPECT_EQ(upstream_answer(posting("/reflect/", R"({"encodedBody": "AGE="})")).body, std::string("\0a", 2));
}

TEST(UpstreamTest, RefusesWhatItCannotReflect) {
  for (const char* body :
       {"", "[]", "{", R"({"status": "200"})", R"({"status": 99})", R"({"status": 600})", R"({"status": -1})",
        R"({"body": 1})", R"({"headers": []})", R"({"headers": {"a": 1}})"})
    EXPECT_EQ(upstream_answer(posting("/reflect", body)).status, 400) << body;
}

TEST(UpstreamTest, GuessesTheTypeOfABody) {
  const struct {
    const char* body;
    const char* type;
  } kCases[] = {
      {"words", "text/plain; charset=utf-8"},
      {" \n<HtMl>", "text/html; charset=utf-8"},
      {"<p class", "text/html; charset=utf-8"},
      {"<pre>", "text/plain; charset=utf-8"},
      {"<?xml version", "text/xml; charset=utf-8"},
      {"<?php", "text/plain; charset=utf-8"},
      {"PK\x03\x04", "application/zip"},
      {"a\x01", "application/octet-stream"},
  };
  for (const auto& one : kCases) EXPECT_EQ(guess_content_type(one.body), one.type) << one.body;
}

}  // namespace
}  // namespace bulkhead::conformance
