// Operators of SecLang, each as the plainest loop that does it.

#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "seclang/rule.h"

namespace bulkhead::oracle {

/// What an operator says of one value, before `!`.
struct Judgement {
  bool matched = false;
  /// What `capture` puts into TX: number of the group and its text.
  std::vector<std::pair<std::size_t, std::string>> captures;
};

/// PCRE2's form of a pattern, with the options of ModSecurity. Keeps the ones it has compiled, for the life of the process.
class Pattern {
 public:
  struct Group {
    std::size_t number;
    std::size_t begin;
    std::size_t end;
  };
  using Groups = std::vector<Group>;

  static const Pattern& of(const std::string& text, bool any_case);
  ~Pattern();
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;

  bool valid() const { return code_ != nullptr; }
  /// Groups that took part in the first match at or behind `from`; empty when there is none.
  Groups search(std::string_view subject, std::size_t from = 0, unsigned options = 0) const;

 private:
  Pattern(const std::string& text, bool any_case);
  void* code_ = nullptr;
};

/// Judges `value`; `argument` is the operator's with its references filled in.
Judgement judge(const seclang::Operator& op, const std::string& argument, const std::string& value);

/// As C's strtol reads a number to the range of int; 0 when there is none or it does not fit.
int integer_of(const std::string& text);

}  // namespace bulkhead::oracle
