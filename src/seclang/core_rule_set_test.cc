// What must hold: the Core Rule Set as Debian installs it is read without an error, and written out and read again it is
// the same. Skipped where the package is not installed.

#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <string>

#include "seclang/dump.h"
#include "seclang/files_for_test.h"
#include "seclang/rules_for_test.h"

namespace bulkhead::seclang {
namespace {

constexpr const char* kLoad = "/usr/share/modsecurity-crs/owasp-crs.load";

/// Looks for each file beside any of those that were read.
class SameFiles final : public FileReader {
 public:
  explicit SameFiles(const std::vector<std::string>& names) : names_(names) {}

  Result<Source> read(std::string_view path, std::string_view /*relative_to*/) override {
    for (const std::string& name : names_) {
      if (auto source = disk_.read(path, name)) return source;
    }
    return fail(ErrorCode::kNotFound, "no such file");
  }
  std::vector<std::string> glob(std::string_view, std::string_view) override { return {}; }

 private:
  const std::vector<std::string>& names_;
  DiskFiles disk_;
};

std::string without_comments(const std::string& dump) {
  std::string kept;
  for (std::size_t from = 0; from < dump.size();) {
    const std::size_t end = dump.find('\n', from) + 1;
    if (dump[from] != '#') kept += dump.substr(from, end - from);
    from = end;
  }
  return kept;
}

TEST(CoreRuleSet, IsReadAndWrittenOut) {
  if (!std::filesystem::exists(kLoad)) GTEST_SKIP() << "the package modsecurity-crs is not installed";
  DiskFiles files;
  const Parsed parsed = parse(std::array{*files.read(kLoad, "")}, files);
  ASSERT_TRUE(parsed.rules) << diagnostics(parsed);
  const RuleSet& rules = *parsed.rules;
  EXPECT_GT(rules.rules.size(), 500U);
  EXPECT_GT(rules.markers.size(), 20U);
  for (const Rule& rule : rules.rules) {
    EXPECT_TRUE(rule.skip_after.empty() || rule.skip_marker) << rule.id << " skips to the end of its phase";
  }

  SameFiles same(rules.files);
  const std::string first = dump(rules);
  const Parsed again = parse(std::array{Source{"dump", first}}, same);
  ASSERT_TRUE(again.rules) << diagnostics(again);
  EXPECT_EQ(without_comments(dump(*again.rules)), without_comments(first));
}

}  // namespace
}  // namespace bulkhead::seclang
