// The variables made of a request's target are those of libmodsecurity 3.0.9; each row was run there once.

#include "http/uri.h"

#include <gtest/gtest.h>

#include <string>

#include "http/request_line.h"

namespace bulkhead::http {
namespace {

struct TargetCase {
  const char* what;
  std::string raw;
  std::string uri;
  std::string filename;
  std::string basename;
  const char* query_string;  // Null: there is none.
};

TEST(UriTest, VariablesOfATarget) {
  const TargetCase cases[] = {
      {"plain", "/a/b.php?x=1", "/a/b.php?x=1", "/a/b.php", "b.php", "x=1"},
      {"decoded, but not the query string", "/%61?%62+c", "/a?b+c", "/a", "a", "%62+c"},
      {"decoded once", "/%2561", "/%61", "/%61", "%61", nullptr},
      {"not an encoding", "/%zz%4", "/%zz%4", "/%zz%4", "%zz%4", nullptr},
      {"an encoded slash ends a segment", "/a%2Fb", "/a/b", "/a/b", "b", nullptr},
      {"so does a backslash", "/a%5cb", "/a\\b", "/a\\b", "b", nullptr},
      {"an encoded ? ends the filename, not the path as sent", "/a%3fb", "/a?b", "/a", "a", nullptr},
      {"a folder has no basename", "/a/", "/a/", "/a/", "", nullptr},
      {"no slash, no basename", "*", "*", "*", "", nullptr},
      {"an empty query string is one", "/?", "/?", "/", "", ""},
      {"a second ? belongs to it", "/?a?b", "/?a?b", "/", "", "a?b"},
      {"the fragment goes", "/a?b#c?d", "/a?b", "/a", "a", "b"},
      {"an encoded # stays", "/a%23b", "/a#b", "/a#b", "a#b", nullptr},
      {"absolute form", "http://h/a?b", "/a?b", "http://h/a", "a", "b"},
      {"with a port", "http://h:80/a", "/a", "http://h:80/a", "a", nullptr},
      {"host only", "http://h", "http://h", "http://h", "h", nullptr},
      {"a slash in the query ends the host", "http://h?x=/y", "/y", "http://h", "h", "x=/y"},
      {"authority form", "h:443", "h:443", "h:443", "", nullptr},
      {"two slashes first", "//h/a", "//h/a", "//h/a", "a", nullptr},
      {"NUL", "/a%00b", std::string("/a\0b", 4), std::string("/a\0b", 4), std::string("a\0b", 3), nullptr},
      {"empty", "", "", "", "", nullptr},
  };
  for (const TargetCase& c : cases) {
    SCOPED_TRACE(c.what);
    Arena arena(1u << 20, 0);
    const auto target = read_target(c.raw, arena);
    ASSERT_TRUE(target);
    EXPECT_EQ(target->uri_raw, c.raw);
    EXPECT_EQ(target->uri, c.uri);
    EXPECT_EQ(target->filename, c.filename);
    EXPECT_EQ(target->basename, c.basename);
    EXPECT_EQ(target->query_string.has_value(), c.query_string != nullptr);
    EXPECT_EQ(target->query_string.value_or(""), c.query_string == nullptr ? "" : c.query_string);
  }
}

TEST(UriTest, MemoryHasAMaximum) {
  Arena arena(0, 0);
  EXPECT_TRUE(read_target("/plain", arena));
  EXPECT_FALSE(read_target("/%41", arena));
  EXPECT_FALSE(make_request_line("GET", "/", "1.1", arena));
}

TEST(UriTest, RequestLine) {
  Arena arena(1u << 20, 0);
  const auto made = make_request_line("GET", "/a?b#c", "2.0", arena);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->line, "GET /a?b#c HTTP/2.0");
  EXPECT_EQ(made->protocol, "HTTP/2.0");
}

}  // namespace
}  // namespace bulkhead::http
