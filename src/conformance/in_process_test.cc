// A request goes through server, rules and upstream in this process, and its findings come back as a log would have them.

#include "conformance/in_process.h"

#include <gtest/gtest.h>

#include "conformance/log_follower.h"
#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::conformance {
namespace {

class InProcessTest : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_.path() + "/" + name;
    EXPECT_TRUE(os::write_file_atomically(path, text, 0600));
    return path;
  }

  Result<InProcess> rules(const std::string& text) {
    std::vector<seclang::Diagnostic> diagnostics;
    Result<LoadedRules> loaded = LoadedRules::load(std::array{write("rules.conf", text)}, diagnostics);
    for (const seclang::Diagnostic& one : diagnostics) said_ += seclang::text(one);
    if (!loaded) return fail_as(loaded);
    return InProcess(std::move(*loaded), 1'700'000'000);
  }

  os::TemporaryFolderForTest folder_;
  std::string said_;
};

constexpr const char* kRules = R"(
SecRuleEngine DetectionOnly
SecRequestBodyAccess On
SecResponseBodyAccess On
SecResponseBodyMimeType text/plain
SecRule ARGS:a "@pmFromFile words.data" "id:1,phase:2,log,deny,status:403,msg:'found %{MATCHED_VAR}'"
SecRule RESPONSE_STATUS "@eq 404" "id:2,phase:3,pass,log"
SecRule RESPONSE_BODY "@contains secret" "id:3,phase:4,pass,log"
SecAction "id:4,phase:5,pass,nolog"
)";

TEST_F(InProcessTest, FindsWhatEachPhaseSees) {
  write("words.data", "evil\nworse\n");
  Result<InProcess> target = rules(kRules);
  ASSERT_TRUE(target) << target.error().message << said_;
  const struct {
    const char* bytes;
    std::vector<std::uint32_t> ids;
    int status;
  } kCases[] = {
      {"GET /?a=good HTTP/1.0\r\n\r\n", {}, 200},
      {"GET /?a=evil HTTP/1.0\r\n\r\n", {1}, 200},
      {"POST / HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
       "7\r\n\r\na=worse",
       {1},
       200},
      {"POST /reflect HTTP/1.0\r\nContent-Length: 35\r\n\r\n{\"status\": 404, \"body\": \"a secret\"}",
       {2, 3},
       404},
      {"GET / HTTP/3.0\r\n\r\n", {}, 505},
  };
  for (const auto& one : kCases) {
    const Result<Observed> observed = target->send(one.bytes);
    ASSERT_TRUE(observed);
    EXPECT_EQ(observed->rule_ids, one.ids) << one.bytes;
    EXPECT_EQ(observed->status, one.status) << one.bytes;
    EXPECT_EQ(observed->refused.empty(), one.status != 505);
    EXPECT_TRUE(observed->answered);
  }
  const Result<Observed> found = target->send("GET /?a=evil%0a HTTP/1.0\r\n\r\n");
  ASSERT_EQ(found->log_lines.size(), 1u);
  EXPECT_TRUE(found->log_lines[0].contains("`ARGS:a' (Value: `evil ' ) [id \"1\"] [msg \"found evil \"]"))
      << found->log_lines[0];
}

TEST_F(InProcessTest, ARuleThatDeniesEndsTheRequest) {
  write("words.data", "evil\n");
  std::string on = kRules;
  on.replace(on.find("DetectionOnly"), 13, "On");
  Result<InProcess> target = rules(on);
  ASSERT_TRUE(target) << said_;
  EXPECT_EQ(target->send("GET /?a=evil HTTP/1.0\r\n\r\n")->status, 403);
}

TEST_F(InProcessTest, OldRequestsHaveNoAnswer) {
  Result<InProcess> target = rules("SecRuleEngine On\nSecAction \"id:1,phase:1,log,pass\"\n");
  ASSERT_TRUE(target) << said_;
  const Result<Observed> observed = target->send("GET /\r\n");
  EXPECT_FALSE(observed->answered);
  EXPECT_EQ(observed->rule_ids, std::vector<std::uint32_t>{1});
}

TEST_F(InProcessTest, SaysWhatIsWrongWithRules) {
  EXPECT_FALSE(rules("SecRule ARGS \"@pmFromFile absent.data\" \"id:1,phase:1\"\n"));
  EXPECT_TRUE(said_.contains("rules.conf:1:")) << said_;
  std::vector<seclang::Diagnostic> diagnostics;
  EXPECT_FALSE(LoadedRules::load(std::array<std::string, 1>{folder_.path() + "/absent*.conf"}, diagnostics));
}

TEST_F(InProcessTest, FollowsALogByItsMarkers) {
  const std::string path = write("error.log", "old\n");
  Result<LogFollower> log = LogFollower::open(path);
  ASSERT_TRUE(log);
  std::FILE* file = std::fopen(path.c_str(), "a");
  const auto append = [&](const char* text) {
    std::fputs(text, file);
    std::fflush(file);
  };
  std::vector<std::string> lines;
  append("one\ntwo\nhalf of a mark");
  EXPECT_FALSE(log->lines_before("marker-1-", lines));
  append("er: MARKER-1- \nthree\n");
  EXPECT_TRUE(log->lines_before("marker-1-", lines));
  EXPECT_EQ(lines, (std::vector<std::string>{"one", "two"}));
  lines.clear();
  append("marker-2-\n");
  EXPECT_TRUE(log->lines_before("marker-2-", lines));
  EXPECT_EQ(lines, std::vector<std::string>{"three"});
  std::fclose(file);
}

}  // namespace
}  // namespace bulkhead::conformance
