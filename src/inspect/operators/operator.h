// How an operator is asked, and what it answers. One operator a file beside this; table.cc knows them all.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "inspect/state.h"

namespace bulkhead::inspect::operators {

/// Where in the value an operator has found what it looks for, and the groups of a capture.
struct Match {
  static constexpr std::size_t kGroupsMax = 10;
  struct Group {
    std::string_view text;
    bool set = false;
  };

  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t groups_count = 0;
  std::array<Group, kGroupsMax> groups{};

  /// Groups beyond groups_count say nothing.
  void clear() { begin = end = groups_count = 0; }
};

/// One question. `argument` is the operator's argument with every %{…} filled in; empty where the operator has its own operand.
struct Question {
  State& state;
  const LinkRecord& link;
  std::string_view value;
  std::string_view argument;
  /// True when the rule wants groups, or wherever the place of the match is to be known.
  bool wants_groups = false;
};

/// True when the value matches, before `!` is looked at. `match` is filled in then.
using Function = bool (*)(const Question& question, Match& match);

bool begins_with(const Question& question, Match& match);
bool contains(const Question& question, Match& match);
bool contains_word(const Question& question, Match& match);
bool detect_sqli(const Question& question, Match& match);
bool detect_xss(const Question& question, Match& match);
bool ends_with(const Question& question, Match& match);
bool eq(const Question& question, Match& match);
bool ge(const Question& question, Match& match);
bool geo_lookup(const Question& question, Match& match);
bool gt(const Question& question, Match& match);
bool ip_match(const Question& question, Match& match);
bool le(const Question& question, Match& match);
bool lt(const Question& question, Match& match);
bool no_match(const Question& question, Match& match);
bool pm(const Question& question, Match& match);
bool rx(const Question& question, Match& match);
bool rx_global(const Question& question, Match& match);
bool str_eq(const Question& question, Match& match);
bool unconditional_match(const Question& question, Match& match);
bool validate_byte_range(const Question& question, Match& match);
bool validate_url_encoding(const Question& question, Match& match);
bool validate_utf8_encoding(const Question& question, Match& match);
bool verify_cc(const Question& question, Match& match);
bool verify_cpf(const Question& question, Match& match);
bool verify_ssn(const Question& question, Match& match);
bool verify_svnr(const Question& question, Match& match);
bool within(const Question& question, Match& match);

/// The function of lexicon::Operator number `op`; nullptr for one that the compiler refuses.
Function function(std::uint8_t op);

/// Sets `match` to the whole of a text and its only group to it.
void take_whole(std::string_view text, Match& match);

}  // namespace bulkhead::inspect::operators
