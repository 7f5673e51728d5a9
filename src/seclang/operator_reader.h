// Reads `!@name argument`. Internal.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "seclang/context.h"
#include "seclang/rule.h"

namespace bulkhead::seclang {

/// The operator of a rule, with the files read that it names; nothing after an error.
std::optional<Operator> read_operator(Part part, Context& context);

/// The words of @pm: separated by blanks, with bytes in hex between bars (|3c 73|), as version 2 documents it.
std::vector<std::string> split_phrases(std::string_view text);

}  // namespace bulkhead::seclang
