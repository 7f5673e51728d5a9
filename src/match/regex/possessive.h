// Whether what gives nothing back may as well be greedy. For this folder only.

#pragma once

#include "match/regex/syntax.h"

namespace bulkhead::match::regex {

/// True when every possessive node of `syntax` matches the same texts, in the same groups, as if it were greedy.
///
/// It does when what follows it can always match nothing, for then nothing is ever asked back; and when it is a repeated
/// byte class and what follows begins with a byte outside that class, for then giving back does not help.
/// Cost       Linear in the nodes. Recursion as deep as the tree.
bool possessives_are_greedy(const Syntax& syntax);

}  // namespace bulkhead::match::regex
