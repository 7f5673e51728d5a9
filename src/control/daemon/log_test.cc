// A line is one JSON object whatever the values hold, and a log that was moved away is written anew after reopen().

#include "control/daemon/log.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "os/file.h"
#include "os/temporary_folder_for_test.h"

namespace bulkhead::control {
namespace {

constexpr RealTime kNow{Milliseconds(1'784'246'400'123)};

TEST(Log, LinesAreOneJsonObjectEach) {
  const std::string hostile = "a\"b\\c\n{\"level\":\"info\"}\x1b[31m\xff\xe2\x80\xae end";
  const std::string line = log_line(Severity::kWarning, kNow, "order_placed", {{"reason", hostile}});
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["at"], "2026-07-17T00:00:00.123Z");
  EXPECT_EQ(json["level"], "warning");
  EXPECT_EQ(json["event"], "order_placed");
  // Also what a reader of the JSON prints holds no line break and no escape sequence.
  const auto value = json["reason"].get<std::string>();
  EXPECT_EQ(value.find('\n'), std::string::npos);
  EXPECT_EQ(value.find('\x1b'), std::string::npos);
}

TEST(Log, ReopensByName) {
  const os::TemporaryFolderForTest folder;
  const auto log = Log::open(folder.file("log"));
  ASSERT_TRUE(log);
  (*log)->write(Severity::kInfo, kNow, "one");
  std::filesystem::rename(folder.file("log"), folder.file("log.1"));
  (*log)->write(Severity::kInfo, kNow, "two");
  ASSERT_TRUE((*log)->reopen());
  (*log)->write(Severity::kInfo, kNow, "three");
  EXPECT_NE(os::read_file(folder.file("log.1"), 10'000)->find("two"), std::string::npos);
  const auto fresh = os::read_file(folder.file("log"), 10'000);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->find("two"), std::string::npos);
  EXPECT_TRUE(fresh->starts_with("{\"at\":")) << *fresh;
}

TEST(Log, SaysWhenItCannotBeOpened) { EXPECT_FALSE(Log::open("/proc/no/such/log")); }

}  // namespace
}  // namespace bulkhead::control
