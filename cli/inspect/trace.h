// What `inspect --trace` shows, as it was heard.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inspect/state.h"

namespace bulkhead::cli {

/// One value that a rule was asked about.
struct AskedValue {
  std::uint32_t link = 0;
  std::string target;    ///< "ARGS:q"
  std::string original;  ///< At most TraceRecorder::kValueBytesMax of it.
  std::string text;      ///< After the transformations, likewise.
  bool matched = false;
};

struct TracedRule {
  std::uint32_t phase = 0;
  /// Rules before it that were not run: the prefilter ruled them out, or the request does not run them any more.
  std::uint32_t not_run_before = 0;
  std::uint32_t head = 0;
  std::uint32_t id = 0;
  std::string op;  ///< Of its first link: "@rx", or "SecAction".
  bool matched = false;
  /// Rules that its skipAfter leaves out.
  std::uint32_t jumped = 0;
  std::vector<AskedValue> asked;
};

/// Ownership  Copies all that it hears; `program` outlives it.
/// Memory     At most kRulesMax rules and kAskedMax values; what comes after is counted only.
class TraceRecorder final : public inspect::Tracer {
 public:
  static constexpr std::size_t kValueBytesMax = 160;
  static constexpr std::size_t kRulesMax = 100'000;
  static constexpr std::size_t kAskedMax = 200'000;

  void of(const program::rules::RuleProgram& program) { program_ = &program; }

  void begins(lexicon::Phase phase) override;
  void asked(std::uint32_t link, const inspect::TargetRecord& target, std::string_view key,
             std::string_view original, std::string_view text, bool matched) override;
  void ran(std::uint32_t from, std::uint32_t head, bool matched) override;
  void ends(std::uint32_t from, std::uint32_t end) override;

  const std::vector<TracedRule>& rules() const { return rules_; }
  std::uint64_t rules_run() const { return run_; }
  std::uint64_t rules_not_run() const { return not_run_; }
  /// Rules or values that were not kept.
  bool is_cut() const { return cut_; }

 private:
  std::uint32_t heads_between(std::uint32_t from, std::uint32_t to) const;

  const program::rules::RuleProgram* program_ = nullptr;
  std::uint32_t phase_ = 0;
  std::vector<AskedValue> pending_;
  std::size_t asked_kept_ = 0;
  std::vector<TracedRule> rules_;
  std::uint64_t run_ = 0;
  std::uint64_t not_run_ = 0;
  bool cut_ = false;
};

}  // namespace bulkhead::cli
