// Acts without a second person are shown for a day, rehearsals are not, and no act is taken in twice however history
// is paged, or left out because a page of it could not be read.

#include "control/daemon/recollection.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>

namespace bulkhead::control {
namespace {

constexpr RealTime kNow{Milliseconds(1'784'246'400'000)};

/// History as the book gives it: newest first, paged by `before`, and how often it was asked.
struct Book {
  std::vector<HistoryEntry> entries;  // oldest first
  std::vector<std::size_t> asked;
  /// Pages that can be read from now on.
  std::size_t readable = std::numeric_limits<std::size_t>::max();

  HistoryEntry& add(RealTime at, bool alone, bool drill = false) {
    HistoryEntry entry;
    entry.id = static_cast<std::int64_t>(entries.size()) + 1;
    entry.at = at;
    entry.person = "ana";
    entry.what = "act " + std::to_string(entry.id);
    entry.alone = alone;
    entry.drill = drill;
    entries.push_back(entry);
    return entries.back();
  }

  Recollection::ReadHistory history() {
    return [this](const HistoryQuery& query) -> Result<std::vector<HistoryEntry>> {
      asked.push_back(query.limit);
      if (readable == 0) return fail(ErrorCode::kUnavailable, "a page that cannot be read");
      --readable;
      std::vector<HistoryEntry> page;
      for (auto entry = entries.rbegin(); entry != entries.rend() && page.size() < query.limit; ++entry)
        if (!query.before || entry->id < *query.before) page.push_back(*entry);
      return page;
    };
  }
};

const Recollection::ReadEnded kNoneEnded = [](std::size_t) -> Result<std::vector<EndedOrder>> {
  return std::vector<EndedOrder>();
};

TEST(Recollection, ShowsActsOfTheLastDay) {
  Book book;
  book.add(kNow - std::chrono::hours(25), true);
  book.add(kNow - std::chrono::hours(23), true);
  book.add(kNow - std::chrono::hours(1), false);
  Recollection recollection;
  recollection.refresh(book.history(), kNoneEnded);
  EXPECT_EQ(recollection.alone(kNow), std::vector<std::string>{"ana: act 2 (2026-07-16T01:00:00Z)"});
  EXPECT_TRUE(recollection.alone(kNow + std::chrono::hours(1)).empty());
}

TEST(Recollection, TakesInEachActOnce) {
  Book book;
  Recollection recollection;
  for (const int more : {1, 0, 3, 15, 16, 17, 700, 1}) {
    for (int i = 0; i < more; ++i) book.add(kNow, true);
    recollection.refresh(book.history(), kNoneEnded);
    const auto alone = recollection.alone(kNow);
    ASSERT_EQ(alone.size(), std::min(book.entries.size(), Recollection::kAloneMax)) << book.entries.size();
    for (std::size_t i = 0; i < alone.size(); ++i)
      EXPECT_TRUE(alone[i].starts_with("ana: act " + std::to_string(book.entries.size() - i) + " "))
          << alone[i];
  }
}

TEST(Recollection, AnActCostsOneSmallRead) {
  Book book;
  for (int i = 0; i < 5'000; ++i) book.add(kNow, false);
  Recollection recollection;
  recollection.refresh(book.history(), kNoneEnded);
  book.asked.clear();
  book.add(kNow, true);
  recollection.refresh(book.history(), kNoneEnded);
  EXPECT_EQ(book.asked, std::vector<std::size_t>{16});
  EXPECT_EQ(recollection.alone(kNow).size(), 1u);
}

TEST(Recollection, RehearsalsAreNotToldAsActs) {
  Book book;
  book.add(kNow - std::chrono::hours(1), true, true);
  Recollection recollection;
  recollection.refresh(book.history(), kNoneEnded);
  EXPECT_TRUE(recollection.alone(kNow).empty());
}

TEST(Recollection, RehearsalsPushNoRealOrderOut) {
  const auto ended = [](std::size_t limit) -> Result<std::vector<EndedOrder>> {
    std::vector<EndedOrder> over(3 * Recollection::kEndedMax);
    for (std::size_t i = 0; i < over.size(); i += 3) over[i].order.drill = true;
    if (over.size() > limit) over.resize(limit);
    return over;
  };
  Book book;
  Recollection recollection;
  recollection.refresh(book.history(), ended);
  EXPECT_EQ(
      std::ranges::count_if(recollection.ended(), [](const EndedOrder& one) { return !one.order.drill; }),
      std::ptrdiff_t{Recollection::kEndedMax});
}

TEST(Recollection, ABookThatCannotBeReadChangesNothing) {
  Book book;
  book.add(kNow, true);
  Recollection recollection;
  recollection.refresh(book.history(), kNoneEnded);
  recollection.refresh(
      [](const HistoryQuery&) -> Result<std::vector<HistoryEntry>> { return fail(ErrorCode::kCorrupt, "x"); },
      [](std::size_t) -> Result<std::vector<EndedOrder>> { return fail(ErrorCode::kCorrupt, "x"); });
  EXPECT_EQ(recollection.alone(kNow).size(), 1u);
}

TEST(Recollection, ActsOfAPageThatCouldNotBeReadAreShownOnceItCan) {
  for (const int known : {0, 3}) {
    Book book;
    Recollection recollection;
    for (int i = 0; i < known; ++i) book.add(kNow, false);
    recollection.refresh(book.history(), kNoneEnded);
    book.add(kNow, true);  // On the second page, whether the first is a whole one or a little one.
    for (std::size_t i = 0; i < kHistoryPageMax; ++i) book.add(kNow, false);
    book.add(kNow, true);
    book.readable = 1;
    recollection.refresh(book.history(), kNoneEnded);
    EXPECT_EQ(recollection.alone(kNow).size(), 1u) << "what could be read is shown at once";
    book.readable = std::numeric_limits<std::size_t>::max();
    recollection.refresh(book.history(), kNoneEnded);
    const auto alone = recollection.alone(kNow);
    ASSERT_EQ(alone.size(), 2u) << known;
    EXPECT_TRUE(alone[0].starts_with("ana: act " + std::to_string(book.entries.size()) + " ")) << alone[0];
    EXPECT_TRUE(alone[1].starts_with("ana: act " + std::to_string(known + 1) + " ")) << alone[1];
  }
}

}  // namespace
}  // namespace bulkhead::control
