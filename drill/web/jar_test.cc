// What must hold: cookies come back to the host that set them, and to no other; Max-Age=0 takes them away; a service cannot fill
// the drill's memory.

#include "drill/web/jar.h"

#include <gtest/gtest.h>

#include <string>

namespace bulkhead::drill {
namespace {

TEST(CookieJar, GivesBackToTheHostThatSet) {
  CookieJar jar;
  jar.set("tax.localhost", "session=abc; Path=/; HttpOnly; SameSite=Lax");
  jar.set("tax.localhost", "lang=sq");
  EXPECT_EQ(jar.cookies_for("tax.localhost"), "lang=sq; session=abc");
  EXPECT_EQ(jar.cookies_for("portal.localhost"), "");
}

TEST(CookieJar, TakesAwayWhatIsTakenAway) {
  CookieJar jar;
  jar.set("a", "session=abc");
  jar.set("a", "session=; max-age=0");
  EXPECT_EQ(jar.cookies_for("a"), "");
}

TEST(CookieJar, KeepsWhatOutlivesASession) {
  CookieJar jar;
  jar.set("a", "session=abc; HttpOnly");
  jar.set("a", "known=yes; Max-Age=86400; Path=/");
  jar.set("a", "old=way; Expires=Sun, 17 Jul 2033 12:00:00 GMT");
  jar.end_session();
  EXPECT_EQ(jar.cookies_for("a"), "known=yes; old=way");
}

TEST(CookieJar, KeepsNoMoreThanItSays) {
  CookieJar jar;
  for (int i = 0; i < 1'000; ++i) jar.set("a", "c" + std::to_string(i) + "=v");
  jar.set("a", "huge=" + std::string(CookieJar::kBytesMax, 'x'));
  jar.set("a", "no value");
  std::size_t kept = 1;
  for (const char c : jar.cookies_for("a")) kept += c == ';' ? 1 : 0;
  EXPECT_EQ(kept, CookieJar::kCookiesMax);
}

}  // namespace
}  // namespace bulkhead::drill
