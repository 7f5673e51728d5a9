// Findings come out in the order of the file; there are never more than the maximum; and no flood of warnings hides an
// error.

#include "policy/findings.h"

#include <gtest/gtest.h>

namespace bulkhead::policy {
namespace {

const SourceText kSource("line one\nline two\n");

TEST(Findings, ComeInTheOrderOfTheFile) {
  Findings findings(kSource, "x.yaml", kPolicyFile);
  findings.warning({"b", 9, "line"}, "second", "h");
  findings.error({"a", 0, "line"}, "first", "h");
  findings.error({"b", 9, "line"}, "third", "h");
  const std::vector<Diagnostic> taken = findings.take();
  ASSERT_EQ(taken.size(), 3u);
  EXPECT_EQ(taken[0].message, "first");
  EXPECT_EQ(taken[1].message, "second");
  EXPECT_EQ(taken[1].line, 2u);
  EXPECT_EQ(taken[2].message, "third");
}

TEST(Findings, AreCutAtTheMaximumAndSayHowMany) {
  Findings findings(kSource, "x.yaml", kPolicyFile);
  const auto add = [&] { findings.error({"a", 0, ""}, "wrong", "right"); };
  for (std::size_t i = 0; i + 1 < Limits::kDiagnosticsMax; ++i) add();
  EXPECT_EQ(Findings(findings).take().size(), Limits::kDiagnosticsMax - 1);
  add();
  add();
  const std::vector<Diagnostic> taken = findings.take();
  ASSERT_EQ(taken.size(), Limits::kDiagnosticsMax);
  EXPECT_EQ(taken.back().message, "2 more findings are not shown");
}

TEST(Findings, KeepAnErrorBehindManyWarnings) {
  Findings findings(kSource, "x.yaml", kPolicyFile);
  for (std::size_t i = 0; i < 2 * Limits::kDiagnosticsMax; ++i)
    findings.warning({"a", 0, ""}, "odd", "right");
  EXPECT_FALSE(findings.has_errors());
  findings.error({"a", 9, ""}, "wrong", "right");
  EXPECT_TRUE(findings.has_errors());
  const std::vector<Diagnostic> taken = findings.take();
  ASSERT_EQ(taken.size(), Limits::kDiagnosticsMax / 2 + 2);
  EXPECT_EQ(taken[taken.size() - 2].message, "wrong");
}

TEST(Findings, CutLongTextWithoutSplittingCharacters) {
  Findings findings(kSource, "x.yaml", kPolicyFile);
  std::string found;
  for (int i = 0; i < 100; ++i) found += "ë";
  findings.error({"a", 0, found}, "wrong", "right");
  const std::string cut_text = findings.take().front().offending;
  EXPECT_LE(cut_text.size(), 83u);  // 80 bytes, or the mark of the cut after them
  EXPECT_TRUE(cut_text.ends_with("…"));
}

}  // namespace
}  // namespace bulkhead::policy
