// What the requests of one thread share: memory and engines that only one of them needs at a time.

#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "http/xml.h"
#include "match/regex/matcher.h"
#include "match/regex/pcre2_regex.h"
#include "program/rules/rule_program.h"

namespace bulkhead::inspect {

/// Ownership  Owns scratch memory, the states that regexes have learnt, and what libraries need compiled for themselves.
/// Threads    One thread.
class Workspace {
 public:
  struct Options {
    std::size_t scratch_bytes_max = std::size_t{64} << 20;
    std::size_t scratch_bytes_kept = std::size_t{256} << 10;
    std::size_t automaton_bytes_max = std::size_t{8} << 20;
  };
  explicit Workspace(const Options& options);
  Workspace() : Workspace(Options{}) {}

  /// Compiles what `program` has for PCRE2 and libxml2, unless it is the one that was prepared last. Takes milliseconds: call it off
  /// the event loop when a program comes into use; it is called again, at no cost, when a request begins.
  void prepare(const program::rules::RuleProgram& program);

  match::regex::Matcher& matcher() { return matcher_; }
  Arena& scratch() { return scratch_; }
  /// nullptr when the blob is no pattern for PCRE2, or PCRE2 refuses it.
  match::regex::Pcre2Regex* pcre2(std::uint32_t blob);

  struct XPath {
    std::string_view key;
    http::XmlExpression expression;
  };
  std::vector<XPath>& xpaths() { return xpaths_; }

 private:
  Arena scratch_;
  match::regex::Matcher matcher_;
  const program::rules::RuleProgram* prepared_ = nullptr;
  std::array<std::uint8_t, 32> prepared_digest_{};
  std::vector<std::unique_ptr<match::regex::Pcre2Regex>> pcre2_;
  std::vector<XPath> xpaths_;
};

}  // namespace bulkhead::inspect
