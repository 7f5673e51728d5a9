// A path leads to one answerer or to none; a known path with another method says which methods it has.

#include "demo/http/router.h"

#include <gtest/gtest.h>

#include "demo/http/call.h"

namespace bulkhead::demo {
namespace {

Router sample() {
  Router router;
  const auto named = [](std::string name) { return [name](Call&) { return plain_answer(200, name); }; };
  router.add("GET", "/", named("home"));
  router.add("GET", "/a/:id", named("one"));
  router.add("POST", "/a/:id", named("change"));
  router.add("GET", "/a/:id/b/:name", named("deep"));
  return router;
}

TEST(Router, FindsWhatItWasGiven) {
  struct Case {
    std::string_view method;
    std::string_view path;
    std::string_view answer;  // "" for none
    std::string_view allowed;
  };
  const Case cases[] = {
      {"GET", "/", "home", ""},        {"HEAD", "/", "home", ""},      {"POST", "/", "", "GET, HEAD"},
      {"GET", "/a/1", "one", ""},      {"POST", "/a/1", "change", ""}, {"PUT", "/a/1", "", "GET, HEAD, POST"},
      {"GET", "/a", "", ""},           {"GET", "/a/", "", ""},         {"GET", "/a/1/", "", ""},
      {"GET", "/a/1/b/x", "deep", ""}, {"GET", "//", "", ""},          {"GET", "", "home", ""},
      {"get", "/", "", "GET, HEAD"},   {"GET", "/A/1", "", ""},        {"GET", "/a/:id", "one", ""},
  };
  const Router router = sample();
  const Request request;
  for (const Case& one : cases) {
    const RouteMatch found = router.match(one.method, one.path);
    ASSERT_EQ(found.answerer != nullptr, !one.answer.empty()) << one.method << ' ' << one.path;
    EXPECT_EQ(found.answerer == nullptr ? found.allowed : "", one.allowed) << one.method << ' ' << one.path;
    if (found.answerer == nullptr) continue;
    Call call{.request = request, .parameters = found.parameters};
    EXPECT_EQ((*found.answerer)(call).body, one.answer);
  }
}

TEST(Router, HandsOverTheNamedSegments) {
  const RouteMatch found = sample().match("GET", "/a/<x>/b/y z");
  EXPECT_EQ(found.parameters, (std::vector<std::string>{"<x>", "y z"}));
}

}  // namespace
}  // namespace bulkhead::demo
