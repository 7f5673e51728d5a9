// The reserve keeps what it acknowledged: over a restart, over a torn last append, and around damage, which is named.

#include "control/orders/journal.h"

#include <gtest/gtest.h>

#include <fstream>

#include "control/orders/world_for_test.h"

namespace bulkhead::control {
namespace {

JournalRecord record(std::uint64_t number, std::size_t reason_bytes = 20) {
  posture::Order order;
  order.id = Id::from_words(1, number);
  order.scope = {posture::ScopeKind::kService, "court"};
  order.level = posture::Level::kClosed;
  order.author = "direct:0";
  order.reason.assign(reason_bytes, 'r');
  order.from = BootTime(std::chrono::hours(1));
  return {order, {"boot", order.from, RealTime(std::chrono::hours(9)), true}};
}

class JournalTest : public testing::Test {
 protected:
  std::unique_ptr<Journal> open() { return Journal::open(path).value(); }
  void flip(std::size_t offset) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    const char byte = static_cast<char>(file.get() ^ 0x10);
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(byte);
  }
  void write(std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

  TestFolder folder;
  std::filesystem::path path = folder.path() / "direct.journal";
};

TEST_F(JournalTest, KeepsWhatWasAppended) {
  EXPECT_TRUE(open()->empty());
  for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(open()->append(record(i)));
  const auto journal = open();
  ASSERT_EQ(journal->reading().records.size(), 3u);
  EXPECT_EQ(journal->reading().records[2].order, record(3).order);
  EXPECT_EQ(journal->reading().records[2].taken, record(3).taken);
  EXPECT_FALSE(journal->reading().torn);
  EXPECT_EQ(std::filesystem::file_size(path), Journal::kBytes);
}

TEST_F(JournalTest, ForgetsWhenReset) {
  auto journal = open();
  for (std::uint64_t i = 1; i <= 3; ++i) ASSERT_TRUE(journal->append(record(i, 900)));
  ASSERT_TRUE(journal->reset());
  ASSERT_TRUE(journal->append(record(4)));
  journal = open();
  ASSERT_EQ(journal->reading().records.size(), 1u);
  EXPECT_EQ(journal->reading().records[0].order.id, record(4).order.id);
  EXPECT_FALSE(journal->reading().torn);
}

TEST_F(JournalTest, FullIsANamedOutcomeAndKeepsTheRest) {
  auto journal = open();
  std::uint64_t count = 0;
  Status status;
  while (status) status = journal->append(record(++count, posture::Order::kReasonBytesMax));
  EXPECT_EQ(status.error().code, ErrorCode::kLimit);
  EXPECT_NE(status.error().message.find("of 262144 bytes"), std::string::npos);
  EXPECT_GT(count, 100u) << "room for a bad night";
  EXPECT_EQ(open()->reading().records.size(), count - 1);
}

// An append that was cut off at any byte leaves the records before it, and room for the next.
TEST_F(JournalTest, ATornTailIsLeftOut) {
  auto journal = open();
  ASSERT_TRUE(journal->append(record(1)));
  const std::size_t before = journal->bytes_used();
  ASSERT_TRUE(journal->append(record(2)));
  const std::size_t after = journal->bytes_used();
  journal.reset();
  std::ifstream whole_file(path, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(whole_file)), {});
  for (std::size_t cut = before; cut < after - 8; cut += 7) {
    std::string torn = whole;
    std::fill(torn.begin() + static_cast<std::ptrdiff_t>(cut),
              torn.begin() + static_cast<std::ptrdiff_t>(after), '\0');
    write(torn);
    journal = open();
    ASSERT_EQ(journal->reading().records.size(), 1u) << "cut at " << cut;
    EXPECT_EQ(journal->reading().torn, cut > before) << "cut at " << cut;
    ASSERT_TRUE(journal->append(record(3)));
    ASSERT_EQ(open()->reading().records.size(), 2u) << "cut at " << cut;
    EXPECT_FALSE(open()->reading().torn);
  }
}

// Any single flipped bit is noticed: the record is refused, the others are kept.
TEST_F(JournalTest, AFlippedBitCostsOneRecordAndIsSaid) {
  auto journal = open();
  std::vector<std::size_t> begins;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    begins.push_back(journal->bytes_used());
    ASSERT_TRUE(journal->append(record(i)));
  }
  const std::size_t end = journal->bytes_used();
  journal.reset();
  for (std::size_t offset = begins[0]; offset + 8 < end; offset += 5) {
    flip(offset);
    const auto read = open();
    const bool said = read->reading().torn || !read->reading().damage.empty();
    EXPECT_TRUE(said) << offset;
    EXPECT_EQ(read->reading().records.size(), 2u) << offset;
    flip(offset);
  }
  flip(begins[1] + 50);
  journal = open();
  EXPECT_NE(journal->reading().damage.find("whole records follow"), std::string::npos);
  ASSERT_TRUE(journal->reset());
  EXPECT_TRUE(std::filesystem::exists(path.string() + ".damaged"));
  EXPECT_TRUE(open()->empty());
}

TEST_F(JournalTest, ForeignFilesAreRefusedAndLeftAsTheyAre) {
  const std::string foreign[] = {"hello", std::string(Journal::kBytes, 'x'),
                                 std::string(Journal::kBytes, '\0')};
  for (const std::string& bytes : foreign) {
    write(bytes);
    const auto journal = Journal::open(path);
    ASSERT_FALSE(journal.has_value());
    EXPECT_EQ(journal.error().code, ErrorCode::kCorrupt);
    EXPECT_EQ(std::filesystem::file_size(path), bytes.size());
  }
  std::filesystem::remove(path);
  open().reset();
  flip(10);
  EXPECT_NE(Journal::open(path).error().message.find("header is damaged"), std::string::npos);
}

}  // namespace
}  // namespace bulkhead::control
