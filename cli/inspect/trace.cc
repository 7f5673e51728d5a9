#include "cli/inspect/trace.h"

#include <utility>

#include "lexicon/operator.h"
#include "lexicon/variable.h"

namespace bulkhead::cli {

namespace {

std::string kept(std::string_view text) {
  if (text.size() <= TraceRecorder::kValueBytesMax) return std::string(text);
  return std::string(text.substr(0, TraceRecorder::kValueBytesMax)) + "…";
}

}  // namespace

std::uint32_t TraceRecorder::heads_between(std::uint32_t from, std::uint32_t to) const {
  std::uint32_t count = 0;
  for (std::uint32_t link = from; link < to; ++link)
    if (program::rules::contains(program_->heads(), link)) ++count;
  return count;
}

void TraceRecorder::begins(lexicon::Phase phase) { phase_ = static_cast<std::uint32_t>(phase); }

void TraceRecorder::asked(std::uint32_t link, const inspect::TargetRecord& target, std::string_view key,
                          std::string_view original, std::string_view text, bool matched) {
  if (asked_kept_ >= kAskedMax) {
    cut_ = true;
    return;
  }
  ++asked_kept_;
  AskedValue one;
  one.link = link;
  one.target = std::string(lexicon::name(static_cast<lexicon::Variable>(target.variable)));
  if (!key.empty())
    one.target += ":" + kept(key);
  else if (target.full.bytes != 0)
    one.target = kept(program_->string(target.full));
  one.original = kept(original);
  one.text = kept(text);
  one.matched = matched;
  pending_.push_back(std::move(one));
}

void TraceRecorder::ran(std::uint32_t from, std::uint32_t head, bool matched) {
  TracedRule rule;
  const auto& link = program_->link(head);
  rule.phase = phase_;
  rule.not_run_before = from < head ? heads_between(from, head) : 0;
  rule.head = head;
  rule.id = link.rule_id;
  rule.op = (link.flags & program::rules::kUnconditional) != 0
                ? "SecAction"
                : "@" + std::string(lexicon::name(static_cast<lexicon::Operator>(link.op)));
  rule.matched = matched;
  const std::uint32_t next = head + 1u + link.rest;
  if (matched && link.jump != program::rules::kNone && link.jump > next)
    rule.jumped = heads_between(next, link.jump);
  rule.asked = std::exchange(pending_, {});
  ++run_;
  not_run_ += rule.not_run_before;
  if (rules_.size() < kRulesMax)
    rules_.push_back(std::move(rule));
  else
    cut_ = true;
}

void TraceRecorder::ends(std::uint32_t from, std::uint32_t end) {
  pending_.clear();
  if (from < end) not_run_ += heads_between(from, end);
}

}  // namespace bulkhead::cli
