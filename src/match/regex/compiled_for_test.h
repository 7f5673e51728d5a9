// A program together with its bytes, for tests.

#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "match/regex/compile.h"
#include "match/regex/program.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

struct CompiledForTest {
  explicit CompiledForTest(std::string_view pattern, const SyntaxOptions& options = {}) {
    const auto syntax = parse(pattern, options);
    EXPECT_TRUE(syntax) << pattern;
    if (!syntax) return;
    auto compiled = compile(*syntax);
    EXPECT_TRUE(compiled) << pattern;
    if (!compiled) return;
    bytes = *std::move(compiled);
    const auto verified = Program::verify(bytes);
    EXPECT_TRUE(verified) << pattern;
    if (verified) program = *verified;
  }

  std::vector<std::byte> bytes;
  std::optional<Program> program;
};

}  // namespace bulkhead::match::regex
