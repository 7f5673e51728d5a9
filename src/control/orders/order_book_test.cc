// What an operator notices: what is given is in force and on record before it is said to be, what is taken away lets
// the rest show through, two persons are asked where one is not enough, and history says who did what.

#include "control/orders/order_book.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

using posture::Cause;
using posture::Level;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Kind = Outcome::Kind;

std::string refusal(const Result<Outcome>& outcome) { return outcome ? "" : outcome.error().message; }
ErrorCode code(const Result<Outcome>& outcome) {
  return outcome ? ErrorCode::kInvalid : outcome.error().code;
}

TEST(OrderBookTest, AnOrderIsInForceOnRecordAndPublished) {
  World world;
  const auto outcome = world.book->place(kAna, request("tax-filing", Level::kClosed, hours(1)));
  ASSERT_TRUE(outcome.has_value()) << refusal(outcome);
  EXPECT_EQ(outcome->kind, Kind::kPlaced);
  EXPECT_TRUE(outcome->published.has_value());
  EXPECT_EQ(world.level("tax-filing"), Level::kClosed);
  EXPECT_EQ(world.level("court"), Level::kOpen);
  ASSERT_EQ(world.workers.orders.size(), 1u);
  EXPECT_EQ(world.workers.orders[0], *outcome->order);
  EXPECT_EQ(world.store->in_force()->size(), 1u);
  const auto history = world.book->history({}).value();
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history[0].person, "ana");
  EXPECT_EQ(history[0].action, "close");
  EXPECT_EQ(history[0].scope, "service:tax-filing");
  EXPECT_EQ(history[0].outcome, "placed");
  EXPECT_EQ(history[0].links, std::vector<Id>{outcome->order->id});
}

TEST(OrderBookTest, AllOfItSurvivesTheDaemon) {
  World world;
  OrderRequest full = request("tax-filing", Level::kClosed, minutes(30));
  full.public_text = {{"en", "Back at noon"}, {"sq", "Kthehemi në mesditë"}};
  full.then = {{Level::kLockdown, 100, minutes(2)}, {Level::kGuarded, 500, std::nullopt}};
  full.drain = minutes(5);
  full.alone = true;
  const auto placed = world.book->place(kAna, full);
  ASSERT_TRUE(placed.has_value()) << refusal(placed);
  world.restart();
  ASSERT_EQ(world.book->in_force().size(), 1u);
  EXPECT_EQ(world.book->in_force()[0], *placed->order);
  EXPECT_EQ(world.workers.orders[0], *placed->order);
}

TEST(OrderBookTest, OrdersStackAndUndoTakesOneAway) {
  World world;
  const auto guard = world.book->place(kAna, request("court", Level::kGuarded));
  const auto close = world.book->place(kAna, request("court", Level::kClosed));
  ASSERT_TRUE(guard && close);
  EXPECT_EQ(world.level("court"), Level::kClosed);
  const auto undone = world.book->undo(kAna, close->order->id, {.reason = "it was nothing"});
  ASSERT_TRUE(undone.has_value());
  EXPECT_EQ(undone->kind, Kind::kEnded);
  EXPECT_EQ(world.level("court"), Level::kGuarded);
  EXPECT_EQ(code(world.book->undo(kAna, close->order->id, {.reason = "again"})), ErrorCode::kConflict);
  EXPECT_EQ(code(world.book->undo(kAna, Id::from_words(1, 1), {.reason = "again"})), ErrorCode::kNotFound);
  EXPECT_EQ(code(world.book->undo(kAna, guard->order->id, {.reason = ""})), ErrorCode::kInvalid);
  const auto ended = world.book->ended(10, {}).value();
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].how, "undone by ana");
}

TEST(OrderBookTest, OpenEndsTheOrdersOfItsScope) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed)));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kLockdown)));
  ASSERT_TRUE(world.book->place(kAna, request("portal", Level::kClosed)));
  const auto opened = world.book->place(kAna, request("court", Level::kOpen));
  ASSERT_TRUE(opened.has_value()) << refusal(opened);
  EXPECT_EQ(opened->kind, Kind::kEnded);
  EXPECT_EQ(opened->ended.size(), 2u);
  EXPECT_FALSE(opened->order.has_value());
  EXPECT_EQ(world.level("court"), Level::kOpen);
  EXPECT_EQ(world.level("portal"), Level::kClosed);
  EXPECT_EQ(world.book->place(kAna, request("court", Level::kOpen))->kind, Kind::kUnchanged);
}

TEST(OrderBookTest, OpenIsPlacedWhereAWiderOrderStillShuts) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("compartment:identity", Level::kClosed, hours(1))));
  const auto opened = world.book->place(kAna, request("sign-on", Level::kOpen));
  ASSERT_TRUE(opened.has_value()) << refusal(opened);
  EXPECT_EQ(opened->kind, Kind::kPlaced);
  EXPECT_EQ(world.level("sign-on"), Level::kOpen);
  EXPECT_EQ(world.level("registry"), Level::kClosed);
}

TEST(OrderBookTest, AShareIsPlacedAlthoughNothingShuts) {
  World world;
  OrderRequest reopen = request("court", Level::kOpen);
  reopen.share_permille = 250;
  EXPECT_EQ(world.book->place(kAna, reopen)->kind, Kind::kPlaced);
  EXPECT_EQ(world.door("court").share_permille, 250);
}

// A hand that slips types the same command twice: no second person has to be asked for a few seconds more.
TEST(OrderBookTest, TheSameClosingAgainIsNoProposalForAFewSecondsMore) {
  World world;
  const OrderRequest hour = request("tax-filing", Level::kClosed, hours(1));
  const auto first = world.book->place(kAna, hour);
  ASSERT_TRUE(first && first->kind == Kind::kPlaced);
  world.pass(seconds(20));
  OrderRequest dry = hour;
  dry.dry_run = true;
  for (const OrderRequest& again : {dry, hour}) {
    const auto said = world.book->place(kBesa, again);
    ASSERT_TRUE(said.has_value()) << refusal(said);
    EXPECT_EQ(said->kind, again.dry_run ? Kind::kPreview : Kind::kUnchanged);
    EXPECT_FALSE(said->needs_second_person);
    EXPECT_EQ(said->why,
              "the same was ordered 20 s ago; one person may keep service tax-filing closed for 1 h in all");
    EXPECT_EQ(said->preview.sentence, "tax-filing; nothing changes");
  }
  const auto again = world.book->place(kBesa, hour);
  ASSERT_TRUE(again->order.has_value());
  EXPECT_EQ(again->order->id, first->order->id) << "the order that does it already";
  EXPECT_EQ(world.book->in_force().size(), 1u);
  EXPECT_TRUE(world.book->proposals().empty());

  OrderRequest other = hour;
  other.public_text = {{"en", "Back soon"}};
  EXPECT_EQ(world.book->place(kAna, other)->kind, Kind::kProposed) << "not the same";
  EXPECT_EQ(world.book->place(kAna, request("tax-filing", Level::kClosed, hours(2)))->kind, Kind::kProposed);
  world.pass(OrderBook::kRepeatedWithin);
  EXPECT_EQ(world.book->place(kAna, hour)->kind, Kind::kProposed) << "that is an extension";
}

TEST(OrderBookTest, TheSameClosingAgainIsNoRepetitionOnceADoorWasOpened) {
  World world;
  OrderRequest everything = request("all", Level::kClosed, hours(1));
  everything.alone = true;
  ASSERT_TRUE(world.book->place(kAna, everything));
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kGuarded)));
  everything.alone = false;
  EXPECT_EQ(world.book->place(kAna, everything)->kind, Kind::kUnchanged);
  ASSERT_TRUE(world.book->place(kAna, request("all", Level::kOpen)));
  EXPECT_EQ(world.book->place(kAna, everything)->kind, Kind::kProposed);
}

TEST(OrderBookTest, DryRunOnlySays) {
  World world;
  OrderRequest dry = request("all", Level::kClosed);
  dry.dry_run = true;
  const auto said = world.book->place(kAna, dry);
  ASSERT_TRUE(said.has_value());
  EXPECT_EQ(said->kind, Kind::kPreview);
  EXPECT_TRUE(said->needs_second_person);
  EXPECT_EQ(said->preview.services.size(), 5u);
  EXPECT_EQ(world.level("court"), Level::kOpen);
  EXPECT_TRUE(world.book->history({})->empty());
  EXPECT_TRUE(world.book->proposals().empty());
}

TEST(OrderBookTest, WrongWordsAreNamed) {
  World world;
  const auto refused = [&](OrderRequest one) { return refusal(world.book->place(kAna, one)); };
  OrderRequest both = request("court", Level::kClosed, hours(1));
  both.until = world.clock.real_now() + hours(1);
  EXPECT_NE(refused(both).find("one of them"), std::string::npos);
  OrderRequest past = request("court", Level::kClosed);
  past.until = world.clock.real_now();
  EXPECT_NE(refused(past).find("over already"), std::string::npos);
  EXPECT_EQ(code(world.book->place(kAna, request("nowhere", Level::kClosed))), ErrorCode::kNotFound);
  OrderRequest silent = request("court", Level::kClosed);
  silent.reason.clear();
  EXPECT_NE(refused(silent).find("reason is missing"), std::string::npos);
  OrderRequest drained = request("court", Level::kGuarded);
  drained.drain = minutes(1);
  EXPECT_NE(refused(drained).find("closing only"), std::string::npos);
}

TEST(OrderBookTest, AuditorsAndRootDoNotAct) {
  World world;
  EXPECT_EQ(code(world.book->place(kArta, request("court", Level::kClosed))), ErrorCode::kDenied);
  EXPECT_EQ(code(world.book->place(kRoot, request("court", Level::kClosed))), ErrorCode::kDenied);
  EXPECT_EQ(world.level("court"), Level::kOpen);
  EXPECT_EQ(world.book->history({})->size(), 2u) << "refusals are on record";
  OrderRequest alone = request("court", Level::kClosed);
  alone.alone = true;
  ASSERT_TRUE(world.book->place(kRoot, alone).has_value());
  EXPECT_TRUE(world.book->history({})->front().alone);
}

TEST(OrderBookTest, AloneIsOnRecordWhereSomebodyShouldHaveBeenAsked) {
  World world;
  OrderRequest guard = request("court", Level::kGuarded);
  guard.alone = true;
  const auto harmless = world.book->place(kAna, guard);
  ASSERT_TRUE(harmless.has_value());
  EXPECT_FALSE(harmless->order->alone);
  EXPECT_FALSE(world.book->history({})->front().alone);
  ASSERT_TRUE(world.book->undo(kAna, harmless->order->id, {.reason = "it was nothing", .alone = true}));
  EXPECT_FALSE(world.book->history({})->front().alone);
  OrderRequest all = request("all", Level::kClosed, hours(2), Cause::kAttack);
  all.alone = true;
  const auto loud = world.book->place(kAna, all);
  ASSERT_TRUE(loud.has_value());
  EXPECT_TRUE(loud->order->alone);
  EXPECT_TRUE(world.book->history({})->front().alone);
}

TEST(OrderBookTest, SaysThatOnlyAPersonEndsACompromise) {
  World world;
  const auto order = [&](std::optional<Milliseconds> lasts, Cause cause) {
    return describe(*world.book->place(kAna, request("portal", Level::kClosed, lasts, cause))->order);
  };
  EXPECT_EQ(order(minutes(30), Cause::kCompromise),
            "close service portal (compromise, until a person opens; stated 30 min)");
  EXPECT_EQ(order({}, Cause::kCompromise), "close service portal (compromise, until a person opens)");
  EXPECT_EQ(order(minutes(30), Cause::kLoad), "close service portal for 30 min (load)");
}

TEST(OrderBookTest, WordsForThePublicAreInLanguagesThatTheAgencyHas) {
  const std::vector<std::string> has = {"sq", "en"};
  EXPECT_TRUE(check_languages({}, has));
  EXPECT_TRUE(check_languages({{"en", "Back at noon"}, {"sq", "Kthehemi"}}, has));
  const Status strange = check_languages({{"en", "Back at noon"}, {"xx\n", "hello"}}, has);
  ASSERT_FALSE(strange);
  EXPECT_EQ(strange.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(strange.error().message, "public_text: the agency has no language xx\\n; it has sq, en");
}

TEST(OrderBookTest, TwoPersonsCloseEverything) {
  World world;
  const auto proposed = world.book->place(kAna, request("all", Level::kClosed, hours(2), Cause::kAttack));
  ASSERT_TRUE(proposed.has_value());
  ASSERT_EQ(proposed->kind, Kind::kProposed);
  EXPECT_EQ(world.level("court"), Level::kOpen);
  const Proposal& proposal = *proposed->proposal;
  EXPECT_EQ(proposal.digest.size(), 64u);
  EXPECT_NE(proposal.text.find("scope: all\nlevel: closed\n"), std::string::npos);

  EXPECT_EQ(code(world.book->approve(kAna, proposal.id, proposal.digest, "")), ErrorCode::kDenied);
  EXPECT_EQ(code(world.book->approve(kArta, proposal.id, proposal.digest, "")), ErrorCode::kDenied);
  EXPECT_EQ(code(world.book->approve(kRoot, proposal.id, proposal.digest, "")), ErrorCode::kDenied);
  EXPECT_EQ(code(world.book->approve(kBesa, proposal.id, std::string(64, '0'), "")), ErrorCode::kConflict);
  EXPECT_EQ(world.level("court"), Level::kOpen);

  world.restart();
  world.pass(minutes(29));
  const auto agreed = world.book->approve(kBesa, proposal.id, proposal.digest, "seen it too");
  ASSERT_TRUE(agreed.has_value()) << refusal(agreed);
  EXPECT_EQ(agreed->kind, Kind::kPlaced);
  EXPECT_EQ(agreed->order->author, "ana");
  EXPECT_EQ(agreed->order->approver, "besa");
  EXPECT_EQ(*agreed->order->until, world.clock.boot_now() + hours(2)) << "for counts from the approval";
  EXPECT_EQ(world.level("court"), Level::kClosed);
  EXPECT_EQ(code(world.book->approve(kBesa, proposal.id, proposal.digest, "")), ErrorCode::kNotFound);
}

TEST(OrderBookTest, ProposalsExpire) {
  World world;
  const auto proposed = world.book->place(kAna, request("all", Level::kClosed));
  const Proposal proposal = *proposed->proposal;
  world.clock.advance(OrderBook::kProposalLasts);
  EXPECT_EQ(code(world.book->approve(kBesa, proposal.id, proposal.digest, "")), ErrorCode::kConflict);
  EXPECT_TRUE(world.book->proposals().empty());
  world.pass(seconds(0));
  EXPECT_EQ(world.book->history({})->front().action, "expire");
  world.restart();
  EXPECT_TRUE(world.book->proposals().empty());
}

TEST(OrderBookTest, AProposalCanBeRejected) {
  World world;
  const Proposal proposal = *world.book->place(kAna, request("all", Level::kClosed))->proposal;
  EXPECT_EQ(code(world.book->reject(kArta, proposal.id, "no")), ErrorCode::kDenied);
  EXPECT_EQ(world.book->reject(kAna, proposal.id, "a mistake")->kind, Kind::kRejected);
  EXPECT_EQ(code(world.book->approve(kBesa, proposal.id, proposal.digest, "")), ErrorCode::kNotFound);
}

TEST(OrderBookTest, AnApprovalIsOfWhatWasProposed) {
  World world;
  OrderRequest close = request("court", Level::kClosed, {}, Cause::kCompromise);
  ASSERT_TRUE(world.book->place(kAna, close));
  const auto proposed = world.book->place(kAna, request("court", Level::kOpen));
  ASSERT_EQ(proposed->kind, Kind::kProposed) << "opening after compromise";
  // Another order comes in between: what would be opened is not what was proposed any more.
  ASSERT_TRUE(world.book->place(kBesa, request("court", Level::kClosed)));
  EXPECT_EQ(code(world.book->approve(kBesa, proposed->proposal->id, proposed->proposal->digest, "")),
            ErrorCode::kConflict);
  EXPECT_EQ(world.level("court"), Level::kClosed);
}

TEST(OrderBookTest, UndoAfterCompromiseTakesTwo) {
  World world;
  const auto closed = world.book->place(kAna, request("court", Level::kClosed, {}, Cause::kCompromise));
  const auto proposed = world.book->undo(kAna, closed->order->id, {.reason = "cleaned"});
  ASSERT_EQ(proposed->kind, Kind::kProposed);
  const auto agreed = world.book->approve(kBesa, proposed->proposal->id, proposed->proposal->digest, "");
  ASSERT_TRUE(agreed.has_value()) << refusal(agreed);
  EXPECT_EQ(agreed->kind, Kind::kEnded);
  EXPECT_EQ(world.level("court"), Level::kOpen);
}

TEST(OrderBookTest, WhoMayNotActAnyMoreDidNotPropose) {
  World world;
  const Proposal proposal = *world.book->place(kAna, request("all", Level::kClosed))->proposal;
  PolicyView without = test_policy();
  std::erase_if(without.operators, [](const posture::Person& person) { return person.id == "ana"; });
  ASSERT_TRUE(world.book->apply_policy(without));
  EXPECT_EQ(code(world.book->approve(kBesa, proposal.id, proposal.digest, "")), ErrorCode::kConflict);
}

TEST(OrderBookTest, PolicyWeakeningsWaitHereToo) {
  World world;
  const auto proposal =
      world.book->propose_policy(kAna, "court: mode block -> detect", "image 7", "it weakens", "tests");
  ASSERT_TRUE(proposal.has_value());
  const auto agreed = world.book->approve(kBesa, proposal->id, proposal->digest, "");
  ASSERT_TRUE(agreed.has_value());
  EXPECT_EQ(agreed->kind, Kind::kAgreed);
  EXPECT_EQ(agreed->proposal->payload, "image 7");
  EXPECT_EQ(code(world.book->approve(kBesa, proposal->id, proposal->digest, "")), ErrorCode::kNotFound);
  const std::string much(Proposal::kPayloadBytesMax, 'p');
  EXPECT_TRUE(world.book->propose_policy(kAna, "much", much, "", "tests").has_value());
  EXPECT_FALSE(world.book->propose_policy(kAna, "more", much + "p", "", "tests").has_value());
}

// Whoever agrees has to see to what: every change is in the text that the digest is of, and survives the daemon.
TEST(OrderBookTest, APolicyProposalKeepsWhatItChanges) {
  World world;
  const std::vector<ProposedChange> changes = {{"tax-filing", "fails open\nby itself", "loosens", true},
                                               {"", "the title", "neutral", false}};
  const auto proposal = world.book->propose_policy(kAna, "apply", "image 7", "it weakens", "tests", changes);
  ASSERT_TRUE(proposal.has_value());
  EXPECT_EQ(proposal->changes, changes);
  EXPECT_NE(proposal->text.find("loosens: tax-filing: fails open\\nby itself (nginx reloads)\n"),
            std::string::npos)
      << proposal->text;
  EXPECT_NE(proposal->text.find("neutral: gateway: the title\n"), std::string::npos) << proposal->text;
  world.restart();
  EXPECT_EQ(world.book->proposal(proposal->id)->changes, changes);
}

TEST(OrderBookTest, WhatLoosensIsKeptBeforeWhatDoesNot) {
  World world;
  std::vector<ProposedChange> changes(Proposal::kChangesMax, {"court", "another title", "neutral", false});
  auto all = world.book->propose_policy(kAna, "apply", "image 7", "it weakens", "tests", changes);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->changes.size(), Proposal::kChangesMax);
  EXPECT_EQ(all->changes_left_out, 0u);
  changes.push_back({"tax-filing", "fails open", "loosens", true});
  auto cut = world.book->propose_policy(kAna, "apply", "image 7", "it weakens", "tests", changes);
  ASSERT_TRUE(cut.has_value());
  EXPECT_EQ(cut->changes.size(), Proposal::kChangesMax);
  EXPECT_EQ(cut->changes_left_out, 1u);
  EXPECT_EQ(cut->changes.front().service, "tax-filing");
}

// The second person is shown what it would do now, not what it would have done when it was proposed.
TEST(OrderBookTest, AProposalIsPreviewedAsOfNow) {
  World world;
  const auto proposed = world.book->place(kAna, request("all", Level::kClosed));
  ASSERT_EQ(proposed->kind, Kind::kProposed);
  const Id id = proposed->proposal->id;
  EXPECT_EQ(world.book->preview_of(id)->preview.changes.size(), 5u);
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kGuarded)));
  const auto said = world.book->preview_of(id);
  ASSERT_TRUE(said.has_value()) << refusal(said);
  EXPECT_EQ(said->kind, Kind::kPreview);
  EXPECT_EQ(said->preview.changes.size(), 4u);
  EXPECT_EQ(said->preview.stay_open.size(), 1u);
  EXPECT_EQ(world.book->proposals().size(), 1u) << "looking changes nothing";
  EXPECT_EQ(code(world.book->preview_of(Id::from_words(1, 1))), ErrorCode::kNotFound);
}

TEST(OrderBookTest, WhatCannotBeAgreedToAnyMoreIsNotPreviewed) {
  World world;
  const auto placed = world.book->place(kAna, request("court", Level::kClosed, {}, Cause::kCompromise));
  const auto proposed = world.book->undo(kAna, placed->order->id, {.reason = "it is over"});
  ASSERT_EQ(proposed->kind, Kind::kProposed);
  EXPECT_EQ(world.book->preview_of(proposed->proposal->id)->preview.changes.size(), 1u);
  ASSERT_TRUE(world.book->undo(kBesa, placed->order->id, {.reason = "at once", .alone = true}));
  EXPECT_EQ(code(world.book->preview_of(proposed->proposal->id)), ErrorCode::kConflict);
}

TEST(OrderBookTest, ProposalsWaitingAreBounded) {
  World world;
  for (std::size_t i = 0; i < OrderBook::kProposalsMax; ++i) {
    ASSERT_TRUE(world.book->place(kAna, request("all", Level::kClosed)).has_value());
  }
  EXPECT_EQ(code(world.book->place(kAna, request("all", Level::kClosed))), ErrorCode::kLimit);
}

TEST(OrderBookTest, TimeEndsAnOrderInStages) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("tax-filing", Level::kClosed, hours(1))));
  world.pass(hours(1));
  EXPECT_EQ(world.door("tax-filing").share_permille, 250);
  EXPECT_EQ(world.book->door("tax-filing")->ending.at, world.clock.boot_now() + minutes(10));
  world.pass(minutes(10));
  EXPECT_EQ(world.level("tax-filing"), Level::kOpen);
  EXPECT_TRUE(world.book->in_force().empty());
  EXPECT_EQ(world.book->history({})->front().action, "expire");
  EXPECT_EQ(world.book->history({})->front().person, "time");
  world.restart();
  EXPECT_TRUE(world.book->in_force().empty());
}

TEST(OrderBookTest, AttackWaitsForQuietAndIsOverdue) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed, hours(1), Cause::kAttack)));
  world.pass(hours(2));
  EXPECT_EQ(world.level("court"), Level::kClosed) << "unknown is not quiet";
  EXPECT_TRUE(world.book->door("court")->overdue);
  world.quiet.quiet = posture::kQuietNeeded - Milliseconds(1);
  world.pass(seconds(1));
  EXPECT_EQ(world.level("court"), Level::kClosed);
  world.quiet.quiet = posture::kQuietNeeded;
  world.pass(seconds(1));
  EXPECT_EQ(world.door("court").share_permille, 250);
  world.restart();
  world.pass(minutes(10));
  EXPECT_EQ(world.level("court"), Level::kOpen);
  EXPECT_TRUE(world.book->in_force().empty());
}

TEST(OrderBookTest, AFailedPublishIsTriedAgain) {
  World world;
  world.workers.deaf = true;
  const auto outcome = world.book->place(kAna, request("court", Level::kClosed));
  ASSERT_TRUE(outcome.has_value()) << "it is on record";
  EXPECT_FALSE(outcome->published.has_value());
  EXPECT_EQ(world.book->warnings().size(), 1u);
  world.workers.deaf = false;
  world.pass(seconds(1));
  EXPECT_EQ(world.workers.orders.size(), 1u);
  EXPECT_TRUE(world.book->warnings().empty());
}

TEST(OrderBookTest, HistoryIsPagedAndAskedByService) {
  World world;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(world.book->place(kAna, request("court", Level::kGuarded)));
  ASSERT_TRUE(world.book->place(kAna, request("compartment:identity", Level::kGuarded)));
  ASSERT_TRUE(world.book->place(kAna, request("all", Level::kGuarded)));
  const auto page = world.book->history({.limit = 3}).value();
  ASSERT_EQ(page.size(), 3u);
  EXPECT_EQ(page[0].id, 7);
  EXPECT_EQ(world.book->history({.limit = 3, .before = page[2].id})->front().id, 4);
  EXPECT_EQ(world.book->history({.service = "court"})->size(), 6u);
  EXPECT_EQ(world.book->history({.service = "registry"})->size(), 2u);
  HistoryEntry foreign{
      .person = "ana", .action = "apply", .what = std::string(HistoryEntry::kTextBytesMax + 9, 'w')};
  foreign.drill = true;
  ASSERT_TRUE(world.book->note(foreign));
  EXPECT_LE(world.book->history({})->front().what.size(), HistoryEntry::kTextBytesMax);
  EXPECT_TRUE(world.book->history({})->front().drill);
}

TEST(OrderBookTest, ARehearsalIsMarkedFromTheOrderToItsEnd) {
  World world;
  OrderRequest drill = request("court", Level::kClosed, minutes(30));
  drill.drill = true;
  ASSERT_TRUE(world.book->place(kAna, drill));
  ASSERT_EQ(world.book->in_force().size(), 1u);
  EXPECT_TRUE(world.book->in_force()[0].drill);
  world.restart();
  EXPECT_TRUE(world.book->in_force()[0].drill) << "kept";
  world.pass(hours(1));
  EXPECT_TRUE(world.book->in_force().empty());
  const auto history = world.book->history({}).value();
  ASSERT_EQ(history.front().action, "expire");
  for (const HistoryEntry& entry : history) EXPECT_TRUE(entry.drill) << entry.action;
  EXPECT_TRUE(world.book->ended(1, {})->front().order.drill);
}

TEST(OrderBookTest, ARehearsalLoosensNothingThatIsMeantInEarnest) {
  World world;
  const auto real = world.book->place(kAna, request("compartment:tax", Level::kClosed, minutes(30)));
  ASSERT_TRUE(real);
  OrderRequest open = request("tax-filing", Level::kOpen);
  open.drill = true;
  EXPECT_EQ(world.book->place(kAna, open).error().code, ErrorCode::kDenied);
  const UndoRequest undo{.reason = "wrong service", .drill = true};
  EXPECT_EQ(world.book->undo(kAna, real->order->id, undo).error().code, ErrorCode::kDenied);
  OrderRequest close = request("court", Level::kClosed, minutes(30));
  close.drill = true;
  const auto drill = world.book->place(kAna, close);
  ASSERT_TRUE(drill) << "beside it, a rehearsal does as it likes";
  EXPECT_TRUE(world.book->undo(kAna, drill->order->id, undo));
  EXPECT_EQ(world.book->in_force().size(), 1u);
}

TEST(OrderBookTest, ARehearsalHasNoSayInWhatIsProposedInEarnest) {
  World world;
  const auto real = world.book->place(kAna, request("all", Level::kClosed, minutes(30)));
  ASSERT_TRUE(real && real->proposal);
  const Proposal& proposal = *real->proposal;
  EXPECT_EQ(world.book->approve(kBesa, proposal.id, proposal.digest, "", true).error().code,
            ErrorCode::kConflict);
  EXPECT_EQ(world.book->reject(kBesa, proposal.id, "no", true).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(world.book->approve(kBesa, proposal.id, proposal.digest, ""));
}

TEST(OrderBookTest, OnARehearsalGatewayEverythingIsADrill) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("court", Level::kClosed, minutes(30))));
  PolicyView rehearsal = test_policy();
  rehearsal.rehearsal = true;
  ASSERT_TRUE(world.book->apply_policy(rehearsal));
  const auto placed = world.book->place(kAna, request("portal", Level::kClosed, minutes(30)));
  ASSERT_TRUE(placed);
  EXPECT_TRUE(placed->order->drill);
  EXPECT_TRUE(world.book->history({})->front().drill);
  EXPECT_FALSE(world.book->in_force()[0].drill) << "what was given before is what it was";
  EXPECT_TRUE(world.book->place(kAna, request("court", Level::kOpen))) << "and may be opened";
}

// As though they had been given one by one, in one transaction.
void fill(World& world, std::string_view scope, std::size_t count) {
  StoreChange change;
  for (std::size_t i = 0; i < count; ++i) {
    const Id id = Id::make(world.clock.real_now(), 1, world.random.next());
    const auto order =
        order_of(request(scope, Level::kGuarded), "ana", id, world.clock.boot_now(), world.clock.real_now());
    change.placed.push_back({order.value(), world.clock.boot_id()});
  }
  ASSERT_TRUE(world.store->commit(change).has_value());
  world.restart();
}

// There is room for everything that tightens, and a bound all the same.
TEST(OrderBookTest, OrdersInForceAreBoundedAndTighteningStillWorks) {
  World world;
  fill(world, "court", OrderBook::kOrdersInForceMax);
  ASSERT_EQ(world.book->in_force().size(), OrderBook::kOrdersInForceMax);
  const auto elsewhere = world.book->place(kAna, request("portal", Level::kClosed, minutes(5)));
  ASSERT_TRUE(elsewhere.has_value()) << "the only order of its scope";
  EXPECT_FALSE(elsewhere->merged);
  const auto merged = world.book->place(kAna, request("portal", Level::kLockdown, hours(1)));
  ASSERT_TRUE(merged.has_value());
  EXPECT_TRUE(merged->merged);
  EXPECT_EQ(merged->order->level, Level::kClosed);
  EXPECT_EQ(*merged->order->until, world.clock.boot_now() + hours(1));
  EXPECT_EQ(world.book->in_force().size(), OrderBook::kOrdersInForceMax + 1);
  const auto close = world.book->place(kAna, request("court", Level::kClosed, hours(1)));
  ASSERT_TRUE(close.has_value());
  EXPECT_EQ(close->order->until, std::nullopt) << "as long as the longest of those it stands for";
  EXPECT_EQ(world.level("court"), Level::kClosed);
  EXPECT_EQ(world.book->in_force().size(), 2u);
}

TEST(OrderBookTest, LooseningBeyondTheBoundIsRefused) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("compartment:court", Level::kClosed)));
  fill(world, "portal", OrderBook::kOrdersInForceMax - 2);
  ASSERT_TRUE(world.book->place(kAna, request("portal", Level::kGuarded))) << "at the bound";
  EXPECT_EQ(code(world.book->place(kAna, request("court", Level::kOpen))), ErrorCode::kLimit);
  EXPECT_EQ(world.level("court"), Level::kClosed);
}

TEST(OrderBookTest, ANewPolicyMovesServicesBetweenDoors) {
  World world;
  ASSERT_TRUE(world.book->place(kAna, request("compartment:tax", Level::kGuarded)));
  PolicyView moved = test_policy();
  moved.services[0].place.compartment = "tax";
  const int published = world.workers.published;
  ASSERT_TRUE(world.book->apply_policy(moved));
  EXPECT_EQ(world.workers.published, published + 1);
  EXPECT_EQ(world.level("court"), Level::kGuarded);
}

}  // namespace
}  // namespace bulkhead::control
