// Rules as text to a program that can be asked, for tests of this folder.

#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "compile/rules/compile_rules.h"
#include "inspect/inspection.h"
#include "inspect/local_collections.h"
#include "seclang/parse.h"

namespace bulkhead::inspect {

/// A compiled program and the memory it lies in. Fails the test with all diagnostics when the rules are wrong.
class RulesForTest {
 public:
  explicit RulesForTest(const std::string& text) {
    seclang::NoFiles files;
    const seclang::Source source{"test.conf", text};
    const seclang::Parsed parsed = seclang::parse({&source, 1}, files);
    std::string messages;
    for (const auto& one : parsed.diagnostics) messages += seclang::text(one);
    EXPECT_TRUE(parsed.rules.has_value()) << messages;
    if (!parsed.rules) return;
    const compile::CompiledRules compiled = compile::compile_rules(*parsed.rules, {});
    for (const auto& one : compiled.diagnostics) ADD_FAILURE() << seclang::text(one);
    bytes_ = compiled.program.size();
    memory_.resize((bytes_ + 7) / 8);
    std::memcpy(memory_.data(), compiled.program.data(), bytes_);
    auto opened = program::rules::RuleProgram::open(bytes());
    EXPECT_TRUE(opened.has_value()) << (opened ? "" : opened.error().message);
    if (opened) program_ = std::make_unique<program::rules::RuleProgram>(std::move(*opened));
  }

  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(memory_)).first(bytes_); }
  const program::rules::RuleProgram& program() const { return *program_; }

 private:
  std::size_t bytes_ = 0;
  std::vector<std::uint64_t> memory_;
  std::unique_ptr<program::rules::RuleProgram> program_;
};

/// A request as a test writes it.
struct RequestForTest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<HeaderField> fields = {{"Host", "portal.example"}};
  std::string body;

  RequestHead head() const {
    RequestHead head;
    head.method = method;
    head.target = target;
    head.path = std::string_view(target).substr(0, target.find('?'));
    head.version = "1.1";
    head.fields = fields;
    head.client_address = "192.0.2.7";
    head.client_port = 40'000;
    head.server_address = "127.0.0.1";
    head.server_port = 8080;
    head.unique_id = "unique";
    head.now_s = 1'790'000'000;
    return head;
  }
};

}  // namespace bulkhead::inspect
