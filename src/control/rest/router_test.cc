// Every request meets exactly one of: its handler, 404, 405 with what is allowed, 401, 403, 413, 415. Nobody without a token
// gets past the door, and a local user who is no operator never reaches a handler that acts.

#include "control/rest/router.h"

#include <gtest/gtest.h>

namespace bulkhead::control::rest {
namespace {

Reply echo(const Request& request) {
  return Response{.status = 200, .body = request.parameter, .headers = {}};
}

Router router() {
  return Router({{"GET", "/open", Access::kAnybody, 0, echo},
                 {"GET", "/look", Access::kLook, 0, echo},
                 {"GET", "/things", Access::kLook, 0, echo},
                 {"POST", "/things", Access::kAct, 10, echo},
                 {"POST", "/things/{id}/undo", Access::kAct, 10, echo}});
}

struct Case {
  const char* what;
  const char* method;
  const char* path;
  Caller::Kind kind;
  const char* type;
  const char* body;
  unsigned status;
};

using Kind = Caller::Kind;

const Case kCases[] = {
    {"anybody may", "GET", "/open", Kind::kNobody, "", "", 200},
    {"no token", "GET", "/look", Kind::kNobody, "", "", 401},
    {"local may look", "GET", "/look", Kind::kLocal, "", "", 200},
    {"local may not act", "POST", "/things", Kind::kLocal, "application/json", "{}", 403},
    {"operator may", "POST", "/things", Kind::kOperator, "application/json", "{}", 200},
    {"root may", "POST", "/things", Kind::kRoot, "application/json; charset=utf-8", "{}", 200},
    {"unknown path", "GET", "/nothing", Kind::kOperator, "", "", 404},
    {"trailing slash is another path", "GET", "/look/", Kind::kOperator, "", "", 404},
    {"prefix is another path", "GET", "/looking", Kind::kOperator, "", "", 404},
    {"wrong method", "DELETE", "/things", Kind::kOperator, "", "", 405},
    {"parameter", "POST", "/things/abc/undo", Kind::kOperator, "application/json", "{}", 200},
    {"empty parameter", "POST", "/things//undo", Kind::kOperator, "application/json", "{}", 404},
    {"parameter with slash", "POST", "/things/a/b/undo", Kind::kOperator, "application/json", "{}", 404},
    {"at the limit", "POST", "/things", Kind::kOperator, "application/json", "1234567890", 200},
    {"one over", "POST", "/things", Kind::kOperator, "application/json", "12345678901", 413},
    {"other type", "POST", "/things", Kind::kOperator, "text/plain", "{}", 415},
    {"a form from a browser", "POST", "/things", Kind::kOperator, "application/x-www-form-urlencoded", "a=b",
     415},
    {"no type", "POST", "/things", Kind::kOperator, "", "{}", 415},
    {"body on GET", "GET", "/look", Kind::kOperator, "application/json", "{}", 400},
};

TEST(Router, AnswersEachRequestOnce) {
  for (const Case& c : kCases) {
    Request request;
    request.method = c.method;
    request.path = c.path;
    request.caller = {c.kind, "uid:7"};
    request.content_type = c.type;
    request.body = c.body;
    const Reply reply = router().answer(request);
    EXPECT_EQ(std::get<Response>(reply).status, c.status) << c.what << ": " << std::get<Response>(reply).body;
  }
}

TEST(Router, SaysWhatIsAllowed) {
  Request request;
  request.method = "PUT";
  request.path = "/things";
  const Response response = std::get<Response>(router().answer(request));
  ASSERT_EQ(response.headers.size(), 1u);
  EXPECT_EQ(response.headers[0], std::make_pair(std::string("Allow"), std::string("GET, POST")));
}

TEST(Router, HandsOverTheParameter) {
  Request request;
  request.method = "POST";
  request.path = "/things/01J2/undo";
  request.content_type = "application/json";
  request.caller.kind = Kind::kOperator;
  EXPECT_EQ(std::get<Response>(router().answer(request)).body, "01J2");
}

TEST(Router, KnowsTheBodyLimitBeforeTheBody) {
  EXPECT_EQ(router().body_bytes_max("POST", "/things"), 10u);
  EXPECT_EQ(router().body_bytes_max("GET", "/things"), 0u);
  EXPECT_EQ(router().body_bytes_max("POST", "/nothing"), 0u);
}

}  // namespace
}  // namespace bulkhead::control::rest
