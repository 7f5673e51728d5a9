// A Cookie field's names and values are those that libmodsecurity 3.0.9 finds; each row was run there once.

#include "http/cookies.h"

#include <gtest/gtest.h>

#include "http/argument_list_for_test.h"

namespace bulkhead::http {
namespace {

struct CookieCase {
  const char* what;
  const char* field;
  const char* cookies;
};

TEST(CookiesTest, Splits) {
  const CookieCase cases[] = {
      {"nothing", "", ""},
      {"two", "a=1; b=2", "a=1\nb=2\n"},
      {"no space between", "a=1;b=2", "a=1\nb=2\n"},
      {"space before a name", "a=1; \t\v b=2", "a=1\nb=2\n"},
      {"space within and behind stays", "a = 1 ; b=2", "a = 1 \nb=2\n"},
      {"space at the end of the field goes", "a=1 \t", "a=1\n"},
      {"also before a last separator", "a=1 ;", "a=1\n"},
      {"but not before two", "a=1 ;;", "a=1 \n"},
      {"equals sign in the value", "a=b=c", "a=b=c\n"},
      {"no equals sign", "a; b", "a=\nb=\n"},
      {"no name", "=1; a=2;  =3", "a=2\n"},
      {"empty pieces", ";;a=1;;b=2;", "a=1\nb=2\n"},
      {"nothing is decoded or unquoted", "a=%41+\"x\"", "a=%41+\"x\"\n"},
      {"twice the same", "a=1; a=2", "a=1\na=2\n"},
      {"only space", " ; ", ""},
  };
  for (const CookieCase& c : cases) {
    SCOPED_TRACE(c.what);
    ArgumentListForTest list;
    const CookiesOutcome outcome = read_cookies(c.field, list);
    EXPECT_EQ(list.text(), c.cookies);
    EXPECT_EQ(outcome.cookies_count, list.count());
  }
}

TEST(CookiesTest, StopsWhenTheSinkDoes) {
  ArgumentListForTest list(2);
  const CookiesOutcome outcome = read_cookies("a;b;c", list);
  EXPECT_EQ(outcome.stop, ReadStop::kSink);
  EXPECT_EQ(outcome.cookies_count, 2u);
}

}  // namespace
}  // namespace bulkhead::http
