// Finds the literal clauses of a pattern. For this folder only; analysis.h is for others.

#pragma once

#include <vector>

#include "match/regex/analysis.h"
#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// The best clauses, the rarest first.
///
/// Source     The idea of exact sets, prefixes and suffixes that are crossed at every concatenation is Russ Cox's, "Regular
///            Expression Matching with a Trigram Index" (2012), there for three-letter pieces.
std::vector<LiteralClause> required_literals(const Syntax& syntax);

}  // namespace bulkhead::match::regex
