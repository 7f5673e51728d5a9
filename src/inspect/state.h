// All that is known of one request while its rules run. Plain parts, each with its own file; functions beside it act on
// the parts they need.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "http/xml.h"
#include "inspect/collections.h"
#include "inspect/countries.h"
#include "inspect/request.h"
#include "inspect/tx_store.h"
#include "inspect/value.h"
#include "inspect/verdict.h"
#include "inspect/workspace.h"
#include "lexicon/variable.h"
#include "program/rules/overlay.h"
#include "program/rules/rule_program.h"
#include "text/unicode_map.h"

namespace bulkhead::inspect {

using lexicon::Variable;
using program::rules::LinkRecord;
using program::rules::RuleProgram;
using program::rules::TargetRecord;

/// MATCHED_VAR and kin: what the latest rule that was run has matched. Names are made when somebody asks for them.
struct MatchedVariables {
  struct One {
    const TargetRecord* target = nullptr;
    std::string_view key;
    std::string_view text;
    const One* before = nullptr;
  };
  const One* latest = nullptr;

  void clear() { latest = nullptr; }
};

/// What ctl:… changes for the rest of the request, and what the program says until then.
struct RequestSettings {
  program::rules::EngineMode engine = program::rules::EngineMode::kOff;
  bool request_body_access = false;
  bool response_body_access = false;
  bool audit_off = false;
  std::uint64_t request_body_bytes_max = 0;
  std::uint64_t response_body_bytes_max = 0;
  std::string_view body_processor;
};

/// A target that ctl:ruleRemoveTargetBy… has taken from rules.
struct RemovedTarget {
  const std::uint64_t* links = nullptr;
  const TargetRecord* target = nullptr;
  RemovedTarget* next = nullptr;
};

/// How far regexes, transformations and scans may go for one request, in bytes looked at.
struct Budget {
  std::uint64_t left = 0;
  bool spend(std::uint64_t bytes) {
    if (left < bytes) {
      left = 0;
      return false;
    }
    left -= bytes;
    return true;
  }
};

/// Where the latest match was.
struct FoundAt {
  const MatchedVariables::One* match = nullptr;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// Hears of every rule that is run and every value that it is asked about, for `--trace`; not used while serving.
class Tracer {
 public:
  virtual ~Tracer() = default;
  virtual void begins(lexicon::Phase phase) = 0;
  /// `original` is the value before its transformations, `text` after them.
  virtual void asked(std::uint32_t link, const TargetRecord& target, std::string_view key,
                     std::string_view original, std::string_view text, bool matched) = 0;
  /// The rule whose first link is `head` was run, after all its asked(). Those from `from` up to it were not: nothing that the request
  /// has so far can match them, or it does not run them any more.
  virtual void ran(std::uint32_t from, std::uint32_t head, bool matched) = 0;
  /// Nor were those from `from` up to `end`, where the phase is over.
  virtual void ends(std::uint32_t from, std::uint32_t end) = 0;
};

struct State {
  State(const RuleProgram& rules, const program::rules::Overlay& service, Workspace& space,
        Collections& shared, Arena& memory)
      : program(rules),
        overlay(service),
        workspace(space),
        collections(shared),
        arena(memory),
        prepared(space.prepare(rules)),
        tx(rules, memory) {}

  const RuleProgram& program;
  const program::rules::Overlay& overlay;
  Workspace& workspace;
  Collections& collections;
  Arena& arena;
  std::shared_ptr<const Prepared> prepared;

  RequestHead request;
  ResponseHead response;
  RequestSettings settings;
  TxStore tx;
  std::array<ValueList, lexicon::kVariables> lists;
  CollectionKeys keys;
  MatchedVariables matched;
  text::UnicodeMap unicode_map;
  /// Values of XML point into it.
  std::optional<http::XmlDocument> xml;

  /// Set of links that may match, so far.
  std::span<std::uint64_t> candidates;
  /// Heads that this request does not run any more; as many words, or empty.
  std::span<std::uint64_t> removed;
  RemovedTarget* removed_targets = nullptr;
  bool tx_targets_removed = false;

  Finding* findings = nullptr;
  std::uint32_t findings_count = 0;
  std::uint32_t findings_capacity = 0;
  Interruption interruption;
  std::uint8_t highest_severity = 255;
  program::rules::Disruption allowed = program::rules::Disruption::kNothing;
  Budget budget;
  Overrun overrun = Overrun::kNone;
  bool pcre_limit_reached = false;
  bool invalid_url_encoding = false;
  /// The Content-Type field that says how the body is read.
  std::string_view body_type;
  const Countries* countries = nullptr;
  Tracer* tracer = nullptr;
  /// The rule whose actions and templates run now, for RULE:….
  const LinkRecord* current = nullptr;

  ValueList& list(Variable variable) { return lists[static_cast<std::size_t>(variable)]; }
  void overran(Overrun what) {
    if (overrun == Overrun::kNone) overrun = what;
  }
};

}  // namespace bulkhead::inspect
