// Rule sets and requests over a small vocabulary, from choices: of chance, of a fuzzer, or all of them in turn.

#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "oracle/exchange.h"

namespace bulkhead::oracle {

/// A number from 0 to below its argument, which is not 0.
using Choose = std::function<std::size_t(std::size_t)>;

/// What rules are made of.
struct Vocabulary {
  std::vector<std::string> targets;
  std::vector<std::string> transformations;
  std::vector<std::string> operators;
  std::vector<std::string> actions;
};
const Vocabulary& vocabulary();

/// One to a dozen rules, some of them chains.
std::string rules_from(const Choose& choose);
/// A request of words that the operators of the vocabulary look for, or nearly.
Exchange exchange_from(const Choose& choose);
/// Some forty rules in the manner of the Core Rule Set, each with something that is easy to get wrong.
std::string nasty_rules();

}  // namespace bulkhead::oracle
