// Reads texts with `%{…}` in them. Internal.

#pragma once

#include <optional>

#include "seclang/context.h"
#include "seclang/line.h"
#include "seclang/text.h"

namespace bulkhead::seclang {

/// The text of `part`, its quotes unescaped. What looks like a reference but names no variable is an error there;
/// `%{` without a name behind it is literal, as in the pattern `%{2}`.
Text read_text(Part part, Context& context);

/// Text without references, whatever stands in it.
Text plain_text(Part part);

/// The variable called `part`; reports an unknown one.
std::optional<lexicon::Variable> read_variable_name(Part part, Context& context);

/// How long the name of a variable is that `text` begins with.
std::size_t variable_name_size(std::string_view text);

/// True when it may be written to by setvar, and so has names with references in them.
bool is_writable(lexicon::Variable variable);

}  // namespace bulkhead::seclang
