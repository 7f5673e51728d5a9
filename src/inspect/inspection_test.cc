// What rules say of requests: which match, in which order, what they leave behind, and what becomes of the request.

#include "inspect/inspection.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "inspect/rules_for_test.h"

namespace bulkhead::inspect {
namespace {

struct Outcome {
  std::vector<std::uint32_t> rules;
  std::vector<std::string> messages;
  std::uint32_t stopped_by = 0;
  std::uint16_t status = 0;
};

class World {
 public:
  explicit World(const std::string& rules) : rules_(rules), engine_({}, collections_, nullptr) {}

  Outcome ask(const RequestForTest& request) {
    Inspection one(engine_, rules_.program(), overlay, request.head());
    one.request_head();
    one.request_body(request.body, false);
    one.response_head({200, "HTTP/1.1", {}});
    one.log();
    Outcome outcome;
    for (const Finding& finding : one.findings()) {
      outcome.rules.push_back(finding.rule_id);
      outcome.messages.emplace_back(finding.message);
    }
    outcome.stopped_by = one.interruption().rule_id;
    outcome.status = one.interruption().status;
    return outcome;
  }
  Outcome get(const std::string& target) {
    RequestForTest request;
    request.target = target;
    return ask(request);
  }

  const program::rules::RuleProgram& program() const { return rules_.program(); }
  program::rules::Overlay overlay;

 private:
  RulesForTest rules_;
  LocalCollections collections_;
  Engine engine_;
};

using Ids = std::vector<std::uint32_t>;

TEST(Inspection, RulesThatMatchAreFoundInTheirOrder) {
  World world(R"(
SecRule ARGS "@rx sel[e3]ct" "id:1,phase:2,pass,log,t:none,t:lowercase,msg:'one'"
SecRule REQUEST_URI "@contains /admin" "id:2,phase:1,pass,log,msg:'two'"
SecRule ARGS:q "@pm union insert" "id:3,phase:2,pass,log,msg:'three %{MATCHED_VAR_NAME}'"
SecRule REQUEST_HEADERS:User-Agent "@streq curl" "id:4,phase:1,pass,log"
)");
  EXPECT_EQ(world.get("/admin?q=UNION+SELECT").rules, Ids({2, 1, 3}));
  EXPECT_EQ(world.get("/admin?q=UNION+SELECT").messages.at(2), "three ARGS:q");
  EXPECT_EQ(world.get("/?p=union").rules, Ids());
  EXPECT_EQ(world.get("/?p=nothing").rules, Ids());
}

TEST(Inspection, ADenyingRuleStopsTheRequest) {
  World world(R"(
SecRule ARGS "@contains attack" "id:1,phase:2,deny,status:406,log"
SecRule ARGS "@contains attack" "id:2,phase:2,pass,log"
)");
  const Outcome outcome = world.get("/?a=attack");
  EXPECT_EQ(outcome.stopped_by, 1u);
  EXPECT_EQ(outcome.status, 406);
  EXPECT_EQ(outcome.rules, Ids({1}));
  world.overlay.mode = program::rules::EngineMode::kDetectionOnly;
  EXPECT_EQ(world.get("/?a=attack").stopped_by, 0u);
  EXPECT_EQ(world.get("/?a=attack").rules, Ids({1, 2}));
  world.overlay.mode = program::rules::EngineMode::kOff;
  EXPECT_EQ(world.get("/?a=attack").rules, Ids());
}

TEST(Inspection, TheServicesModeCountsWhenItDecides) {
  World world("SecRuleEngine DetectionOnly\nSecRule ARGS \"@contains attack\" \"id:1,phase:2,deny,log\"");
  EXPECT_EQ(world.get("/?a=attack").stopped_by, 0u);
  world.overlay.decides_mode = true;
  EXPECT_EQ(world.get("/?a=attack").stopped_by, 1u);
}

TEST(Inspection, ScoresAreCountedForEachValueThatMatches) {
  World world(R"(
SecAction "id:1,phase:1,pass,nolog,setvar:tx.score=0,setvar:tx.limit=10"
SecRule ARGS "@rx evil" "id:2,phase:2,pass,nolog,setvar:'tx.score=+%{tx.step}'"
SecRule ARGS "@rx evil" "id:3,phase:2,pass,nolog,setvar:tx.score=+5"
SecRule TX:SCORE "@ge %{tx.limit}" "id:4,phase:2,deny,log,msg:'score %{TX.SCORE}'"
)");
  EXPECT_EQ(world.get("/?a=evil").stopped_by, 0u);
  const Outcome outcome = world.get("/?a=evil&b=evil");
  EXPECT_EQ(outcome.stopped_by, 4u);
  EXPECT_EQ(outcome.messages.at(0), "score 10");
}

TEST(Inspection, AChainMatchesWhenAllOfItDoes) {
  World world(R"(
SecRule REQUEST_METHOD "@streq POST" "id:1,phase:2,pass,log,chain,msg:'%{MATCHED_VAR}'"
  SecRule ARGS "@rx ^(\w+)=(\d+)$" "chain,capture,setvar:tx.seen=%{tx.2}"
    SecRule TX:1 "@streq id" "t:none"
SecRule TX:SEEN "@eq 42" "id:2,phase:2,pass,log"
)");
  RequestForTest request;
  request.method = "POST";
  request.target = "/?a=id%3D42";
  EXPECT_EQ(world.ask(request).rules, Ids({1, 2}));
  request.target = "/?a=no%3D42";
  EXPECT_EQ(world.ask(request).rules, Ids({2}));
  request.method = "GET";
  EXPECT_EQ(world.ask(request).rules, Ids());
}

TEST(Inspection, MatchedVariablesAreThoseOfTheRuleBefore) {
  World world(R"(
SecRule ARGS "@rx a" "id:1,phase:2,pass,log,chain"
  SecRule MATCHED_VARS "!@rx b" "t:none"
SecRule MATCHED_VARS "@rx ." "id:2,phase:2,pass,log"
)");
  EXPECT_EQ(world.get("/?x=a").rules, Ids({1, 2}));
  // Rule 1 does not match: what it had matched is gone for rule 2.
  EXPECT_EQ(world.get("/?x=ab").rules, Ids());
  EXPECT_EQ(world.get("/?x=c").rules, Ids());
}

TEST(Inspection, SkipAfterLeavesOutWhatLiesBetween) {
  World world(R"(
SecRule TX:LEVEL "@lt 2" "id:1,phase:1,pass,nolog,skipAfter:END"
SecAction "id:2,phase:1,pass,log"
SecMarker END
SecAction "id:3,phase:1,pass,log,skip:1"
SecAction "id:4,phase:1,pass,log"
SecAction "id:5,phase:1,pass,log"
)");
  // Without the variable there is nothing to compare: the rule does not match.
  EXPECT_EQ(world.get("/").rules, Ids({2, 3, 5}));
  const program::rules::PinnedTx pin{world.program().tx_slot("level"), 1};
  world.overlay.pinned = {&pin, 1};
  EXPECT_EQ(world.get("/").rules, Ids({3, 5}));
}

TEST(Inspection, WhatTheServicePinsNoRuleChanges) {
  World world(R"(
SecAction "id:1,phase:1,pass,nolog,setvar:tx.paranoia=1,setvar:tx.paranoia=+1,setvar:!tx.paranoia"
SecRule TX:PARANOIA "@eq 3" "id:2,phase:1,pass,log"
)");
  EXPECT_EQ(world.get("/").rules, Ids());
  const program::rules::PinnedTx pin{world.program().tx_slot("paranoia"), 3};
  world.overlay.pinned = {&pin, 1};
  EXPECT_EQ(world.get("/").rules, Ids({2}));
}

TEST(Inspection, AllowEndsWhatItSays) {
  World world(R"(
SecRule REQUEST_URI "@beginsWith /all" "id:1,phase:1,allow,log"
SecRule REQUEST_URI "@beginsWith /phase" "id:2,phase:1,allow:phase,log"
SecAction "id:3,phase:1,pass,log"
SecAction "id:4,phase:2,pass,log"
SecAction "id:5,phase:3,pass,log"
SecAction "id:6,phase:5,pass,log"
SecRule REQUEST_URI "@beginsWith /request" "id:7,phase:1,allow:request,log"
)");
  EXPECT_EQ(world.get("/").rules, Ids({3, 4, 5, 6}));
  EXPECT_EQ(world.get("/all").rules, Ids({1, 6}));
  EXPECT_EQ(world.get("/phase").rules, Ids({2, 4, 5, 6}));
  EXPECT_EQ(world.get("/request").rules, Ids({3, 7, 5, 6}));
}

TEST(Inspection, CtlTakesRulesAndTargetsAway) {
  World world(R"(
SecRule REQUEST_URI "@beginsWith /a" "id:1,phase:1,pass,nolog,ctl:ruleRemoveById=10-19"
SecRule REQUEST_URI "@beginsWith /b" "id:2,phase:1,pass,nolog,ctl:ruleRemoveByTag=sql"
SecRule REQUEST_URI "@beginsWith /c" "id:3,phase:1,pass,nolog,ctl:ruleRemoveTargetById=10;ARGS:note"
SecRule REQUEST_URI "@beginsWith /d" "id:4,phase:1,pass,nolog,ctl:ruleRemoveTargetByTag=sql;ARGS"
SecRule ARGS "@rx select" "id:10,phase:2,pass,log,tag:sql"
SecRule ARGS "@rx select" "id:20,phase:2,pass,log,tag:sql,tag:other"
SecRule ARGS "@rx select" "id:30,phase:2,pass,log,tag:other"
)");
  EXPECT_EQ(world.get("/?note=select").rules, Ids({10, 20, 30}));
  EXPECT_EQ(world.get("/a?note=select").rules, Ids({20, 30}));
  EXPECT_EQ(world.get("/b?note=select").rules, Ids({30}));
  EXPECT_EQ(world.get("/c?note=select").rules, Ids({20, 30}));
  EXPECT_EQ(world.get("/c?text=select").rules, Ids({10, 20, 30}));
  EXPECT_EQ(world.get("/d?note=select").rules, Ids({30}));
}

TEST(Inspection, AnExclusionOfTheServiceHoldsOnItsRouteOnly) {
  World world(R"(
SecRule ARGS "@rx select" "id:1,phase:2,pass,log"
SecRule ARGS "@rx select" "id:2,phase:2,pass,log"
)");
  const std::vector<std::uint64_t> first = {1};
  const program::rules::Exclusion exclusion{.links = first,
                                            .variable = static_cast<std::uint8_t>(lexicon::Variable::kArgs),
                                            .name = "q",
                                            .pattern = nullptr,
                                            .route = "/search"};
  world.overlay.exclusions = {&exclusion, 1};
  EXPECT_EQ(world.get("/search?q=select").rules, Ids({2}));
  EXPECT_EQ(world.get("/search/more?Q=select").rules, Ids({2}));
  EXPECT_EQ(world.get("/search?p=select").rules, Ids({1, 2}));
  EXPECT_EQ(world.get("/searching?q=select").rules, Ids({1, 2}));
  const program::rules::Exclusion whole{
      .links = first, .variable = {}, .name = {}, .pattern = nullptr, .route = "/"};
  world.overlay.exclusions = {&whole, 1};
  EXPECT_EQ(world.get("/anything?q=select").rules, Ids({2}));
}

TEST(Inspection, BodiesAreReadByTheirType) {
  World world(R"(
SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
SecRule REQUEST_HEADERS:Content-Type "@rx xml" "id:2,phase:1,pass,nolog,ctl:requestBodyProcessor=XML"
SecRule ARGS:json.user.name "@streq eve" "id:3,phase:2,pass,log"
SecRule ARGS_POST:user "@streq eve" "id:4,phase:2,pass,log"
SecRule XML:/* "@rx eve" "id:5,phase:2,pass,log"
SecRule XML://@* "@rx adam" "id:6,phase:2,pass,log"
SecRule REQBODY_ERROR "!@eq 0" "id:7,phase:2,pass,log"
SecRule FILES "@endsWith .php" "id:8,phase:2,pass,log"
)");
  const auto post = [&](const char* type, const char* body) {
    RequestForTest request;
    request.method = "POST";
    request.fields.push_back({"Content-Type", type});
    request.body = body;
    return world.ask(request).rules;
  };
  EXPECT_EQ(post("application/json", R"({"user":{"name":"eve"}})"), Ids({3}));
  EXPECT_EQ(post("application/json", R"({"user":{"name":"eve"})"), Ids({3, 7}));
  EXPECT_EQ(post("application/x-www-form-urlencoded", "user=eve"), Ids({4}));
  EXPECT_EQ(post("text/xml", "<a b='adam'>eve</a>"), Ids({5, 6}));
  EXPECT_EQ(
      post("multipart/form-data; boundary=x",
           "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.php\"\r\n\r\n1\r\n--x--\r\n"),
      Ids({8}));
}

TEST(Inspection, AHeadThatNeedsNoValueIsStillAsked) {
  World world(R"(
SecRule &REQUEST_HEADERS:Host "@eq 0" "id:1,phase:1,pass,log"
SecRule REQUEST_HEADERS:Content-Length "!@rx ^\d+$" "id:2,phase:1,pass,log"
SecRule REQUEST_METHOD "!@within GET HEAD" "id:3,phase:1,pass,log"
SecRule ARGS "@validateByteRange 32-126" "id:4,phase:2,pass,log"
)");
  EXPECT_EQ(world.get("/").rules, Ids());
  RequestForTest request;
  request.method = "PUT";
  request.target = "/?a=%01";
  request.fields = {{"Content-Length", "x"}};
  EXPECT_EQ(world.ask(request).rules, Ids({1, 2, 3, 4}));
}

TEST(Inspection, PersistentCollectionsOutliveTheRequest) {
  World world(R"(
SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR}"
SecAction "id:3,phase:1,pass,nolog,setvar:ip.count=+1"
SecRule IP:COUNT "@gt 2" "id:2,phase:1,pass,log"
)");
  EXPECT_EQ(world.get("/").rules, Ids());
  EXPECT_EQ(world.get("/").rules, Ids());
  EXPECT_EQ(world.get("/").rules, Ids({2}));
}

TEST(Inspection, KeepsItsOwnPatternsWhileAnotherProgramIsUsed) {
  // Both need PCRE2 (look-ahead), at the same place of their programs.
  const RulesForTest first("SecRule RESPONSE_HEADERS:X \"@rx a(?=b)\" \"id:1,phase:3,pass,log\"");
  const RulesForTest second("SecRule RESPONSE_HEADERS:X \"@rx c(?=d)\" \"id:2,phase:3,pass,log\"");
  LocalCollections collections;
  Engine engine({}, collections, nullptr);
  const program::rules::Overlay overlay;
  const RequestForTest request;
  Inspection one(engine, first.program(), overlay, request.head());
  one.request_head();
  Inspection other(engine, second.program(), overlay, request.head());
  other.request_head();
  const HeaderField field{"X", "ab"};
  one.response_head({200, "HTTP/1.1", {&field, 1}});
  EXPECT_EQ(one.findings().size(), 1u);
  other.response_head({200, "HTTP/1.1", {&field, 1}});
  EXPECT_EQ(other.findings().size(), 0u);
}

TEST(Inspection, MoreArgumentsThanAllowedAreNotReadOn) {
  World world("SecArgumentsLimit 3\nSecRule ARGS \"@rx evil\" \"id:1,phase:2,pass,log\"");
  EXPECT_EQ(world.get("/?a=1&b=2&c=evil").rules, Ids({1}));
  EXPECT_EQ(world.get("/?a=1&b=2&c=3&d=evil").rules, Ids());
}

}  // namespace
}  // namespace bulkhead::inspect
