// What the requests of one thread share: memory and engines that only one of them needs at a time.

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "http/xml.h"
#include "inspect/quick_rules.h"
#include "inspect/scan_memo.h"
#include "inspect/scan_plan.h"
#include "match/regex/matcher.h"
#include "match/regex/pcre2_regex.h"
#include "program/rules/rule_program.h"

namespace bulkhead::inspect {

/// What one program has for PCRE2 and libxml2, compiled. Found by the program's digest: an inspection that is under way keeps its own
/// while others begin with another program.
///
/// Threads    One thread: matching writes into PCRE2's memory.
class Prepared {
 public:
  /// `number`: never given to another program in the same thread.
  Prepared(const program::rules::RuleProgram& program, std::uint32_t number);

  std::uint32_t number() const { return number_; }
  const std::array<std::uint8_t, 32>& digest() const { return digest_; }
  /// nullptr when the blob is no pattern for PCRE2, or PCRE2 refuses it.
  match::regex::Pcre2Regex* pcre2(std::uint32_t blob) const;

  struct XPath {
    std::string key;  ///< As in the program: what the values are kept under.
    http::XmlExpression expression;
  };
  const std::vector<XPath>& xpaths() const { return xpaths_; }
  /// By link.
  const std::vector<QuickRule>& quick_rules() const { return quick_rules_; }
  const ScanPlan& scan_plan() const { return scan_plan_; }
  /// Slots of TX whose names the pattern in `blob` takes, ascending: of the selector TX:/pattern/.
  std::span<const std::uint16_t> tx_slots(std::uint32_t blob) const;

 private:
  std::array<std::uint8_t, 32> digest_;
  std::uint32_t number_;
  std::vector<std::unique_ptr<match::regex::Pcre2Regex>> pcre2_;
  std::vector<XPath> xpaths_;
  std::vector<QuickRule> quick_rules_;
  ScanPlan scan_plan_;
  std::map<std::uint32_t, std::vector<std::uint16_t>> tx_slots_;
};

/// Ownership  Owns scratch memory, the states that regexes have learnt, and what libraries need compiled for the programs in use.
/// Threads    One thread.
class Workspace {
 public:
  struct Options {
    std::size_t scratch_bytes_max = std::size_t{64} << 20;
    std::size_t scratch_bytes_kept = std::size_t{256} << 10;
    std::size_t automaton_bytes_max = std::size_t{8} << 20;
  };
  /// Programs whose compiled parts are kept; the one that was used longest ago goes first.
  static constexpr std::size_t kPreparedMax = 64;

  explicit Workspace(const Options& options);
  Workspace() : Workspace(Options{}) {}

  /// Compiled parts of `program`. Takes milliseconds for one that is not kept: call it off the event loop, or when an image comes
  /// into use. Otherwise a look at the digests of those that are kept, the latest first.
  std::shared_ptr<const Prepared> prepare(const program::rules::RuleProgram& program);

  match::regex::Matcher& matcher() { return matcher_; }
  ScanMemo& scan_memo() { return scan_memo_; }
  Arena& scratch() { return scratch_; }

 private:
  Arena scratch_;
  match::regex::Matcher matcher_;
  ScanMemo scan_memo_;
  std::uint32_t programs_ = 0;                             // That were prepared so far.
  std::vector<std::shared_ptr<const Prepared>> prepared_;  // The latest first.
};

}  // namespace bulkhead::inspect
