// What must hold: `inspect` gives a worker's verdict on one request, says which rules matched where, and with --trace in which order
// they were run; what the request holds is harmless to a terminal; exit codes are those that are promised.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/fake_for_test.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kRules = R"(
SecResponseBodyAccess On
SecResponseBodyMimeType text/plain
SecAction "id:1,phase:1,pass,nolog,setvar:tx.inbound_anomaly_score=0"
SecRule REQUEST_METHOD "@streq OPTIONS" "id:2,phase:1,pass,nolog,skipAfter:END-SQL"
SecRule ARGS "@rx (?i)union\s+select" "id:100,phase:2,pass,log,t:none,t:urlDecodeUni,msg:'SQL',logdata:'in %{MATCHED_VAR_NAME}',severity:CRITICAL,setvar:tx.inbound_anomaly_score=+5"
SecRule ARGS "@rx zzzneverzzz" "id:101,phase:2,deny,t:none"
SecRule TX:INBOUND_ANOMALY_SCORE "@ge 5" "id:190,phase:2,deny,status:403,log,msg:'score'"
SecMarker END-SQL
SecRule RESPONSE_BODY "@contains stack trace" "id:201,phase:4,deny,status:502,log,msg:'leak'"
)";

class Inspect : public testing::Test {
 protected:
  Inspect() { write("rules.conf", kRules); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder.path() + "/" + name, std::ios::binary) << text;
    return folder.path() + "/" + name;
  }
  Exit run(std::vector<std::string> words, const std::string& typed = "") {
    words.insert(words.begin(), {"inspect", "--rules", folder.path() + "/rules.conf"});
    return bulkhead.run(words, typed);
  }

  os::TemporaryFolderForTest folder;
  FakeProcess bulkhead;
};

TEST_F(Inspect, SaysWhatRefusesAndWhere) {
  EXPECT_EQ(run({}, "GET /?q=1%2520UNION%2520SELECT HTTP/1.1\r\nHost: a\r\n\r\n"), Exit::kRefused)
      << bulkhead.err;
  EXPECT_THAT(bulkhead.out, HasSubstr("REFUSED by rule 190 with 403"));
  EXPECT_THAT(bulkhead.out, HasSubstr("tx.inbound_anomaly_score = 5"));
  EXPECT_THAT(bulkhead.out, HasSubstr("100  phase 2  critical  SQL\n      ARGS:q = \"1 UNION SELECT\"\n"
                                      "      matched \"UNION SELECT\"\n      in ARGS:q\n"));
  EXPECT_EQ(run({}, "GET /?q=trade+union HTTP/1.1\r\nHost: a\r\n\r\n"), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("PASSES"));
}

TEST_F(Inspect, TheTraceShowsRulesInOrderWithTheirValues) {
  EXPECT_EQ(run({"--trace", "--request-url", "/?q=1%2520UNION%2520SELECT"}), Exit::kRefused);
  const std::string& out = bulkhead.out;
  EXPECT_THAT(
      out,
      HasSubstr("  100 @rx matched\n      ARGS:q \"1%20UNION%20SELECT\" -> \"1 UNION SELECT\"  MATCHED\n"));
  EXPECT_THAT(out, HasSubstr("  (1 rule that nothing here can match)\n  190 @ge matched\n"));
  EXPECT_THAT(out, Not(HasSubstr("  101 ")));
  EXPECT_LT(out.find("  1 SecAction matched"), out.find("  100 @rx matched"));
  EXPECT_EQ(run({"--trace", "--request-url", "/", "--method", "OPTIONS"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("  2 @streq matched\n      REQUEST_METHOD \"OPTIONS\"  MATCHED\n"));
}

TEST_F(Inspect, AsJson) {
  EXPECT_EQ(run({"--json", "--trace", "--request-url", "http://a.example/?q=1+union+select"}),
            Exit::kRefused);
  const auto document = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(document) << bulkhead.out;
  const JsonView root = document->root();
  EXPECT_EQ(root["verdict"].text(), "refused");
  EXPECT_EQ(root["rule"].whole(), 190);
  EXPECT_EQ(root["matched"].items().at(0)["target"].text(), "ARGS:q");
  EXPECT_FALSE(root["trace"]["rules"].items().empty());
}

TEST_F(Inspect, BodiesAndAnswersAreInspectedToo) {
  EXPECT_EQ(run({"--data", "q=1 union select"}), Exit::kRefused) << bulkhead.out;
  const std::string answer =
      write("answer", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\na stack trace");
  EXPECT_EQ(run({"--request-url", "/", "--response", answer}), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("REFUSED by rule 201 with 502"));
  EXPECT_EQ(run({"--request-url", "/", "--response", write("other", "no status\r\n\r\n")}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("does not begin with a status line"));
}

TEST_F(Inspect, WhatNginxAnswersItselfIsSaid) {
  EXPECT_EQ(run({}, "GET / HTTP/1.1\r\n\r\n"), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("REFUSED with 400: nginx answers it itself: no Host"));
}

TEST_F(Inspect, TheRequestIsHarmlessToATerminal) {
  EXPECT_EQ(run({"--trace"}, "GET /?q=union+select%1b%5b31m HTTP/1.1\r\nHost: a\r\nX-A: \x1b[2J\r\n\r\n"),
            Exit::kRefused);
  EXPECT_THAT(bulkhead.out, Not(HasSubstr("\x1b")));
}

TEST_F(Inspect, AWrongCommandLineIsSaid) {
  const std::string policy = std::string(BULKHEAD_SOURCE_DIR) + "/demo/bulkhead.yaml";
  EXPECT_EQ(run({"--policy", policy}), Exit::kUsage);
  EXPECT_EQ(run({"--paranoia", "5"}), Exit::kUsage);
  EXPECT_EQ(run({"--request-url", "/", "file"}), Exit::kUsage);
  EXPECT_EQ(bulkhead.run({"inspect", "--paranoia", "2", "--request-url", "/"}), Exit::kUsage);
  EXPECT_EQ(bulkhead.run({"inspect", "--policy", policy, "--request-url", "http://nobody.example/"}),
            Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("REFUSED with 421: no service has this host"));
}

}  // namespace
}  // namespace bulkhead::cli
