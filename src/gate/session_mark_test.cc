// What must hold: a session that the upstream set is recognised later with its companion, and with nothing else: not a
// forged, moved, cut or foreign one.

#include "gate/session_mark.h"

#include <gtest/gtest.h>

#include <array>

namespace bulkhead::gate {
namespace {

const segment::SegmentKey kKey{7, 0, {1, 2, 3}};
const RealTime kNow{std::chrono::seconds(1'800'000'000)};

std::string pair_of(const std::string& set_cookie) { return set_cookie.substr(0, set_cookie.find(';')); }

TEST(SessionMark, ParsesSetCookie) {
  struct Case {
    const char* field;
    const char* name;
    const char* value;
  };
  const Case cases[] = {
      {"sid=abc; Path=/; HttpOnly", "sid", "abc"},
      {"sid=abc", "sid", "abc"},
      {" sid = abc ;Secure", "sid", "abc"},
      {"sid=a=b", "sid", "a=b"},
      {"sid=; Path=/", "sid", ""},
      {"sid=abc; Max-Age=0", "sid", ""},
      {"sid=abc; max-age=-1; Path=/", "sid", ""},
      {"sid=abc; Max-Age=3600", "sid", "abc"},
      {"", "", ""},
  };
  for (const Case& c : cases) {
    const Cookie cookie = parse_set_cookie(c.field);
    EXPECT_EQ(cookie.name, c.name) << c.field;
    EXPECT_EQ(cookie.value, c.value) << c.field;
  }
}

TEST(SessionMark, FindsCookies) {
  EXPECT_EQ(cookie_value("a=1; sid=x; b=2", "sid"), "x");
  EXPECT_EQ(cookie_value("sid=x", "sid"), "x");
  EXPECT_EQ(cookie_value("asid=1; sidx=2", "sid"), "");
  EXPECT_EQ(cookie_value("", "sid"), "");
}

TEST(SessionMark, RecognisesOnlyItsOwnSession) {
  const Cookie session{"sid", "secret-1"};
  const std::string mark = pair_of(companion_cookie(kKey, 42, session, kNow, true));
  const std::array keys{kKey};
  const auto marked = [&](std::uint64_t service, const Cookie& who, const std::string& cookies) {
    return session_marked_at(keys, service, who, cookies);
  };
  EXPECT_EQ(marked(42, session, "sid=secret-1; " + mark), kNow);
  EXPECT_EQ(marked(42, {"sid", "secret-2"}, mark), std::nullopt) << "moved to another session";
  EXPECT_EQ(marked(42, {"other", "secret-1"}, mark), std::nullopt) << "moved to another cookie";
  EXPECT_EQ(marked(43, session, mark), std::nullopt) << "another service";
  EXPECT_EQ(marked(42, session, ""), std::nullopt);
  EXPECT_EQ(marked(42, {"sid", ""}, mark), std::nullopt);
  for (std::size_t i = 0; i < mark.size(); ++i) {
    std::string forged = mark;
    forged[i] = forged[i] == '1' ? '2' : '1';
    EXPECT_EQ(marked(42, session, forged), std::nullopt) << forged;
    EXPECT_EQ(marked(42, session, mark.substr(0, i)), std::nullopt) << i;
  }
}

TEST(SessionMark, OutlivesOneRotationOfKeys) {
  const Cookie session{"sid", "s"};
  const std::string mark = pair_of(companion_cookie(kKey, 42, session, kNow, false));
  const segment::SegmentKey fresh{8, 0, {9}};
  const std::array rotated{fresh, kKey};
  const std::array rotated_twice{segment::SegmentKey{9, 0, {4}}, fresh};
  EXPECT_TRUE(session_marked_at(rotated, 42, session, mark).has_value());
  EXPECT_FALSE(session_marked_at(rotated_twice, 42, session, mark).has_value());
}

TEST(SessionMark, IsSecureOnlyOverTls) {
  EXPECT_NE(companion_cookie(kKey, 1, {"s", "v"}, kNow, true).find("; Secure"), std::string::npos);
  EXPECT_EQ(companion_cookie(kKey, 1, {"s", "v"}, kNow, false).find("Secure"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::gate
