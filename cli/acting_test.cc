// What must hold: an acting command says first what it would do, asks only a person and only where many would feel a slip,
// does it once, and its exit code never calls something done that is not. Shown by whole command runs against canned
// answers of the daemon.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/fake_for_test.h"
#include "cli/text_width.h"

namespace bulkhead::cli {
namespace {

using testing::HasSubstr;

constexpr const char* kWidePreview =
    R"({"outcome":"preview","preview":{"sentence":"14 services, 31 % of today's people","services":["a","b","c","d"],"essential":["a"],)"
    R"("people_share":0.31,"needs_second_person":false,"why":"","changes":[{"service":"a","from":"open","to":"closed"}]}})";
constexpr const char* kProposed =
    R"({"outcome":"proposed","proposal":{"id":"01J2PPPPPPPPPPPPPPPPPPPPPP","digest":"d1","what":"close all","author":"ana","reason":"r","needs":)"
    R"("closing everything is for two","created":"2026-07-17T00:00:00Z","expires":"2026-07-17T00:30:00Z"},"preview":{}})";
constexpr const char* kShownProposal =
    R"({"proposal":{"id":"01J2PPPPPPPPPPPPPPPPPPPPPP","digest":"d1","what":"close all","author":"ana","reason":"r","needs":)"
    R"("closing everything is for two","created":"2026-07-17T00:00:00Z","expires":"2026-07-17T00:30:00Z"},"obstacle":"","preview":{"sentence":)"
    R"("2 services; no lane stays","changes":[{"service":"a","from":"open","to":"closed"}]}})";
constexpr const char* kProblem =
    R"({"type":"about:blank","title":"Denied","status":403,"code":"denied","detail":"an auditor may only look"})";

class Acting : public testing::Test {
 protected:
  Acting() { setenv("TZ", "UTC", 1); }

  void answer(int status, const std::string& body) {
    bulkhead.api.answers.push_back({status, "application/json", body});
  }
  void at_a_terminal() { bulkhead.terminal.in_is_terminal = bulkhead.terminal.out_is_terminal = true; }

  FakeProcess bulkhead;
};

TEST_F(Acting, SaysFirstThenDoesIt) {
  answer(200, kPreviewAnswer);
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"close", "tax", "--reason", "r"}), Exit::kOk);
  ASSERT_EQ(bulkhead.api.asked.size(), 2u);
  EXPECT_THAT(bulkhead.api.asked[0].body, HasSubstr("\"dry_run\":true"));
  EXPECT_THAT(bulkhead.api.asked[1].body, testing::Not(HasSubstr("dry_run")));
  EXPECT_EQ(bulkhead.out,
            "1 service, 31 % of today's people\n"
            "Done: service tax is closed, until 01:00. Order 01J2ZZZZZZZZZZZZZZZZZZZZZZ.\n"
            "2 of 2 workers obeyed in 3.1 ms.\n"
            "To take it back: bulkhead undo 01J2ZZZZZZZZZZZZZZZZZZZZZZ\n");
}

TEST_F(Acting, WhatTimeAloneDoesNotEndIsNotSaidToEndByIt) {
  for (const auto& [cause, says] :
       {std::pair{"load", "until 01:00."},
        std::pair{"attack", "at 01:00 a person decides: nothing measures quiet yet."},
        std::pair{"compromise", "until a person opens it."}}) {
    answer(
        201,
        std::string(
            R"({"outcome":"placed","order":{"id":"01J2","scope":"service:tax","level":"closed","cause":")") +
            cause + R"(","until":"2026-07-17T01:00:00Z"}})");
    EXPECT_EQ(bulkhead.run({"close", "tax", "--reason", "r", "--yes", "--for", "1h", "--cause", cause}),
              Exit::kOk);
    EXPECT_THAT(bulkhead.out, HasSubstr(std::string("tax is closed, ") + says));
    bulkhead.out.clear();
  }
}

TEST_F(Acting, DryRunOnlySaysAndNeedsNoReason) {
  answer(200, kPreviewAnswer);
  EXPECT_EQ(bulkhead.run({"close", "tax", "--dry-run"}), Exit::kOk);
  EXPECT_EQ(bulkhead.api.asked.size(), 1u);
  EXPECT_EQ(
      bulkhead.out,
      "1 service, 31 % of today's people\n  tax: open -> closed\nNothing was done: this was a dry run.\n");
}

TEST_F(Acting, DryRunSaysUntilWhenAndHowItWouldReopen) {
  const auto said = [&](const std::string& order) {
    bulkhead.api.answers.clear();
    answer(200, R"({"outcome":"preview","preview":{"sentence":"tax","changes":[],"would_place":{)" + order +
                    "}}}");
    EXPECT_EQ(bulkhead.run({"close", "tax", "--dry-run"}), Exit::kOk);
    return bulkhead.out;
  };
  const std::string hour =
      R"("scope":"service:tax","level":"closed","share_permille":1000,"until":"2026-07-17T01:00:00Z","then":[)"
      R"({"level":"open","share_permille":250,"for":"5m"},{"level":"open","share_permille":500,"for":"5m"}],"cause":)";
  EXPECT_THAT(
      said(hour + R"("load")"),
      HasSubstr("In force would be: service tax closed, until 01:00, 25 % from 01:00, 50 % from 01:05, "
                "everybody from 01:10.\nNothing was done: this was a dry run.\n"));
  EXPECT_THAT(
      said(hour + R"("attack")"),
      HasSubstr("In force would be: service tax closed, at 01:00 a person decides: nothing measures quiet"));
  EXPECT_THAT(
      said(R"("scope":"all","level":"open","share_permille":250,"until":null,"then":[],"cause":"none")"),
      HasSubstr("In force would be: all reopens: 25 % now, no end set.\n"));
}

TEST_F(Acting, AsksAPersonWhereItIsWide) {
  at_a_terminal();
  answer(200, kWidePreview);
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r"}, "n\n"), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("Go ahead? [y/N] Nothing was changed."));
  EXPECT_EQ(bulkhead.api.asked.size(), 1u);
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r"}, ""), Exit::kRefused) << "end of input is no";
}

TEST_F(Acting, DoesItWhenThePersonSaysYes) {
  at_a_terminal();
  answer(200, kWidePreview);
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r"}, "y\n"), Exit::kOk);
  EXPECT_EQ(bulkhead.api.asked.size(), 2u);
}

TEST_F(Acting, AsksNobodyWhereItIsNarrowNorWithYesNorOffATerminal) {
  for (const bool terminal : {true, false}) {
    FakeProcess process;
    process.terminal.in_is_terminal = terminal;
    process.api.answers = {{200, "", terminal ? kPreviewAnswer : kWidePreview}, {201, "", kPlacedAnswer}};
    EXPECT_EQ(process.run({"close", "tax", "--reason", "r"}), Exit::kOk);
    EXPECT_EQ(process.err, "");
  }
  at_a_terminal();
  answer(200, kWidePreview);
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r", "-y"}), Exit::kOk);
}

TEST_F(Acting, AsksForTheReasonOnATerminal) {
  at_a_terminal();
  answer(200, kPreviewAnswer);
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"close", "tax"}, "credential stuffing\n"), Exit::kOk);
  EXPECT_THAT(bulkhead.api.asked[1].body, HasSubstr("\"reason\":\"credential stuffing\""));
  EXPECT_EQ(bulkhead.run({"close", "tax"}, "\n"), Exit::kUsage);
}

TEST_F(Acting, WhatWaitsForASecondPersonIsNotCalledDone) {
  answer(200, kPreviewAnswer);
  answer(202, kProposed);
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("NOT DONE YET"));
  EXPECT_THAT(bulkhead.out, HasSubstr("bulkhead approve 01J2PPPPPPPPPPPPPPPPPPPPPP"));
}

TEST_F(Acting, ARefusalIsOneLineInTheDaemonsWordsAndAnObjectWithJson) {
  answer(403, kProblem);
  EXPECT_EQ(bulkhead.run({"undo", "01J2ZZZZZZZZZZZZZZZZZZZZZZ", "--reason", "r", "--json"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.err, "bulkhead: an auditor may only look\n");
  const auto document = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root()["error"]["code"].text(), "denied");
}

TEST_F(Acting, OneScopeThatFailsDoesNotKeepTheOthersOpen) {
  answer(404, R"({"detail":"no service named nope"})");
  answer(200, kPreviewAnswer);
  answer(404, R"({"detail":"no service named nope"})");
  answer(200, R"({"services":[]})");
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"close", "nope", "tax", "--reason", "r"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.api.asked.size(), 5u);
  EXPECT_THAT(bulkhead.err, HasSubstr("nope: no service named nope"));
  EXPECT_THAT(bulkhead.out, HasSubstr("Done: service tax is closed"));
}

TEST_F(Acting, AScopeThatIsNotThereIsAskedWhetherItIsTheNearest) {
  answer(404, R"({"detail":"the policy has no service tax-fling"})");
  answer(404, R"({"detail":"the policy has no service tax-fling"})");
  answer(
      200,
      R"({"services":[{"name":"portal","compartment":"citizens"},{"name":"tax-filing","compartment":"tax"}]})");
  EXPECT_EQ(bulkhead.run({"close", "tax-fling", "--reason", "r"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.err, "bulkhead: the policy has no service tax-fling: did you mean tax-filing?\n");
  EXPECT_EQ(bulkhead.api.asked.back().path, "/status");
}

TEST_F(Acting, ACompartmentOfThatNameIsMeantBeforeAServiceLikeIt) {
  answer(404, R"({"detail":"the policy has no service citizens"})");
  answer(404, R"({"detail":"the policy has no service citizens"})");
  answer(
      200,
      R"({"services":[{"name":"citizen","compartment":"tax"},{"name":"portal","compartment":"citizens"}]})");
  EXPECT_EQ(bulkhead.run({"close", "citizens", "--reason", "r"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.err,
            "bulkhead: the policy has no service citizens: did you mean compartment:citizens?\n");
}

TEST_F(Acting, SeveralScopesAreOneJsonArray) {
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"close", "a", "b", "--reason", "r", "--json"}), Exit::kOk);
  const auto document = JsonDocument::parse(bulkhead.out);
  ASSERT_TRUE(document) << bulkhead.out;
  EXPECT_EQ(document->root().items().size(), 2u);
}

TEST_F(Acting, ApprovesWhatWasShownByItsDigest) {
  answer(200, kShownProposal);
  answer(201, kPlacedAnswer);
  EXPECT_EQ(bulkhead.run({"approve", "01j2pppppppppppppppppppppp"}), Exit::kOk);
  EXPECT_EQ(bulkhead.api.asked[0].path, "/proposals/01j2pppppppppppppppppppppp");
  EXPECT_EQ(bulkhead.api.asked[1].path, "/proposals/01J2PPPPPPPPPPPPPPPPPPPPPP/approve");
  EXPECT_EQ(bulkhead.api.asked[1].body, R"({"digest":"d1"})");
  EXPECT_THAT(bulkhead.out, HasSubstr("what:    close all"));
  EXPECT_THAT(bulkhead.out,
              HasSubstr("What it would do now:\n2 services; no lane stays\n  a: open -> closed\n"));
}

TEST_F(Acting, WhatIsAgreedToIsShownBeforeThePersonIsAsked) {
  at_a_terminal();
  answer(200, kShownProposal);
  EXPECT_EQ(bulkhead.run({"approve", "01J2PPPPPPPPPPPPPPPPPPPPPP"}, "n\n"), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("  reason:  r\n  for two: closing everything is for two\n"));
  EXPECT_THAT(bulkhead.out, HasSubstr("  a: open -> closed\n"));
  EXPECT_EQ(bulkhead.api.asked.size(), 1u);
}

TEST_F(Acting, WhatCannotBeAgreedToAnyMoreIsNotAsked) {
  at_a_terminal();
  std::string shown = kShownProposal;
  shown.replace(shown.find(R"("obstacle":"")"), 13, R"("obstacle":"propose it again")");
  answer(200, shown);
  EXPECT_EQ(bulkhead.run({"approve", "01J2PPPPPPPPPPPPPPPPPPPPPP"}, "y\n"), Exit::kRefused);
  EXPECT_EQ(bulkhead.err, "bulkhead: propose it again\n");
  EXPECT_EQ(bulkhead.api.asked.size(), 1u);
}

constexpr const char* kPolicyProposal =
    R"({"id":"01J2","kind":"policy","digest":"d1","what":"apply policy 5ad1 over image 7: 2 changes","author":"ana",)"
    R"("reason":"r","needs":"it loosens","created":"2026-07-17T00:00:00Z","expires":"2026-07-17T00:30:00Z","changes":[)"
    R"({"service":"tax","what":"fails open","kind":"loosens","needs_reload":true},)"
    R"({"service":"","what":"another title","kind":"neutral","needs_reload":false}],"changes_left_out":3})";

TEST_F(Acting, WhatAPolicyChangesIsShownWithItsProposalAndBeforeItIsApproved) {
  const std::string lines =
      "  changes:\n  LOOSENS  tax: fails open (nginx reloads)\n           gateway: another title\n"
      "  and 3 more that were not kept\n";
  answer(200, std::string(R"({"proposals":[)") + kPolicyProposal + "]}");
  EXPECT_EQ(bulkhead.run({"proposals"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr(lines));
  at_a_terminal();
  bulkhead.api.answers.clear();
  answer(200, std::string(R"({"proposal":)") + kPolicyProposal + R"(,"preview":null,"obstacle":""})");
  EXPECT_EQ(bulkhead.run({"approve", "01J2"}, "n\n"), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr(lines));
  EXPECT_EQ(bulkhead.out.find("would do now"), std::string::npos);
}

// What the daemon answers when orders were taken away and none was placed; see PlacedOutcome of the REST contract.
std::string ended_answer(const std::string& orders, const std::string& overridden, int workers = 2) {
  return R"({"outcome":"ended","order":null,"ended":["01B"],"ended_orders":[)" + orders +
         R"(],"in_reserve":false,"merged":false,"overridden":")" + overridden +
         R"(","preview":{"sentence":"tax","changes":[{"service":"tax","from":"closed","to":"open"}]},)" +
         R"("obeyed":{"workers":)" + std::to_string(workers) + R"(,"of":2,"in_us":900}})";
}

constexpr const char* kEndedTax =
    R"({"id":"01B","scope":"service:tax","level":"closed","share_permille":1000})";

TEST_F(Acting, UndoLastTakesTheNewestOperatorsOrder) {
  answer(
      200,
      R"({"orders":[{"id":"01A","rank":"operator"},{"id":"01C","rank":"playbook"},{"id":"01B","rank":"operator"}]})");
  answer(200, kPreviewAnswer);
  answer(201, ended_answer(kEndedTax, ""));
  EXPECT_EQ(bulkhead.run({"undo", "last", "--reason", "r"}), Exit::kOk);
  EXPECT_EQ(bulkhead.api.asked[2].path, "/orders/01B/undo");
  EXPECT_THAT(bulkhead.out, HasSubstr("Done: ended service tax closed, order 01B.\n2 of 2 workers obeyed"));
  EXPECT_EQ(bulkhead.out.find("ALONE"), std::string::npos);
  EXPECT_EQ(bulkhead.out.find("earlier"), std::string::npos);
}

TEST_F(Acting, WhatIsTakenAwayAloneIsSaidLoudlyWhicheverCommandDidIt) {
  const std::string why = "taking away an order with cause compromise (service tax) needs a second person";
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"undo", "01B"}, {"open", "tax"}, {"reopen", "tax"}}) {
    bulkhead.api.answers.clear();
    answer(200, kPreviewAnswer);
    answer(201, ended_answer(kEndedTax, why));
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--alone", "--reason", "r"});
    EXPECT_EQ(bulkhead.run(all), Exit::kOk);
    EXPECT_THAT(bulkhead.out, HasSubstr("Done: ended service tax closed, order 01B.\n"
                                        "It was done ALONE, although " +
                                        why + "; history says so.\n"));
  }
}

TEST_F(Acting, WhatIsPlacedAloneSaysWhatSecondPersonWasNotAsked) {
  answer(404, "{}");
  answer(
      201,
      R"({"outcome":"placed","order":{"id":"01J2","scope":"all","level":"closed","until":null,"alone":true},)"
      R"("ended":[],"ended_orders":[],"overridden":"closing everything at once needs a second person",)"
      R"("preview":{},"obeyed":{"workers":2,"of":2,"in_us":900}})");
  EXPECT_EQ(bulkhead.run({"close", "--all", "--alone", "--reason", "r"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out,
              HasSubstr("It was done ALONE, although closing everything at once needs a second person; "
                        "history says so.\n"));
}

TEST_F(Acting, EveryOrderThatAnotherOneTookAwayIsNamed) {
  answer(404, "{}");
  answer(201, ended_answer(std::string(kEndedTax) +
                               R"(,{"id":"01C","scope":"service:tax","level":"open","share_permille":250})",
                           ""));
  EXPECT_EQ(bulkhead.run({"open", "tax", "--reason", "r"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("Done: ended service tax closed, order 01B.\n"
                                      "Done: ended service tax open to 25 %, order 01C.\n"));
}

TEST_F(Acting, ASlowOrMissingWorkerIsSaid) {
  answer(201, ended_answer(kEndedTax, "", 1));
  bulkhead.run({"undo", "01B", "--reason", "r"});
  EXPECT_THAT(bulkhead.out, HasSubstr("Only 1 of 2 workers obeyed"));
}

TEST_F(Acting, NoDaemonIsOneLine) {
  EXPECT_EQ(bulkhead.run({"status"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.err, "bulkhead: cannot reach the daemon\n");
}

TEST_F(Acting, AnOrderThatOpensByStagesSaysWhenMoreGetIn) {
  const auto reopened = [&](const std::string& more) {
    answer(201,
           R"({"outcome":"placed","order":{"id":"01J2","scope":"service:tax","level":"open",)" + more + "}}");
    bulkhead.run({"reopen", "tax", "--reason", "r", "--yes"});
    return bulkhead.out.substr(bulkhead.out.find("Done: "));
  };
  const std::string staged =
      R"("share_permille":250,"until":"2026-07-17T00:05:00Z","then":[{"level":"open","share_permille":500,"for":"5m"}])";
  EXPECT_THAT(
      reopened(R"("cause":"none",)" + staged),
      HasSubstr("Done: service tax reopens: 25 % now, 50 % from 00:05, everybody from 00:10. Order 01J2."));
  bulkhead.api.answers.clear();
  EXPECT_THAT(
      reopened(R"("cause":"attack",)" + staged),
      HasSubstr(
          "reopens: 25 % now; at 00:05 a person decides on the next stage: nothing measures quiet yet."));
  bulkhead.api.answers.clear();
  EXPECT_THAT(reopened(R"("cause":"none","share_permille":125,"until":null,"then":[])"),
              HasSubstr("reopens: 12.5 % now, no end set."));
  bulkhead.api.answers.clear();
  EXPECT_THAT(
      reopened(
          R"("cause":"none","share_permille":250,"until":"2026-07-17T00:05:00Z","then":[{"level":"guarded","share_permille":1000}])"),
      HasSubstr("reopens: 25 % now, guarded from 00:05. Order"));
}

TEST_F(Acting, WhatAnotherOrderKeepsAsItIsIsPlacedButNotCalledDone) {
  answer(
      201,
      R"({"outcome":"placed","order":{"id":"01J2","scope":"service:court","level":"guarded","until":null},"ended":[],)"
      R"("preview":{"sentence":"court; court stays stricter by another order; nothing changes","stay_looser":[],)"
      R"("stay_stricter":["court"],"changes":[]}})");
  EXPECT_EQ(bulkhead.run({"guard", "court", "--reason", "r", "--yes"}), Exit::kOk);
  EXPECT_EQ(bulkhead.out.find("Done"), std::string::npos);
  EXPECT_THAT(bulkhead.out, HasSubstr("Order placed: service court guarded, no end set. Order 01J2.\n"
                                      "court; court stays stricter by another order; nothing changes.\n"));
}

// The answer to `close --all` while portal and court have orders of their own; see Preview of the REST contract.
constexpr const char* kTwoStayOpen =
    R"x("preview":{"sentence":"4 services; 2 of 4 closed; STILL OPEN: court and portal (orders of their own)",)x"
    R"x("services":["a","b","court","portal"],"essential":[],"people_share":null,"stay_looser":["court","portal"],)x"
    R"x("stay_stricter":[],"stay_open":[{"service":"court","posture":"guarded"},)x"
    R"x({"service":"portal","posture":"open to 25 %"}],"needs_second_person":false,"why":"","endings":[],)x"
    R"x("changes":[{"service":"a","from":"open","to":"closed"},{"service":"b","from":"open","to":"closed"}]})x";

TEST_F(Acting, ClosingThatLeavesDoorsOpenSaysWhichAndHowToCloseThem) {
  answer(200, std::string(R"({"outcome":"preview",)") + kTwoStayOpen + "}");
  answer(201, std::string(
                  R"({"outcome":"placed","order":{"id":"01J2","scope":"all","level":"closed","until":null},)"
                  R"("ended":[],"ended_orders":[],"overridden":"",)") +
                  kTwoStayOpen + "}");
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r", "--yes"}), Exit::kOk);
  EXPECT_EQ(bulkhead.out.find("all closed"), std::string::npos);
  EXPECT_THAT(bulkhead.out,
              HasSubstr("Order placed: 2 of 4 closed (all), no end set; STILL OPEN: court (guarded), portal "
                        "(open to 25 %), "
                        "by orders of their own. Order 01J2.\n"
                        "To close them too: bulkhead close court portal, with the same options.\n"));
}

TEST_F(Acting, ADryRunSaysWhichDoorsWouldStayOpen) {
  answer(200, std::string(R"({"outcome":"preview",)") + kTwoStayOpen + "}");
  EXPECT_EQ(bulkhead.run({"close", "--all", "--dry-run"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out,
              HasSubstr("  a: open -> closed\n  b: open -> closed\n"
                        "  court: STAYS guarded, by an order of its own\n"
                        "  portal: STAYS open to 25 %, by an order of its own\n"
                        "To close them too: bulkhead close court portal, with the same options.\n"));
}

std::string ending(const std::string& service, const std::string& from, const std::string& to) {
  return R"({"service":")" + service + R"(","posture":"closed","from":)" + from + R"(,"to":)" + to + "}";
}

std::string longer_preview(const std::string& endings) {
  return R"("preview":{"sentence":"court; court stays closed, 15 min longer","services":["court"],"essential":[],)"
         R"("stay_looser":[],"stay_stricter":[],"stay_open":[],"changes":[],"endings":[)" +
         endings + "]}";
}

TEST_F(Acting, WhatStaysClosedForLongerIsSaidToBe) {
  const struct {
    const char* from;
    const char* to;
    const char* says;
  } cases[] = {
      {R"({"kind":"time","at":"2026-07-17T00:30:00Z"})", R"({"kind":"time","at":"2026-07-17T00:45:00Z"})",
       "stays closed, now until 00:45 (was until 00:30)"},
      {R"({"kind":"time","at":"2026-07-17T00:30:00Z"})", R"({"kind":"none","at":null})",
       "stays closed, now without an end (was until 00:30)"},
      {R"({"kind":"quiet","at":"2026-07-17T00:30:00Z"})", R"({"kind":"quiet","at":"2026-07-17T00:45:00Z"})",
       "stays closed, now until a person decides at 00:45 (was until a person decides at 00:30)"},
      {R"({"kind":"none","at":null})", R"({"kind":"person","at":null})",
       "stays closed, now until a person opens it (was without an end)"},
  };
  for (const auto& one : cases) {
    bulkhead.api.answers.clear();
    const std::string preview = longer_preview(ending("court", one.from, one.to));
    answer(200, R"({"outcome":"preview",)" + preview + "}");
    answer(201,
           R"({"outcome":"placed","order":{"id":"01J2","scope":"service:court","level":"closed","until":)"
           R"("2026-07-17T00:45:00Z"},"ended":[],"ended_orders":[],"overridden":"",)" +
               preview + "}");
    EXPECT_EQ(bulkhead.run({"close", "court", "--for", "45m", "--reason", "r"}), Exit::kOk);
    EXPECT_THAT(bulkhead.out, HasSubstr(std::string("Done: service court ") + one.says + ". Order 01J2.\n"));
    EXPECT_EQ(bulkhead.out.find("nothing changes"), std::string::npos);
  }
}

TEST_F(Acting, ADryRunSaysWhichEndingsChange) {
  answer(200, R"({"outcome":"preview",)" +
                  longer_preview(ending("court", R"({"kind":"time","at":"2026-07-17T00:30:00Z"})",
                                        R"({"kind":"time","at":"2026-07-17T00:45:00Z"})")) +
                  "}");
  EXPECT_EQ(bulkhead.run({"close", "court", "--for", "45m", "--dry-run"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("  court: stays closed, now until 00:45 (was until 00:30)\n"));
  bulkhead.api.answers.clear();
  answer(201, R"({"outcome":"ended","order":null,"ended":["01B"],"ended_orders":[)" + std::string(kEndedTax) +
                  R"(],"overridden":"",)" +
                  longer_preview(ending("court", R"({"kind":"time","at":"2026-07-17T00:45:00Z"})",
                                        R"({"kind":"time","at":"2026-07-17T00:30:00Z"})")) +
                  "}");
  EXPECT_EQ(bulkhead.run({"undo", "01B", "--reason", "r"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out,
              HasSubstr("order 01B.\n  court: stays closed, now until 00:30 (was until 00:45)\n"));
}

TEST_F(Acting, SeveralEndingsAreALineEach) {
  const std::string endings = ending("a", R"({"kind":"time","at":"2026-07-17T00:30:00Z"})",
                                     R"({"kind":"time","at":"2026-07-17T00:45:00Z"})") +
                              "," +
                              ending("b", R"({"kind":"time","at":"2026-07-17T00:40:00Z"})",
                                     R"({"kind":"time","at":"2026-07-17T00:45:00Z"})");
  answer(404, "{}");
  answer(201, R"({"outcome":"placed","order":{"id":"01J2","scope":"compartment:x","level":"closed","until":)"
              R"("2026-07-17T00:45:00Z"},"ended":[],"ended_orders":[],"overridden":"",)" +
                  longer_preview(endings) + "}");
  EXPECT_EQ(bulkhead.run({"close", "compartment:x", "--for", "45m", "--reason", "r"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("Done: compartment x is closed, until 00:45. Order 01J2.\n"
                                      "  a: stays closed, now until 00:45 (was until 00:30)\n"
                                      "  b: stays closed, now until 00:45 (was until 00:40)\n"));
}

TEST_F(Acting, WhatIsNotEnforcedYetIsSaidWithTheAnswerAndTheDryRun) {
  const std::string preview =
      R"("preview":{"sentence":"court","services":["court"],"essential":[],"changes":[{"service":"court","from":)"
      R"("open","to":"guarded"}],"not_enforced":["guarded: carried and shown; nothing tightens here"]})";
  answer(200, R"({"outcome":"preview",)" + preview + "}");
  answer(
      201,
      R"({"outcome":"placed","order":{"id":"01J2","scope":"service:court","level":"guarded","until":null},)"
      R"("ended":[],"ended_orders":[],"overridden":"",)" +
          preview + "}");
  const std::string says = "NOT ENFORCED YET: guarded: carried and shown; nothing tightens here.\n";
  EXPECT_EQ(bulkhead.run({"guard", "court", "--reason", "r"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("Order 01J2.\n" + says));
  EXPECT_EQ(bulkhead.out.find(says), bulkhead.out.rfind(says)) << "once";
  bulkhead.api.answers.clear();
  answer(200, R"({"outcome":"preview",)" + preview + "}");
  EXPECT_EQ(bulkhead.run({"guard", "court", "--dry-run"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr(says));
}

TEST_F(Acting, WhyASecondPersonIsAskedForIsSaidOnceAndTheWayOutWithIt) {
  const std::string why =
      "closing the essential service tax for 2 h needs a second person; one person may for 1 h";
  answer(200, R"({"outcome":"preview","preview":{"sentence":"tax","needs_second_person":true,"why":")" + why +
                  R"("}})");
  answer(202, R"({"outcome":"proposed","proposal":{"id":"01J2","what":"close tax","needs":")" + why +
                  R"(","expires":"2026-07-17T00:30:00Z"}})");
  EXPECT_EQ(bulkhead.run({"close", "tax", "--for", "2h", "--reason", "r"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.out.find(why), bulkhead.out.rfind(why));
  EXPECT_THAT(bulkhead.out, HasSubstr("A second person has to agree: " + why + ".\nNOT DONE YET: "));
  EXPECT_THAT(bulkhead.out, HasSubstr("To close it now by yourself: the same command with --for 1h\n"));
}

// The whole hour once more would be refused for the same reason.
TEST_F(Acting, WhereADoorIsClosedAlreadyTheWholeHourIsNoWayOut) {
  answer(404, "{}");
  answer(
      202,
      R"({"outcome":"proposed","proposal":{"id":"01J2","what":"close tax","needs":"closing the essential )"
      R"(service tax for 1 h 50 min, counting the 50 min that it is closed already, needs a second person; one )"
      R"(person may for 1 h in all","expires":"2026-07-17T00:30:00Z"}})");
  EXPECT_EQ(bulkhead.run({"close", "tax", "--for", "1h", "--reason", "r"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("one person may for 1 h in all."));
  EXPECT_EQ(bulkhead.out.find("--for"), std::string::npos);
}

TEST_F(Acting, TheSameClosingAgainSaysUntilWhenItIsClosedAlready) {
  const std::string preview =
      R"("preview":{"sentence":"tax; nothing changes","services":["tax"],"essential":["tax"],"changes":[],)"
      R"("endings":[],"stay_open":[],"stay_looser":[],"stay_stricter":[],"needs_second_person":false,"why":"the )"
      R"(same was ordered 20 s ago; one person may keep service tax closed for 1 h in all"})";
  answer(200, R"({"outcome":"preview",)" + preview + "}");
  answer(
      200,
      R"({"outcome":"unchanged","order":{"id":"01J2","scope":"service:tax","level":"closed","cause":"load",)"
      R"("until":"2026-07-17T00:30:00Z"},"ended":[],"ended_orders":[],"overridden":"",)" +
          preview + R"(,"obeyed":{"workers":0,"of":0,"in_us":0}})");
  EXPECT_EQ(bulkhead.run({"close", "tax", "--for", "1h", "--reason", "r"}), Exit::kOk);
  EXPECT_EQ(bulkhead.out,
            "tax; nothing changes\n"
            "Nothing was done: service tax is closed already, until 00:30, by order 01J2: the same was "
            "ordered 20 s "
            "ago; one person may keep service tax closed for 1 h in all.\n");
}

TEST_F(Acting, ADryRunOfTheSameClosingAgainSaysWhyItDoesNothing) {
  answer(200, R"({"outcome":"preview","preview":{"sentence":"tax; nothing changes","changes":[],)"
              R"("needs_second_person":false,"repeats":"01J2","why":"the same was ordered 20 s ago"}})");
  EXPECT_EQ(bulkhead.run({"close", "tax", "--for", "1h", "--dry-run"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("tax; nothing changes\nNothing would be done, order 01J2 does it "
                                      "already: the same was ordered 20 s ago.\n"));
}

TEST_F(Acting, WhatHasNoShorterWayDoesNotOfferOne) {
  answer(404, "{}");  // no preview: the reason is said with the proposal
  answer(202, kProposed);
  EXPECT_EQ(bulkhead.run({"close", "--all", "--reason", "r"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.out, HasSubstr("has to agree, because closing everything is for two."));
  EXPECT_EQ(bulkhead.out.find("--for"), std::string::npos);
}

TEST_F(Acting, UndoOfANameSaysHowToOpenIt) {
  answer(404, R"({"detail":"order: this is no id"})");
  EXPECT_EQ(bulkhead.run({"undo", "tax-filing", "--reason", "r"}), Exit::kRefused);
  EXPECT_THAT(bulkhead.err, HasSubstr("`bulkhead open tax-filing`"));
}

TEST_F(Acting, RollbackToAnImageThatIsNotKeptSaysWhereTheyAreListed) {
  answer(404, R"({"detail":"no such file"})");
  EXPECT_EQ(bulkhead.run({"rollback", "7", "--reason", "r"}), Exit::kRefused);
  EXPECT_EQ(bulkhead.err, "bulkhead: image 7 is not kept: see `bulkhead images`\n");
}

TEST_F(Acting, AnImageThatIsDamagedSaysSoAndWhy) {
  answer(
      200,
      R"({"images":[{"version":2,"digest":"d","policy_sha256":"p","created":"2026-07-16T23:00:00Z","services":3,)"
      R"("bytes":900,"current":true,"damage":"the policy's text is not the one it was compiled from"},)"
      R"({"version":1,"digest":"d","policy_sha256":"p","created":"2026-07-16T22:00:00Z","services":3,)"
      R"("bytes":900,"current":false,"damage":""}]})");
  EXPECT_EQ(bulkhead.run({"images"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("in force, DAMAGED"));
  EXPECT_THAT(bulkhead.out, HasSubstr("    the policy's text is not the one it was compiled from\n"));
  EXPECT_EQ(bulkhead.out.find("DAMAGED"), bulkhead.out.rfind("DAMAGED"));
}

TEST_F(Acting, RejectTakesYesAsApproveDoes) {
  answer(200, R"({"id":"01J2"})");
  EXPECT_EQ(bulkhead.run({"reject", "01J2", "--yes", "--reason", "r"}), Exit::kOk) << bulkhead.err;
}

// The daemon's own shape of an entry; see HistoryEntry of the REST contract.
std::string entry(int id, const std::string& rest) {
  return R"({"id":)" + std::to_string(id) +
         R"(,"at":"2026-07-16T23:00:00Z","scope":"service:tax","drill":false,)" + rest + "}";
}

class History : public Acting {
 protected:
  std::string shown(const std::string& entries, const std::vector<std::string>& more = {}) {
    bulkhead.api.answers.clear();
    answer(200, R"({"as_of":"2026-07-17T00:00:00Z","entries":[)" + entries + "]}");
    answer(200, R"({"orders":[{"id":"01J2000000000000000000000A"}]})");
    answer(200, R"({"proposals":[{"id":"01J2000000000000000000000P"}]})");
    std::vector<std::string> words{"history"};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(bulkhead.run(words), Exit::kOk) << bulkhead.err;
    return bulkhead.out;
  }
};

TEST_F(History, SaysWhatWasDoneWhyAndHowToTakeItBack) {
  EXPECT_EQ(
      shown(entry(
          7,
          R"("person":"ana","action":"close","what":"close service tax for 1 h: tax; no lane stays","reason":"stuffing, ticket 4711","outcome":"placed","alone":false,"links":["01J2000000000000000000000A"])")),
      "AT     WHO  WHAT\n"
      "23:00  ana  close service tax for 1 h: tax; no lane stays\n"
      "    reason: stuffing, ticket 4711\n"
      "    in force; to take it back: bulkhead undo 01J2000000000000000000000A\n");
}

TEST_F(History, WhatIsOverOrOnlyMentionedIsNotOfferedToBeUndone) {
  for (
      const char* rest :
      {R"("person":"ana","action":"close","what":"close tax","reason":"r","outcome":"placed","alone":false,"links":["01J2000000000000000000000B"])",
       R"("person":"quiet","action":"end","what":"close tax","reason":"","outcome":"ended","alone":false,"links":["01J2000000000000000000000A"])"}) {
    EXPECT_EQ(shown(entry(7, rest)).find("bulkhead undo"), std::string::npos) << bulkhead.out;
  }
}

TEST_F(History, WhatWasRefusedIsNotShownAsDone) {
  EXPECT_EQ(
      shown(entry(
          7,
          R"("person":"ana","action":"approve","what":"close all","reason":"","outcome":"refused: ana proposed it: the second person is another one","alone":false,"links":["01J2000000000000000000000P"])")),
      "AT     WHO  WHAT\n"
      "23:00  ana  REFUSED: approve: close all\n"
      "    because: ana proposed it: the second person is another one\n");
}

TEST_F(History, AProposalSaysWhetherItStillWaits) {
  const auto proposal = [&](const std::string& id) {
    return shown(entry(
        7,
        R"("person":"ana","action":"propose","what":"close all: 14 services","reason":"worm","outcome":"proposed: closing everything at once needs a second person","alone":false,"links":[")" +
            id + R"("])"));
  };
  EXPECT_EQ(proposal("01J2000000000000000000000P"),
            "AT     WHO  WHAT\n"
            "23:00  ana  proposed, waits for a second person: close all: 14 services\n"
            "    because: closing everything at once needs a second person\n"
            "    reason: worm\n"
            "    to agree: bulkhead approve 01J2000000000000000000000P\n");
  EXPECT_THAT(proposal("01J2000000000000000000000Q"), HasSubstr("  proposed: close all: 14 services\n"));
  EXPECT_EQ(bulkhead.out.find("to agree"), std::string::npos);
}

TEST_F(History, SaysAloneLoudlyAndWhatElseBecameOfIt) {
  const std::string text = shown(
      entry(
          8,
          R"("person":"ana","action":"close","what":"close all","reason":"worm","outcome":"placed, alone although closing everything at once needs a second person","alone":true,"links":[])") +
      "," +
      entry(
          7,
          R"("person":"time","action":"expire","what":"close all","reason":"","outcome":"expired: nobody agreed in time","alone":false,"links":[])") +
      "," +
      entry(
          6,
          R"("person":"ana","action":"apply","what":"2 changes","reason":"r","outcome":"image 7","alone":false,"links":[])"));
  EXPECT_THAT(text, HasSubstr("  ALONE: close all\n"
                              "    alone although closing everything at once needs a second person\n"));
  EXPECT_THAT(text, HasSubstr("  expire: close all\n    nobody agreed in time\n"));
  EXPECT_THAT(text, HasSubstr("  apply: 2 changes\n    image 7\n"));
}

TEST_F(History, NamesTheOlderPage) {
  const std::string plain =
      R"("person":"ana","action":"close","what":"close tax","reason":"r","outcome":"placed","alone":false,"links":[])";
  EXPECT_THAT(shown(entry(8, plain) + "," + entry(7, plain), {"--limit", "2"}),
              HasSubstr("Older: bulkhead history --limit 2 --before 7\n"));
  EXPECT_THAT(shown(entry(8, plain), {"tax", "--limit", "1"}),
              HasSubstr("Older: bulkhead history tax --limit 1 --before 8\n"));
}

TEST_F(History, Fits80ColumnsWhateverIsInIt) {
  const std::string text =
      shown(entry(7, R"("person":")" + std::string(64, 'p') + R"(","action":"close","what":"close service )" +
                         std::string(30, 's') + R"( for 1 h and more and more and more","reason":")" +
                         "many words and so on and so on and so on and so on and so on and so on and so on" +
                         R"(","outcome":"placed","alone":true,"links":["01J2000000000000000000000A"])"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(text_width(line), 80) << line;
  EXPECT_THAT(text, HasSubstr(std::string(64, 'p'))) << "a name is never cut away";
}

TEST_F(History, StaysWhereTheDaemonSaysNothingOfOrders) {
  answer(
      200,
      R"({"entries":[)" +
          entry(
              7,
              R"("person":"ana","action":"close","what":"close tax","reason":"r","outcome":"placed","alone":false,"links":["01J2000000000000000000000A"])") +
          "]}");
  answer(503, "{}");
  EXPECT_EQ(bulkhead.run({"history"}), Exit::kOk);
  EXPECT_THAT(bulkhead.out, HasSubstr("close tax"));
}

TEST_F(History, HostileTextsOfTheDaemonStayTexts) {
  shown(
      R"({"id":1,"at":"2026-07-17T00:00:00Z","person":"a\u001b[2J","action":"close\n","scope":"\u001b","what":"\u202etax",)"
      R"("reason":"\u009b31m\nno line of its own","outcome":"placed, \u001b]0;t\u0007","alone":true,"drill":false,)"
      R"("links":["\u001b[2J"]})");
  EXPECT_EQ(bulkhead.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(bulkhead.out.find("\xe2\x80\xae"), std::string::npos);
  EXPECT_EQ(bulkhead.out.find("\xc2\x9b"), std::string::npos);
  EXPECT_EQ(bulkhead.out.find("\n    no line"), std::string::npos);
}

TEST_F(History, AsksForAPageWithinItsLimits) {
  answer(200, R"({"entries":[]})");
  EXPECT_EQ(bulkhead.run({"history", "tax filing", "--limit", "500", "--before", "4711"}), Exit::kOk);
  EXPECT_EQ(bulkhead.api.asked[0].path, "/history?limit=500&before=4711&service=tax%20filing");
  EXPECT_EQ(bulkhead.run({"history", "--limit", "501"}), Exit::kUsage);
  EXPECT_EQ(bulkhead.run({"history", "--limit", "0"}), Exit::kUsage);
}

}  // namespace
}  // namespace bulkhead::cli
